/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Java process on a {@link Leash}, whose log the test follows.
 *
 * @param process the process
 * @param log the lines that it has said so far
 * @param fresh those that nobody has waited for yet
 */
record Node(Process process, ConcurrentLinkedQueue<String> log, BlockingQueue<String> fresh) implements AutoCloseable {
    /** For a process that lives for some seconds. */
    static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xss512k");

    /** Stands behind the last line of a log. */
    private static final String END = "(the process has ended)";

    /** Starts a class. */
    static Node start(
            Path folder,
            Map<String, String> environment,
            List<String> options,
            String classPath,
            String main,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(SMALL);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath + File.pathSeparator + leash(folder), Leash.class.getName(), main));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Node node = new Node(builder.start(), new ConcurrentLinkedQueue<>(), new LinkedBlockingQueue<>());
        Thread reader = new Thread(node::follow, "log-" + node.process.pid());
        reader.setDaemon(true);
        reader.start();
        return node;
    }

    /** A class path with the leash alone, since beside it lies what silences logs. */
    private static Path leash(Path folder) throws IOException {
        String name = Leash.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("leash").resolve(name);
        if (!Files.exists(copy)) {
            Files.createDirectories(requireNonNull(copy.getParent()));
            try (InputStream bytes = requireNonNull(Leash.class.getClassLoader().getResourceAsStream(name))) {
                Files.copy(bytes, copy);
            }
        }
        return folder.resolve("leash");
    }

    private void follow() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                log.add(line);
                fresh.add(line);
            }
        } catch (IOException | UncheckedIOException e) {
            // The process was killed.
        }
        fresh.add(END);
    }

    /** Waits for a line that has a text in it. */
    void await(String text) throws InterruptedException {
        @Nullable String line;
        do {
            line = fresh.poll(60, TimeUnit.SECONDS);
            assertThat(line)
                    .as("a line with '%s' in the log, which is:%n%s", text, String.join("\n", log))
                    .isNotNull()
                    .isNotEqualTo(END);
        } while (!line.contains(text));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port of the loopback address that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
