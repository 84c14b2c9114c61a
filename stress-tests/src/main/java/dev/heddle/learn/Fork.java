/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.stress.Processors;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A virtual machine of its own, for what needs other switches or may never end. */
final class Fork {
    /** What a row of ours begins with, so that nothing that the virtual machine prints is taken for one. */
    static final String MARK = "@heddle";

    private Fork() {}

    /**
     * Runs {@link Cell} in a virtual machine of its own.
     *
     * @param switches switches of the virtual machine
     * @param arguments arguments of {@code Cell}
     * @param rows takes each row that it prints, as fields
     * @throws IOException if it cannot be started or fails
     * @throws InterruptedException if the calling thread is interrupted; the virtual machine is ended
     */
    static void run(List<String> switches, List<String> arguments, Consumer<List<String>> rows)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xmx512m", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED"); // for the binding of threads to processors
        command.addAll(Processors.switches());
        command.addAll(switches);
        command.add(Cell.class.getName());
        command.addAll(arguments);
        File errors = File.createTempFile("heddle-fork", ".txt");
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                List<String> fields = List.of(line.split("\t", -1));
                if (fields.get(0).equals(MARK)) {
                    rows.accept(fields.subList(1, fields.size()));
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException("a virtual machine ended with " + process.exitValue() + ": "
                        + Files.readString(errors.toPath()).strip());
            }
        } finally {
            process.destroyForcibly();
            process.waitFor(5, TimeUnit.SECONDS);
            Files.deleteIfExists(errors.toPath());
        }
    }
}
