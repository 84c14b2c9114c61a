/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * The sockets that clients have open, counted exactly: what a server counts lags behind, for a backend lives on for a
 * while after its client has left. For PostgreSQL's {@code socketFactory}; counts for one test at a time.
 */
public final class CountedSockets extends SocketFactory {
    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    /** What a URL says to have its sockets counted. */
    public static String parameter() {
        return "socketFactory=" + CountedSockets.class.getName();
    }

    /** The local ports of all that are open now. */
    public static Set<Integer> ports() {
        return Set.copyOf(PORTS);
    }

    /** How many were open at once, at most. */
    public static int most() {
        return MOST.get();
    }

    @Override
    public Socket createSocket() {
        return new Counted();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int localPort) {
        throw new UnsupportedOperationException();
    }

    private static final class Counted extends Socket {
        private boolean counted;

        @Override
        public void connect(SocketAddress server, int timeout) throws IOException {
            count();
            super.connect(server, timeout);
            PORTS.add(getLocalPort());
        }

        private synchronized void count() {
            counted = true;
            MOST.accumulateAndGet(OPEN.incrementAndGet(), Math::max);
        }

        @Override
        public synchronized void close() throws IOException {
            if (counted) {
                counted = false;
                PORTS.remove(getLocalPort());
                OPEN.decrementAndGet();
            }
            super.close();
        }
    }
}
