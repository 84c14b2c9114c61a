/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs word counts as processes of their own, start-up included, and prints a table. Every program must print the same
 * bytes, or its row says that it is wrong.
 */
public final class WholeProcess {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int[] SIZES = Stream.of(
                    System.getProperty("megabytes", "43,433").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();

    private final Path root;
    private final Path work;
    private final boolean pins;

    private WholeProcess(Path root) throws IOException {
        this.root = root;
        this.work = Files.createDirectories(root.resolve("benchmarks/target/wordcount"));
        this.pins = Files.isExecutable(Path.of("/usr/bin/taskset"));
    }

    /**
     * A program, how many processors it may use, and what was measured.
     *
     * @param seconds the best time so far
     * @param digest what it prints, null when it fails
     */
    private record Row(
            String name,
            int processors,
            List<String> command,
            double seconds,
            @Nullable String digest) {}

    /**
     * Measures and prints.
     *
     * @param args the root of the repository; optionally a text
     * @throws Exception when a program cannot be built or started
     */
    public static void main(String[] args) throws Exception {
        WholeProcess benchmark = new WholeProcess(Path.of(args[0]));
        byte[] text = args.length > 1 ? Files.readAllBytes(Path.of(args[1])) : benchmark.sample();
        System.out.printf(
                "%n%s, Java %s, %d processors; best of %d whole processes, files in the page cache.%n",
                System.getProperty("os.arch"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ROUNDS);
        for (int megabytes : SIZES) {
            benchmark.measure(text, megabytes * 1_000_000L);
        }
    }

    private byte[] sample() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("examples/data"))) {
            Path largest = files.filter(Files::isRegularFile)
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
            return Files.readAllBytes(largest);
        }
    }

    private void measure(byte[] text, long bytes) throws Exception {
        long copies = Math.max(1, Math.round((double) bytes / text.length));
        Path file = work.resolve("text");
        Path parts = Files.createDirectories(work.resolve("parts"));
        for (int part = 0; part < 10; part++) {
            write(parts.resolve("part" + part), text, (copies + 9 - part) / 10);
        }
        write(file, text, copies);
        List<Row> rows = new ArrayList<>();
        Path c = compile();
        if (c != null) {
            rows.add(row("C: FNV, byte loop, fixed table", 1, List.of(c.toString(), file.toString())));
        }
        rows.add(row("wc -w (a total only)", 1, List.of("env", "LC_ALL=C", "wc", "-w", file.toString())));
        int[] processors = Runtime.getRuntime().availableProcessors() > 1 ? new int[] {1, 2} : new int[] {1};
        for (int n : processors) {
            rows.add(row("Heddle WordCount", n, java(n, "HeddleWordCount", "word-count", file)));
            rows.add(row("Heddle Job, lambda over slices", n, java(n, "HeddleWordCount", "job-slice", file)));
            rows.add(row("Heddle Job, lambda, String keys", n, java(n, "HeddleWordCount", "job-string", file)));
        }
        int n = processors[processors.length - 1];
        rows.add(row("Java: HashMap per file", n, java(n, "PeerWordCount", "hash-map", parts)));
        rows.add(row("Java: ConcurrentHashMap, LongAdder", n, java(n, "PeerWordCount", "concurrent-map", parts)));
        rows.add(row("Java: parallel stream", n, java(n, "PeerWordCount", "parallel-stream", parts)));
        for (int round = 0; round < ROUNDS; round++) {
            rows.replaceAll(this::timed);
        }
        print(rows, copies * text.length);
    }

    private static void write(Path file, byte[] text, long copies) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long copy = 0; copy < copies; copy++) {
                out.write(text);
            }
        }
    }

    private @Nullable Path compile() throws Exception {
        Path program = work.resolve("wordcount-c");
        List<String> gcc = List.of(
                "gcc",
                "-O2",
                "-o",
                program.toString(),
                root.resolve("benchmarks/src/main/c/wordcount.c").toString());
        try {
            return new ProcessBuilder(gcc).inheritIO().start().waitFor() == 0 ? program : null;
        } catch (IOException e) {
            System.out.println("No gcc here: no comparison with C.");
            return null;
        }
    }

    private static List<String> java(int workers, String main, String kind, Path input) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                WholeProcess.class.getPackageName() + "." + main,
                kind,
                input.toString(),
                Integer.toString(workers));
    }

    /** One run that is not timed, for what the program prints. */
    private Row row(String name, int processors, List<String> command) throws Exception {
        List<String> pinned = new ArrayList<>();
        if (pins) {
            pinned.addAll(List.of("taskset", "-c", processors == 1 ? "0" : "0-" + (processors - 1)));
        }
        pinned.addAll(command);
        Process process = new ProcessBuilder(pinned)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream out = new DigestInputStream(process.getInputStream(), digest)) {
            out.transferTo(OutputStream.nullOutputStream());
        }
        String printed = process.waitFor() == 0 ? HexFormat.of().formatHex(digest.digest()) : null;
        return new Row(name, processors, pinned, Double.MAX_VALUE, printed);
    }

    private Row timed(Row row) {
        try {
            long start = System.nanoTime();
            new ProcessBuilder(row.command())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Row(row.name(), row.processors(), row.command(), Math.min(seconds, row.seconds()), row.digest());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(List<Row> rows, long bytes) {
        Row first = rows.get(0);
        System.out.printf("%n| %d MB | processors | seconds | MB/s | against the first |%n", bytes / 1_000_000);
        System.out.println("|---|---|---|---|---|");
        for (Row row : rows) {
            boolean total = row.name().startsWith("wc");
            boolean right = total || (row.digest() != null && row.digest().equals(first.digest()));
            System.out.printf(
                    "| %s | %d | %.3f | %.0f | %.2fx%s |%n",
                    row.name(),
                    row.processors(),
                    row.seconds(),
                    bytes / 1e6 / row.seconds(),
                    first.seconds() / row.seconds(),
                    right ? "" : ", other output");
        }
    }
}
