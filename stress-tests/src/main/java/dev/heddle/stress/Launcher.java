/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.Verbosity;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.vm.CompileMode;

/** Starts forks and talks to them, one result at a time. */
final class Launcher implements AutoCloseable {
    /** The heap of a fork. */
    static final int HEAP_MEGABYTES = 512;

    private static final int STUCK_MILLIS = 30_000;

    private static final List<String> FLAGS = List.of(
            "-Xms" + HEAP_MEGABYTES + "m",
            "-Xmx" + HEAP_MEGABYTES + "m",
            "-XX:+UseParallelGC",
            "-XX:ParallelGCThreads=2",
            "-XX:-UsePerfData",
            // The standard output carries results and nothing else.
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-XX:+UnlockDiagnosticVMOptions",
            // jcstress keeps its own fields apart from those of the test.
            "-XX:-RestrictContended",
            "--enable-native-access=ALL-UNNAMED");

    private final String classPath;
    private final int stuckMillis;
    private @Nullable Path archive;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "stress-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Creates a launcher.
     *
     * @param classPath what the forks load classes from
     */
    Launcher(String classPath) {
        this(classPath, STUCK_MILLIS);
    }

    /**
     * Creates a launcher for classes that may well hang.
     *
     * @param classPath what the forks load classes from
     * @param stuckMillis how long the actors of an iteration may take beyond its time
     */
    Launcher(String classPath, int stuckMillis) {
        this.classPath = classPath;
        this.stuckMillis = stuckMillis;
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Finds out whether this JDK takes the flags of a configuration.
     *
     * @param configuration whose flags
     * @return true if it does
     */
    boolean starts(Configuration configuration) {
        var command = new ArrayList<String>();
        command.add(java().toString());
        command.addAll(FLAGS);
        command.addAll(configuration.flags());
        command.add("-version");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs a test once, and lets the forks that follow find the classes that all of them need in an archive that it
     * leaves. They start sooner then; what they run is the same. A JVM that does not fit the archive does without.
     *
     * @param config what to run
     * @return whether there is an archive now
     * @throws IOException when there is no place for its files
     */
    boolean archiveClasses(TestConfig config) throws IOException {
        Path file = Files.createTempFile("heddle-stress", ".jsa");
        file.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command(config, file, "-XX:ArchiveClassesAtExit=" + file))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            TestResult result = converse(process, config, false, new Limits(0, 1, 5_000, soFar -> false));
            if (result.status() == Status.NORMAL
                    && process.waitFor(30, TimeUnit.SECONDS)
                    && process.exitValue() == 0
                    && Files.size(file) > 0) {
                archive = file;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        return archive != null;
    }

    /**
     * Runs one test in one fork.
     *
     * @param config what to run, and how
     * @param blocking whether an actor may wait
     * @param limits when to stop
     * @return all samples of the fork and how it ended
     * @throws IOException when there is no place for its files
     */
    TestResult run(TestConfig config, boolean blocking, Limits limits) throws IOException {
        Path errors = Files.createTempFile("heddle-stress", ".err");
        Path directives = Files.createTempFile("heddle-stress", ".json");
        try {
            String sharing = archive == null ? "-Xshare:auto" : "-XX:SharedArchiveFile=" + archive;
            Process process = new ProcessBuilder(command(config, directives, sharing))
                    .redirectError(errors.toFile())
                    .start();
            TestResult result;
            try {
                result = converse(process, config, blocking, limits);
            } finally {
                process.destroyForcibly();
            }
            if (result.status() != Status.NORMAL) {
                result.addVMErrs(Files.readAllLines(errors, StandardCharsets.ISO_8859_1));
            }
            result.setConfig(config);
            return result;
        } finally {
            Files.deleteIfExists(errors);
            Files.deleteIfExists(directives);
        }
    }

    private List<String> command(TestConfig config, Path directives, String sharing) throws IOException {
        var command = new ArrayList<String>();
        command.add(java().toString());
        command.addAll(FLAGS);
        command.add(sharing);
        command.addAll(Processors.switches());
        command.addAll(config.jvmArgs);
        if (config.getCompileMode() != CompileMode.UNIFIED) {
            try (var out = new PrintWriter(Files.newBufferedWriter(directives))) {
                config.generateDirectives(out, new Verbosity(0));
            }
            command.add("-XX:CompilerDirectivesFile=" + directives);
        }
        command.add("-cp");
        command.add(classPath);
        command.add(Fork.class.getName());
        return command;
    }

    private TestResult converse(Process process, TestConfig config, boolean blocking, Limits limits) {
        var total = new TestResult(Status.NORMAL);
        try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
                var out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
            out.writeBoolean(blocking);
            out.writeInt(stuckMillis);
            new ForkedTestConfig(config).write(out);
            out.flush();
            long start = 0;
            while (true) {
                TestResult next = receive(process, in);
                total.addState(next.getCounter());
                if (next.status() != Status.NORMAL) {
                    return failed(next, total);
                }
                // The clock starts when the fork has.
                start = start == 0 ? System.nanoTime() : start;
                boolean last = limits.reached(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), total);
                out.writeByte(last ? 0 : 1);
                out.flush();
                if (last) {
                    return total;
                }
            }
        } catch (IOException e) {
            var gone = new TestResult(Status.VM_ERROR);
            gone.addMessage("the fork is gone: " + e);
            return failed(gone, total);
        }
    }

    private TestResult receive(Process process, DataInputStream in) throws IOException {
        // It reports a stuck iteration itself, unless it cannot even do that.
        ScheduledFuture<?> kill = watchdog.schedule(process::destroyForcibly, 2L * stuckMillis, TimeUnit.MILLISECONDS);
        try {
            return new TestResult(in);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("not a result", e);
        } finally {
            kill.cancel(false);
        }
    }

    private static TestResult failed(TestResult failure, TestResult before) {
        var result = new TestResult(failure.status());
        result.addState(before.getCounter());
        result.addMessages(failure.getMessages());
        return result;
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
