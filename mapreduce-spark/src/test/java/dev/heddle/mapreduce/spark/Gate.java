/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Where functions of a job stop, in whatever process they run, until the test lets them on. */
final class Gate implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();

    Gate() throws IOException {
        Thread listener = new Thread(this::listen, "gate");
        listener.setDaemon(true);
        listener.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = server.accept();
                BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                String[] words = lines.readLine().split(" ");
                callers.add(new Caller(words[0], Long.parseLong(words[1]), socket));
            }
        } catch (IOException | NullPointerException e) {
            // The gate is closed.
        }
    }

    /** Waits for the next one that stops here. */
    Caller next() throws InterruptedException {
        return callers.take();
    }

    /** Called by a function of a job: stops there until the test lets it on. */
    static void pass(int port, String place) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            long process = ProcessHandle.current().pid();
            socket.getOutputStream().write((place + " " + process + "\n").getBytes(UTF_8));
            if (socket.getInputStream().read() < 0) {
                throw new IllegalStateException("the gate was closed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Caller caller : callers) {
            caller.socket.close();
        }
    }

    /**
     * One that stopped here.
     *
     * @param place what it said
     * @param process where it runs
     */
    record Caller(String place, long process, Socket socket) {
        /** Lets it on, if it is alive. */
        void letOn() {
            try (socket) {
                socket.getOutputStream().write(1);
            } catch (IOException e) {
                // It was killed meanwhile.
            }
        }
    }
}
