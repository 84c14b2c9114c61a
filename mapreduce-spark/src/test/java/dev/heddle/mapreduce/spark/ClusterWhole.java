/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ClusterIT} at length: several hundred megabytes, and workers killed when so and so many tasks are done. */
class ClusterWhole {
    private static final long MEGABYTES = Long.getLong("cluster.megabytes", 400);
    private static final int KILL_AFTER_TASKS = 6;

    @TempDir
    private Path folder;

    private Path text() throws IOException {
        Path text = folder.resolve("text");
        SplittableRandom random = new SplittableRandom(3);
        double scale = Math.log(1_000_000);
        byte[] word = new byte[16];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(text), 1 << 20)) {
            for (long written = 0; written < MEGABYTES << 20; ) {
                int length = 0;
                for (long rest = (long) Math.exp(random.nextDouble() * scale); rest > 0; rest /= 26) {
                    word[length++] = (byte) ('a' + rest % 26);
                }
                word[length++] = ' ';
                out.write(word, 0, length);
                written += length;
            }
        }
        return text;
    }

    @Test
    void countsEachWordOnceThoughTwoWorkersAreKilled() throws Exception {
        Path text = text();
        WordCount count = WordCount.builder().build();
        WordCounts local = count.run(text);
        TaskLog log = new TaskLog();
        try (Cluster cluster = Cluster.of(folder, 2)) {
            SparkConf conf = new SparkConf().setMaster(cluster.url()).setAppName("whole");
            cluster.settings().forEach(conf::set);
            log.onMapEnd(ended -> {
                if (ended == KILL_AFTER_TASKS) {
                    killAny(cluster);
                }
            });
            log.onReduce(() -> killAny(cluster));
            try (JavaSparkContext context = new JavaSparkContext(conf)) {
                context.sc().addSparkListener(log);
                try (SparkEngine engine = SparkEngine.builder()
                                .taskBytes(8 << 20)
                                .parts(8)
                                .on(context);
                        Run<WordCounts> run = engine.start(count.job(), Input.files(text))) {
                    WordCounts counts = run.await();
                    assertThat(counts.entries()).isEqualTo(local.entries());
                    assertThat(counts.audit()).isEqualTo(local.audit());
                    assertThat(counts.audit().isBalanced()).isTrue();
                }
                context.sc().listenerBus().waitUntilEmpty();
            }
        }
        log.requireThatOnlyLostWorkWasDoneAgain(2);
        System.out.printf(
                "%d MB, %d map tasks, 2 workers killed: %d done again, all of those lost%n",
                MEGABYTES, log.tasks(), log.attempts() - log.tasks());
    }

    @Test
    void leavesNoProcessWhenWhatHoldsTheClusterIsKilled() throws Exception {
        Path gated = Files.writeString(folder.resolve("gated"), "gate");
        Path log = folder.resolve("driver.log");
        try (Gate gate = new Gate()) {
            Process driver = new ProcessBuilder(
                            Node.java(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Driver.class.getName(),
                            Files.createDirectory(folder.resolve("cluster")).toString(),
                            "" + gate.port(),
                            gated.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                String mark = Cluster.markOf(driver.pid());
                gate.next();
                assertThat(Cluster.running(mark)).as("master, worker, executor").hasSize(3);
                driver.destroyForcibly().waitFor();
                while (!Cluster.running(mark).isEmpty()) {
                    Thread.onSpinWait();
                }
            } finally {
                driver.destroyForcibly();
            }
        }
    }

    private static void killAny(Cluster cluster) {
        try {
            cluster.kill(cluster.anyExecutor());
            cluster.require(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
