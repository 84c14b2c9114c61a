/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        port = Node.freePort();
        master = node("127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", "" + port);
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

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts as many workers as are missing. */
    void require(int count) throws IOException, InterruptedException {
        workers.removeIf(worker -> !worker.process().isAlive());
        List<Node> fresh = new ArrayList<>();
        while (workers.size() < count) {
            // Each on a host of its own: of a host that lost a worker, Spark takes all results for lost.
            String host = "127.0.0." + (2 + started);
            Node worker = node(
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

    private Node node(String host, String main, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--host", host, "--webui-port", "0"));
        all.addAll(List.of(arguments));
        return Node.start(
                folder,
                Map.of(
                        "SPARK_HOME",
                        HOME.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        host,
                        "SPARK_LOCAL_DIRS",
                        folder.resolve("local").toString()),
                List.of("-Xmx192m", mark(), "-Dspark.master.rest.enabled=false"),
                HOME + "/jars/*",
                main,
                all);
    }

    /** The executors that are alive. */
    List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(worker -> worker.process().descendants())
                .toList();
    }

    /** Kills, with SIGKILL, the worker that an executor belongs to, and all its executors. */
    void kill(long executor) {
        for (Node worker : workers) {
            List<ProcessHandle> executors = worker.process().descendants().toList();
            if (executors.stream().anyMatch(process -> process.pid() == executor)) {
                // The worker first: where an executor ends it starts another one, which would outlive it.
                worker.process().destroyForcibly();
                executors.forEach(ProcessHandle::destroyForcibly);
                worker.process().onExit().join();
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
        StringBuilder logs = new StringBuilder();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.endsWith("stderr")) {
                    logs.append(Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }

            // Spark removes files and folders of its own while this looks; what executors say stays.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e == null || e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return logs.toString();
    }

    /** Settings for a driver and its executors. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.executor.memory", "512m");
        settings.put("spark.executor.cores", "1");
        settings.put("spark.executor.extraJavaOptions", String.join(" ", Node.SMALL) + " " + mark());
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
        nodes.forEach(node -> node.process().destroy());
        try {
            for (Node node : nodes) {
                node.process().waitFor(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ProcessHandle> left = processes();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).as("processes that outlived their cluster").isEmpty();
    }
}
