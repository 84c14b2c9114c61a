/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.Groups;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.JobException;
import dev.heddle.mapreduce.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a cluster of processes, some of which are killed on the way. */
class ClusterIT {
    private static final String HEDDLE =
            Path.of("../heddle").toAbsolutePath().normalize().toString();
    private static final int FILES = 12;

    @TempDir
    private static Path shared;

    private static Cluster cluster;
    private static @Nullable JavaSparkContext open;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.of(shared, 2);
    }

    @AfterAll
    static void stop() {
        disconnect();
        cluster.close();
    }

    private static JavaSparkContext connect() {
        JavaSparkContext context = open;
        if (context == null) {
            SparkConf conf = new SparkConf().setMaster(cluster.url()).setAppName("test");
            cluster.settings().forEach(conf::set);
            context = new JavaSparkContext(conf);
            open = context;
        }
        return context;
    }

    private static void disconnect() {
        if (open != null) {
            open.stop();
            open = null;
        }
    }

    /** Files of which each makes a map task; each holds a word of its own that stops at the gate. */
    private List<Path> gatedFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder("gate" + file + " ");
            while (text.length() < 100_000) {
                text.append("word").append(random.nextInt(5_000)).append(' ');
            }
            files.add(Files.writeString(folder.resolve("text" + file), text));
        }
        return files;
    }

    @Test
    void losesAWorkerInTheMapAndOneInTheReduceAndCountsEachWordOnce() throws Exception {
        cluster.require(2);
        List<Path> files = gatedFiles();
        TaskLog log = new TaskLog();
        JavaSparkContext context = connect();
        context.sc().addSparkListener(log);
        // An engine that was here before: executors that come later are sent its jars, too.
        SparkEngine.on(context).close();
        try (Gate gate = new Gate();
                SparkEngine engine = SparkEngine.builder().taskBytes(1).parts(4).on(context);
                Run<Groups<String, Long>> run =
                        engine.start(Driver.gatedCount(gate.port()).splitBytes(1 << 17), Input.files(files))) {
            // Half of the tasks go through; then one stands at the gate in each of the two executors.
            for (int i = 0; i < FILES / 2; i++) {
                gate.next().letOn();
            }
            Gate.Caller left = gate.next();
            Gate.Caller right = gate.next();
            while (right.process() == left.process()) {
                // One executor came late and the other took the next task: let that on.
                right.letOn();
                right = gate.next();
            }
            cluster.kill(left.process());
            cluster.require(2);
            right.letOn();
            Gate.Caller reducing = gate.next();
            while (reducing.place().equals("map")) {
                reducing.letOn();
                reducing = gate.next();
            }
            // The first reduce task has read all its blocks; those that come next miss some.
            cluster.kill(reducing.process());
            cluster.require(2);
            Thread porter = new Thread(() -> {
                try {
                    while (true) {
                        gate.next().letOn();
                    }
                } catch (InterruptedException e) {
                    // The run is over.
                }
            });
            porter.start();
            Groups<String, Long> groups = run.await();
            porter.interrupt();
            porter.join();

            assertThat(groups.asMap()).isEqualTo(expected(files));
            assertThat(groups.report().splits()).isEqualTo(FILES);
            assertThat(groups.report().records())
                    .isEqualTo(
                            groups.asMap().values().stream().mapToLong(n -> n).sum());
            assertThat(groups.report().isComplete()).isTrue();
        } finally {
            context.sc().listenerBus().waitUntilEmpty();
            context.sc().removeSparkListener(log);
        }
        assertThat(log.tasks()).isEqualTo(FILES);
        log.requireThatOnlyLostWorkWasDoneAgain(2);
    }

    private static Map<String, Long> expected(List<Path> files) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        for (Path file : files) {
            for (String word : Files.readString(file).split(" ")) {
                counts.merge(word, 1L, Long::sum);
            }
        }
        return counts;
    }

    @Test
    void theCommandPrintsTheSameBytes() throws Exception {
        cluster.require(2);
        // Executors of this process would hold all cores.
        disconnect();
        List<String> arguments = new ArrayList<>(List.of("wordcount", "--all", "--lower", "--format", "json"));
        gatedFiles().forEach(file -> arguments.add(file.toString()));
        byte[] local = heddle(arguments);
        arguments.addAll(List.of("--engine", "spark"));
        assertThat(heddle(arguments)).as("in its own process").isEqualTo(local);
        arguments.addAll(List.of("--master", cluster.url()));
        cluster.settings().forEach((key, value) -> arguments.addAll(List.of("--setting", key + "=" + value)));

        assertThat(heddle(arguments)).isEqualTo(local).hasSizeGreaterThan(50_000);
    }

    private byte[] heddle(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HEDDLE));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        return Files.readAllBytes(out);
    }

    @Test
    void namesTheFileAndTheOffsetWhereAFunctionThrows() throws Exception {
        cluster.require(1);
        List<Path> files = gatedFiles();
        try (SparkEngine engine = SparkEngine.on(connect())) {
            assertThatThrownBy(() -> engine.run(Driver.refusing("gate7"), Input.files(files)))
                    .isInstanceOfSatisfying(JobException.class, failure -> {
                        assertThat(failure.input()).isEqualTo(files.get(7).toString());
                        assertThat(failure.offset()).isZero();
                        assertThat(failure).hasRootCauseMessage("of this word");
                    });
        }
    }

    @Test
    void leavesNoProcessWhenTheCommandIsInterrupted() throws Exception {
        cluster.require(2);
        // Executors of this process would hold all cores.
        disconnect();
        ArrayDeque<String> command = new ArrayDeque<>(List.of(HEDDLE, "wordcount", "--quiet"));
        command.addAll(List.of("--engine", "spark", "--master", cluster.url()));
        cluster.settings().forEach((key, value) -> command.addAll(List.of("--setting", key + "=" + value)));
        // More than can be counted before the signal comes.
        command.addAll(Collections.nCopies(500, large().toString()));
        // What runs this test may have been started with interrupts ignored, as a shell does for what runs beside it.
        if (new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0) {
            command.addFirst("--default-signal=INT");
            command.addFirst("env");
        }
        Path log = folder.resolve("command.log");
        Process driver = new ProcessBuilder(List.copyOf(command))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile())
                .start();
        try {
            String before = cluster.executorLogs();
            while (cluster.executors().size() < 2
                    || !cluster.executorLogs().substring(before.length()).contains("Running task")) {
                assertThat(driver.isAlive()).as(Files.readString(log)).isTrue();
                Thread.onSpinWait();
            }
            List<ProcessHandle> executors = cluster.executors();
            assertThat(new ProcessBuilder("kill", "-INT", "" + driver.pid())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(driver.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(driver.exitValue()).as(Files.readString(log)).isEqualTo(130);
            for (ProcessHandle executor : executors) {
                executor.onExit().get(60, TimeUnit.SECONDS);
            }
            assertThat(cluster.processes()).as("master and workers").hasSize(3);
        } finally {
            driver.destroyForcibly();
        }
    }

    private Path large() throws IOException {
        return Files.writeString(folder.resolve("large"), "some words in a large text\n".repeat(400_000));
    }
}
