/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs word counts as processes of their own, start-up included, and prints tables: what each took, and how that
 * compares with the targets. Every program must print the same bytes, or its row says that it does not.
 */
public final class WholeProcess {
    private static final String C = "C: FNV, byte loop, fixed table";
    private static final String C_LARGE = "C: the same with 2^25 slots";
    private static final String LOCK = "Java: one map, a lock for each word";
    private static final String HASH_MAP = "Java: HashMap per file";
    private static final String CONCURRENT = "Java: ConcurrentHashMap, LongAdder";
    private static final String STREAM = "Java: parallel stream";
    private static final String WC = "wc -w (a total only)";
    private static final String HEDDLE = "Heddle WordCount";
    private static final String SLICES = "Heddle Job, lambda over slices";
    private static final String STRINGS = "Heddle Job, lambda, String keys";

    private final Programs programs;
    private final Path work;
    private final byte[] text;

    private WholeProcess(Path root, Path text) throws IOException {
        this.work = Files.createDirectories(root.resolve("benchmarks/target/wordcount"));
        this.programs = new Programs(root, work);
        this.text = Files.readAllBytes(text);
    }

    /**
     * Measures and prints.
     *
     * @param args the root of the repository, a text, and the workloads wanted; all where none is named
     * @throws Exception when a program cannot be built or started
     */
    public static void main(String[] args) throws Exception {
        WholeProcess benchmark = new WholeProcess(Path.of(args[0]), Path.of(args[1]));
        System.out.printf(
                "%s, Java %s, %d processors; best of %d whole processes in turns, files in the page cache.%n",
                System.getProperty("os.arch"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Workload.ROUNDS);
        Set<String> wanted = Set.copyOf(List.of(args).subList(2, args.length));
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("large", benchmark::large);
        all.put("small", benchmark::small);
        all.put("zipf", benchmark::zipf);
        all.put("files", benchmark::files);
        all.put("collisions", benchmark::collisions);
        for (Map.Entry<String, Measurement> workload : all.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(workload.getKey())) {
                workload.getValue().run();
            }
        }
    }

    /** Measures one workload. */
    @FunctionalInterface
    private interface Measurement {
        void run() throws Exception;
    }

    private long copies(long megabytes) {
        return Math.max(1, Math.round(megabytes * 1e6 / text.length));
    }

    private void large() throws Exception {
        long copies = copies(433);
        Path file = Texts.repeated(work.resolve("large"), text, copies);
        Path parts = Files.createDirectories(work.resolve("parts"));
        for (int part = 0; part < 10; part++) {
            Texts.repeated(parts.resolve("part" + part), text, (copies + 9 - part) / 10);
        }
        Workload large = new Workload("The text %d times".formatted(copies), Files.size(file));
        large.add(C, 1, programs.c(16, file));
        large.add(WC, 1, List.of("env", "LC_ALL=C", "wc", "-w", file.toString()));
        for (int processors = 1; processors <= 2; processors++) {
            large.add(HEDDLE, processors, programs.heddle("word-count", processors, file));
            large.add(SLICES, processors, programs.heddle("job-slice", processors, file));
            large.add(STRINGS, processors, programs.heddle("job-string", processors, file));
        }
        large.add(HASH_MAP, 2, programs.peer("hash-map", parts));
        large.add(CONCURRENT, 2, programs.peer("concurrent-map", parts));
        large.add(STREAM, 2, programs.peer("parallel-stream", parts));
        large.add(LOCK, 2, programs.peer("locked-map", parts));
        large.measure();
        large.target(HEDDLE, 1, WC, 1, 3);
        large.target(HEDDLE, 1, C, 1, 1.65);
        large.target(HEDDLE, 2, C, 1, 3);
        large.target(HEDDLE, 2, HEDDLE, 1, 1.8);
        large.target(HEDDLE, 2, HASH_MAP, 2, 7);
        large.target(HEDDLE, 2, CONCURRENT, 2, 7);
        large.target(HEDDLE, 2, STREAM, 2, 11);
        large.target(SLICES, 1, HEDDLE, 1, 0.9);
        large.target(STRINGS, 1, HEDDLE, 1, 0.4);
        large.print();
        Files.delete(file);
        delete(parts);
    }

    private void small() throws Exception {
        Path file = Texts.repeated(work.resolve("small"), text, copies(43));
        Workload small = new Workload("The text %d times".formatted(copies(43)), Files.size(file));
        small.add(C, 1, programs.c(16, file));
        small.add(HEDDLE, 2, programs.heddle("word-count", 2, file));
        small.measure();
        small.target(HEDDLE, 2, C, 1, 1);
        small.print();
        Files.delete(file);
    }

    private void zipf() throws Exception {
        Path file = Texts.zipf(work.resolve("zipf"), 1_000_000_000);
        Workload zipf = new Workload("Zipf text, 10 million distinct words", Files.size(file)).rounds(2);
        zipf.add(C_LARGE, 1, programs.c(25, file));
        zipf.add(HEDDLE, 2, programs.heddle("word-count", 2, file, "-Xmx12g", "-Xmn64m"));
        zipf.add(HEDDLE + ", heap of 256 MB", 2, programs.heddle("word-count", 2, file, "-Xmx256m"));
        zipf.measure();
        zipf.targetOfProcessorTime(HEDDLE, 2, C_LARGE, 1, 5);
        zipf.target(HEDDLE + ", heap of 256 MB", 2, HEDDLE, 2, 1 / 3.0);
        zipf.print();
        Files.delete(file);
    }

    private void files() throws Exception {
        byte[] much = new byte[(int) copies(43) * text.length];
        for (int at = 0; at < much.length; at += text.length) {
            System.arraycopy(text, 0, much, at, text.length);
        }
        Path folder = Texts.parts(work.resolve("files"), much, 10_000);
        Workload files = new Workload("10,000 small files", much.length);
        files.add(HEDDLE, 2, programs.heddle("word-count", 2, folder));
        files.add(HASH_MAP, 2, programs.peer("hash-map", folder));
        files.measure();
        files.target(HEDDLE, 2, HASH_MAP, 2, 3);
        files.print();
        delete(folder);
    }

    private void collisions() throws Exception {
        collisions("FNV slots", Texts.fnvSlots(), true);
        collisions("String.hashCode", Texts.hashCodes(), false);
        collisions("FxHash", Texts.fxPairs(), false);
    }

    private void collisions(String what, List<byte[]> words, boolean alsoC) throws Exception {
        Path crafted = Texts.shuffled(work.resolve("crafted"), words, 100_000_000);
        Path random = Texts.shuffled(work.resolve("random"), Texts.random(words), 100_000_000);
        Workload workload = new Workload("Words with the same " + what, Files.size(crafted)).rounds(2);
        workload.add(HEDDLE + ", random words", 1, programs.heddle("word-count", 1, random));
        workload.add(HEDDLE, 1, programs.heddle("word-count", 1, crafted));
        if (alsoC) {
            workload.add(C + ", random words", 1, programs.c(16, random));
            workload.add(C, 1, programs.c(16, crafted));
        }
        workload.measure();
        workload.target(HEDDLE, 1, HEDDLE + ", random words", 1, 0.5);
        workload.print();
        Files.delete(crafted);
        Files.delete(random);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
