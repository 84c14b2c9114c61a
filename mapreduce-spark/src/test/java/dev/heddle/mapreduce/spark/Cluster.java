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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Spark cluster of processes on the loopback addresses, started from Spark's jars as Maven has them.
 *
 * <p>No process outlives it: {@link #close} ends them, finds again by a mark in its command line whatever still runs,
 * and fails if there is any. Where the process that holds the cluster dies instead, master and workers are on a
 * {@link Leash}, and an executor ends when its worker is gone.
 */
final class Cluster implements AutoCloseable {
    /** Where the build has put Spark's jars. */
    private static final Path HOME = Path.of("target/spark").toAbsolutePath();

    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xss512k");

    /** Stands behind the last line of a log. */
    private static final String END = "(the process has ended)";

    private final Path folder;
    private final Path leash;
    private final int port;
    private final Node master;
    private final List<Node> workers = new ArrayList<>();
    private int started;

    private Cluster(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        leash = folder.resolve("leash");
        copyClass(Leash.class);
        if (!Files.exists(HOME.resolve("RELEASE"))) {
            // Spark takes a folder for its home when there is a file of this name.
            Files.createFile(HOME.resolve("RELEASE"));
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = new Node("127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", "" + port);
        try {
            master.await("I have been elected leader");
        } catch (InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
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

    /** Alone on its class path, since beside it lies what silences Spark's log. */
    private void copyClass(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path copy = leash.resolve(name);
        Files.createDirectories(requireNonNull(copy.getParent()));
        try (InputStream bytes = requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
            Files.copy(bytes, copy);
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
            // Each on a host of its own: of a host that lost a worker, Spark takes all results for lost.
            String host = "127.0.0." + (2 + started);
            Node worker = new Node(
                    host,
                    "org.apache.spark.deploy.worker.Worker",
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
                // The worker first: where an executor ends it starts another one, which would outlive it.
                worker.process.destroyForcibly();
                executors.forEach(ProcessHandle::destroyForcibly);
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

    /** What executors say on standard error, of all that there were. */
    String executorLogs() throws IOException {
        try (var files = Files.walk(folder)) {
            StringBuilder logs = new StringBuilder();
            for (Path log : files.filter(file -> file.endsWith("stderr")).toList()) {
                logs.append(Files.readString(log));
            }
            return logs.toString();
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
    }

    /** Settings for a driver and its executors. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.executor.memory", "512m");
        settings.put("spark.executor.cores", "1");
        settings.put("spark.executor.extraJavaOptions", String.join(" ", SMALL) + " " + mark());
        // A dead executor does not come back: Spark would ask it again for 15 s.
        settings.put("spark.shuffle.io.maxRetries", "1");
        settings.put("spark.shuffle.io.retryWait", "100ms");
        return settings;
    }

    /** Stands in the command line of each process of this cluster. */
    String mark() {
        return markOf(ProcessHandle.current().pid()) + port;
    }

    /** Stands in the command line of each process of the clusters that a process started. */
    static String markOf(long process) {
        return "-Dheddle.cluster=" + process + "-";
    }

    /** The processes of this cluster that run, whosever children they are. */
    List<ProcessHandle> processes() {
        return running(mark());
    }

    /** The processes that run and have something in their command line. */
    static List<ProcessHandle> running(String mark) {
        // One that has ended and was not yet waited for is in the table of processes, but has no command line.
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .toList();
    }

    @Override
    public void close() {
        // A worker that is told to end ends its executors first.
        List<Node> nodes = new ArrayList<>(workers);
        nodes.add(master);
        nodes.forEach(node -> node.process.destroy());
        try {
            for (Node node : nodes) {
                node.process.waitFor(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ProcessHandle> left = processes();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).as("processes that outlived their cluster").isEmpty();
    }

    /** A process of the cluster, whose log the test follows. */
    private final class Node {
        private final Process process;
        private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
        private final BlockingQueue<String> fresh = new LinkedBlockingQueue<>();

        Node(String host, String main, String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(java());
            command.addAll(SMALL);
            command.addAll(List.of("-Xmx192m", mark(), "-Dspark.master.rest.enabled=false"));
            command.addAll(List.of("-cp", HOME + "/jars/*" + File.pathSeparator + leash, Leash.class.getName(), main));
            command.addAll(List.of("--host", host, "--webui-port", "0"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "SPARK_HOME", HOME.toString(),
                            "SPARK_SCALA_VERSION", "2.13",
                            "SPARK_LOCAL_IP", host,
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
