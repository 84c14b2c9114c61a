/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.handle.Handle;
import dev.heddle.pool.ConnectionPool;
import dev.heddle.pool.Connector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Serves a hundred requests of three tenants over at most four connections, whatever the tenants do. */
public final class TenantConnections {
    private TenantConnections() {}

    /**
     * Runs the example.
     *
     * @param args none
     * @throws IOException when there is no network
     */
    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ConnectionPool<String, Socket> pool = ConnectionPool.builder(new Sockets(server))
                        .maxPerKey(2)
                        .maxTotal(4)
                        .acquireTimeout(Duration.ofSeconds(10))
                        .keyName(tenant -> "tenant " + tenant)
                        .build()) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 100; i++) {
                    String tenant = "abc".substring(i % 3, i % 3 + 1);
                    Future<?> unused = threads.submit(() -> serve(pool, tenant)); // close() waits for it
                }
            }
            System.out.println(pool.stats().acquired() + " requests served");
        }
    }

    private static Void serve(ConnectionPool<String, Socket> pool, String tenant) throws Exception {
        try (Handle<Socket> lease = pool.acquire(tenant)) {
            try {
                lease.get().getOutputStream().write('?');
            } catch (IOException broken) {
                pool.discard(lease); // closed instead of used again
                throw broken;
            }
        } // back to the pool
        return null;
    }

    /** How connections are opened and closed, on threads of the pool. */
    private record Sockets(ServerSocket server) implements Connector<String, Socket> {
        @Override
        public Socket open(String tenant) throws IOException {
            return new Socket(server.getInetAddress(), server.getLocalPort());
        }

        @Override
        public void close(Socket connection) throws IOException {
            connection.close();
        }

        @Override
        public boolean isValid(Socket connection, Duration timeout) {
            return connection.isConnected() && !connection.isClosed();
        }

        @Override
        public boolean needsReset(Socket connection) {
            return false; // a socket has no state to put in order
        }
    }
}
