/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that was run to its end, and what it printed.
 *
 * @param exitCode what it ended with
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record Child(int exitCode, String out, String err) {
    /** The folder of the checkout: where the launcher stands. */
    static final Path ROOT = root();

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("heddle"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static String heddle() {
        return ROOT.resolve("heddle").toString();
    }

    /** Runs {@code sh -c script}, with the launcher as {@code $heddle}, in {@code folder}. */
    static Child sh(Path folder, String script) {
        return run(folder, Map.of("heddle", heddle()), "sh", "-c", script);
    }

    static Child run(Path folder, Map<String, String> environment, String... command) {
        try {
            Path out = Files.createTempFile("heddle-child", ".out");
            Path err = Files.createTempFile("heddle-child", ".err");
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(100, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still runs after 100 s: " + String.join(" ", command));
            }
            Child child = new Child(process.exitValue(), read(out), read(err));
            Files.delete(out);
            Files.delete(err);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Reads what may not be UTF-8. */
    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    /** Starts a command whose standard input stays open, so that it waits for the test. */
    static Process start(Path folder, String... command) throws IOException {
        return new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    static void type(Process process, String text) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(text.getBytes(UTF_8));
        in.flush();
    }
}
