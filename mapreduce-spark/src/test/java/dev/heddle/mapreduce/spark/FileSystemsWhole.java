/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a cluster, and the command, read from a real HDFS and from a server that speaks S3. */
class FileSystemsWhole {
    private static final String SERVERS = Path.of("servers/target/jars").toAbsolutePath() + "/*";
    private static final String S3A = Path.of("s3a/target/jars").toAbsolutePath() + "/*";
    private static final String HEDDLE =
            Path.of("../heddle").toAbsolutePath().normalize().toString();
    private static final int MEBIBYTE = 1 << 20;

    /** More than the 8 MiB up to which Amazon's reader takes an object for small and fetches all of it. */
    private static final int TEXT_BYTES = 20 * MEBIBYTE;

    private static final Pattern RANGE = Pattern.compile("header=Range, .*\\[bytes=(\\d+)-(\\d+)");

    @TempDir
    private static Path folder;

    private static Path text;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        text = Files.write(folder.resolve("text"), straddlingWords());
        cluster = Cluster.of(Files.createDirectory(folder.resolve("cluster")), 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Random words, with a long one, of its own, across each place where a split of any size may end. */
    private static byte[] straddlingWords() {
        Random random = new Random(11);
        byte[] bytes = new byte[TEXT_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(7) == 0 ? ' ' : 'a' + random.nextInt(6));
        }
        for (int at = 1 << 16; at < bytes.length; at += 1 << 16) {
            for (int i = at - 500; i < at + 500; i++) {
                bytes[i] = (byte) ('g' + random.nextInt(20));
            }
        }
        return bytes;
    }

