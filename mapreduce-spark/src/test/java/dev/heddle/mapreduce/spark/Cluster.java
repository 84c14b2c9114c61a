/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
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

/** A Spark cluster of processes on the loopback address, started from Spark's jars as Maven has them. */
final class Cluster implements AutoCloseable {
    /** Where the build has put Spark's jars. */
    private static final Path HOME = Path.of("target/spark").toAbsolutePath();

    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xss512k");

    /** Stands behind the last line of a log. */
    private static final String END = "(the process has ended)";

    private final Path folder;
    private final int port;
    private final Node master;
    private final List<Node> workers = new ArrayList<>();
    private int started;

    private Cluster(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        if (!Files.exists(HOME.resolve("RELEASE"))) {
            // Spark takes a folder for its home when there is a file of this name.
            Files.createFile(HOME.resolve("RELEASE"));
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = new Node(List.of("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "" + port)
                .toArray(String[]::new));
        master.await("I have been elected leader");
    }

    /** Starts a master and workers of one core each. */
    static Cluster of(Path folder, int workers) throws IOException, InterruptedException {
        Cluster cluster = new Cluster(folder);
        try {
            cluster.require(workers);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts as many workers as are missing. */
    void require(int count) throws IOException, InterruptedException {
        workers.removeIf(worker -> !worker.process.isAlive());
        List<Node> fresh = new ArrayList<>();
        while (workers.size() < count) {
            Node worker = new Node(
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve("work" + started++).toString(),
                    url());
            workers.add(worker);
            fresh.add(worker);
        }
        for (Node worker : fresh) {
            worker.await("Successfully registered with master");
        }
    }

    /** The executors that are alive. */
    List<ProcessHandle> executors() {
        return workers.stream().flatMap(worker -> worker.process.descendants()).toList();
    }

    /** Kills, with SIGKILL, the worker that an executor belongs to, and all its executors. */
    void kill(long executor) {
        for (Node worker : workers) {
            List<ProcessHandle> executors = worker.process.descendants().toList();
            if (executors.stream().anyMatch(process -> process.pid() == executor)) {
                // The executors first: what has lost its parent may stay in the table of processes for ever.
                executors.forEach(ProcessHandle::destroyForcibly);
                executors.forEach(process -> process.onExit().join());
                worker.process.destroyForcibly();
                worker.process.onExit().join();
                return;
            }
        }
        throw new AssertionError("no worker has the executor " + executor);
    }

    /** Any executor. */
    long anyExecutor() {
        return executors().get(0).pid();
    }

    /** Settings for a driver and its executors. */
    static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("spark.ui.enabled", "false"),
                Map.entry("spark.driver.host", "127.0.0.1"),
                Map.entry("spark.driver.bindAddress", "127.0.0.1"),
                Map.entry("spark.executor.memory", "512m"),
                Map.entry("spark.executor.cores", "1"),
                Map.entry("spark.executor.extraJavaOptions", String.join(" ", SMALL)),
                // A dead executor does not come back: Spark would ask it again for 15 s.
                Map.entry("spark.shuffle.io.maxRetries", "1"),
                Map.entry("spark.shuffle.io.retryWait", "100ms"));
    }

    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(executors());
        workers.forEach(worker -> all.add(worker.process.toHandle()));
        all.add(master.process.toHandle());
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : all) {
            try {
                process.onExit().get(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                process.destroyForcibly();
            }
        }
    }

    /** A process of the cluster, whose log the test follows. */
    private final class Node {
        private final Process process;
        private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
        private final BlockingQueue<String> fresh = new LinkedBlockingQueue<>();

        Node(String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(java());
            command.addAll(SMALL);
            command.addAll(List.of("-Xmx192m", "-Dspark.master.rest.enabled=false", "-cp", HOME + "/jars/*"));
            command.addAll(List.of(arguments));
            command.addAll(command.size() - (arguments.length - 1), List.of("--webui-port", "0"));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.redirectInput(new File("/dev/null"));
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "SPARK_HOME", HOME.toString(),
                            "SPARK_SCALA_VERSION", "2.13",
                            "SPARK_LOCAL_IP", "127.0.0.1",
                            "SPARK_LOCAL_DIRS", folder.resolve("local").toString()));
            process = builder.start();
            Thread reader = new Thread(this::follow, "cluster-log-" + process.pid());
            reader.setDaemon(true);
            reader.start();
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
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