    private static Node node(String name, String main, String... arguments) throws IOException {
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%m%n</pattern></encoder>
                  </appender>
                  <logger name="org.gaul.shaded.org.eclipse.jetty.http.HttpParser" level="DEBUG"/>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """);
        return Node.start(
                folder,
                Map.of(),
                List.of("-Xmx256m", "-Dheddle.server=" + name),
                folder + File.pathSeparator + SERVERS,
                main,
                List.of(arguments));
    }

    private byte[] heddle(Map<String, String> settings, String path) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HEDDLE, "wordcount", "--all", "--format", "json", path));
        if (!settings.isEmpty()) {
            command.addAll(List.of("--engine", "spark", "--master", cluster.url()));
            settings.forEach((key, value) -> command.addAll(List.of("--setting", key + "=" + value)));
        }
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
    void countsOnHdfs() throws Exception {
        String root = "hdfs://127.0.0.1:" + Node.freePort();
        Configuration site = new Configuration(false);
        site.set("fs.defaultFS", root);
        site.set("dfs.replication", "1");
        // A split has its end in another block, and a word too.
        site.set("dfs.blocksize", "" + MEBIBYTE);
        site.set("dfs.namenode.name.dir", folder.resolve("name").toString());
        site.set("dfs.datanode.data.dir", folder.resolve("data").toString());
        for (String address : List.of("dfs.datanode.address", "dfs.datanode.ipc.address")) {
            site.set(address, "127.0.0.1:0");
        }
        site.set("dfs.namenode.http-address", "127.0.0.1:0");
        site.set("dfs.datanode.http.address", "127.0.0.1:0");
        for (String file : List.of("core-site.xml", "hdfs-site.xml")) {
            try (var out = Files.newOutputStream(folder.resolve(file))) {
                site.writeXml(out);
            }
        }
        String nameNode = "org.apache.hadoop.hdfs.server.namenode.NameNode";
        try (Node format = node("format", nameNode, "-format", "-nonInteractive")) {
            assertThat(format.process().waitFor())
                    .as(String.join("\n", format.log()))
                    .isZero();
        }
        try (Node names = node("names", nameNode)) {
            names.await("IPC Server listener");
            try (Node data = node("data", "org.apache.hadoop.hdfs.server.datanode.DataNode");
                    FileSystem system = FileSystem.newInstance(URI.create(root), site)) {
                data.await("successfully registered with NN");
                system.copyFromLocalFile(new org.apache.hadoop.fs.Path(text.toUri()), at(root, "/in/text"));
                assertThat(system.getFileBlockLocations(at(root, "/in/text"), 0, TEXT_BYTES))
                        .hasSize(TEXT_BYTES / MEBIBYTE);

                assertThat(heddle(cluster.settings(), root + "/in")).isEqualTo(heddle(Map.of(), text.toString()));
                readsByRange(root);
            }
        }
    }

    private static org.apache.hadoop.fs.Path at(String root, String path) {
        return new org.apache.hadoop.fs.Path(root + path);
    }

    /** In this process, where Hadoop tells how much was read. */
    private static void readsByRange(String root) throws InterruptedException {
        WordCount count = WordCount.builder().splitBytes(1 << 16).build();
        try (SparkEngine engine = SparkEngine.builder()
                .master("local[2]")
                .setting("spark.ui.enabled", "false")
                .taskBytes(MEBIBYTE)
                .connect()) {
            long before = bytesRead();
            WordCounts counts = engine.run(count.job(), root + "/in/text");
            assertThat(counts.entries()).isEqualTo(count.run(text).entries());
            assertThat(bytesRead() - before)
                    .as("each task looks a little further than it counts")
                    .isBetween((long) TEXT_BYTES, 2L * TEXT_BYTES + TEXT_BYTES / 4);
        }
    }

    private static long bytesRead() {
        return FileSystem.getGlobalStorageStatistics().get("hdfs").getLong("bytesRead");
    }

    @Test
    void countsOnS3() throws Exception {
        String endpoint = "http://127.0.0.1:" + Node.freePort();
        Properties properties = new Properties();
        properties.setProperty("s3proxy.endpoint", endpoint);
        properties.setProperty("s3proxy.authorization", "none");
        properties.setProperty("jclouds.provider", "transient");
        properties.setProperty("jclouds.identity", "nobody");
        properties.setProperty("jclouds.credential", "none");
        Path configuration = folder.resolve("s3.properties");
        try (var out = Files.newOutputStream(configuration)) {
            properties.store(out, null);
        }
        try (Node server = node("s3", "org.gaul.s3proxy.Main", "--properties", configuration.toString());
                HttpClient client = HttpClient.newHttpClient()) {
            server.await("Started");
            put(client, endpoint + "/bucket", HttpRequest.BodyPublishers.noBody());
            put(client, endpoint + "/bucket/in/text", HttpRequest.BodyPublishers.ofFile(text));
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.put("spark.executor.extraClassPath", S3A);
            settings.put("spark.hadoop.fs.s3a.endpoint", endpoint);
            settings.put("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
            settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
            settings.put("spark.hadoop.fs.s3a.access.key", "nobody");
            settings.put("spark.hadoop.fs.s3a.secret.key", "none");

            assertThat(heddle(settings, "s3a://bucket/in/*")).isEqualTo(heddle(Map.of(), text.toString()));
            List<Long> ranges = rangesRead(server);
            // How many there are hangs on what Amazon's reader keeps of a file for the next task of a worker.
            assertThat(ranges)
                    .as("bytes of each request")
                    .hasSizeGreaterThan(2)
                    .allSatisfy(bytes -> assertThat(bytes).isLessThan(TEXT_BYTES));
            assertThat(ranges.stream().mapToLong(bytes -> bytes).sum())
                    .as("eight tasks that read on to the end of the file would ask for 4.5 times its size: %s", ranges)
                    .isBetween((long) TEXT_BYTES, 3L * TEXT_BYTES);
        }
    }

    private static void put(HttpClient client, String uri, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).PUT(body).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    /** How many bytes each request asked for. */
    private static List<Long> rangesRead(Node server) {
        List<Long> ranges = new ArrayList<>();
        for (String line : server.log()) {
            Matcher range = RANGE.matcher(line);
            if (range.find()) {
                ranges.add(Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1);
            }
        }
        return ranges;
    }
}
