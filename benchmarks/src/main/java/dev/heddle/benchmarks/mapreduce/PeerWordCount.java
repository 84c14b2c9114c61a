/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts words the way people do in Java: KIND FOLDER WORKERS, where the folder holds the text in parts. Latin-1, so
 * that each byte is a character and nothing is lost.
 */
public final class PeerWordCount {
    private static final String WHITE_SPACE = "\t\n\u000b\f\r ";

    private PeerWordCount() {}

    /**
     * Counts and prints.
     *
     * @param args the kind, the folder, the number of workers
     * @throws Exception when it cannot
     */
    public static void main(String[] args) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(args[1]))) {
            files = all.sorted().toList();
        }
        Map<String, ? extends Number> counts = switch (args[0]) {
            case "hash-map" -> hashMapPerFile(files, Integer.parseInt(args[2]));
            case "concurrent-map" -> concurrentMap(files, Integer.parseInt(args[2]));
            case "parallel-stream" -> parallelStream(files);
            case "locked-map" -> lockedMap(files, Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException("kind: " + args[0]);
        };
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            List<Map.Entry<String, ? extends Number>> entries = new ArrayList<>(counts.entrySet());
            entries.sort((a, b) -> {
                int byCount =
                        Long.compare(b.getValue().longValue(), a.getValue().longValue());
                return byCount != 0
                        ? byCount
                        : Arrays.compareUnsigned(
                                a.getKey().getBytes(ISO_8859_1), b.getKey().getBytes(ISO_8859_1));
            });
            for (Map.Entry<String, ? extends Number> entry : entries) {
                print(out, entry.getKey().getBytes(ISO_8859_1), entry.getValue().longValue());
            }
        }
    }

    static void print(OutputStream out, byte[] word, long count) throws IOException {
        out.write(Long.toString(count).getBytes(ISO_8859_1));
        out.write(' ');
        out.write(word);
        out.write('\n');
    }

    private static Map<String, Long> hashMapPerFile(List<Path> files, int workers) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<Map<String, Long>>> parts = new ArrayList<>();
            for (Path file : files) {
                parts.add(executor.submit(() -> {
                    Map<String, Long> counts = new HashMap<>();
                    read(file, word -> counts.merge(word, 1L, Long::sum));
                    return counts;
                }));
            }
            Map<String, Long> all = new HashMap<>();
            for (Future<Map<String, Long>> part : parts) {
                part.get().forEach((word, count) -> all.merge(word, count, Long::sum));
            }
            return all;
        }
    }

    private static Map<String, LongAdder> concurrentMap(List<Path> files, int workers) throws Exception {
        Map<String, LongAdder> counts = new ConcurrentHashMap<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> parts = new ArrayList<>();
            for (Path file : files) {
                parts.add(executor.submit(() -> {
                    read(
                            file,
                            word -> counts.computeIfAbsent(word, key -> new LongAdder())
                                    .increment());
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
        return counts;
    }

    /** As the textbook has it: all threads count in one map, and take its lock for each word. */
    private static Map<String, Long> lockedMap(List<Path> files, int workers) throws Exception {
        Map<String, Long> counts = new HashMap<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> parts = new ArrayList<>();
            for (Path file : files) {
                parts.add(executor.submit(() -> {
                    read(file, word -> {
                        synchronized (counts) {
                            counts.merge(word, 1L, Long::sum);
                        }
                    });
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
        return counts;
    }

    private static Map<String, Long> parallelStream(List<Path> files) {
        return files.stream()
                .flatMap(PeerWordCount::lines)
                .parallel()
                .flatMap(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split("\\s+")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @SuppressWarnings("StreamResourceLeak") // flatMap closes it
    private static Stream<String> lines(Path file) {
        try {
            return Files.lines(file, ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void read(Path file, java.util.function.Consumer<String> words) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                StringTokenizer tokens = new StringTokenizer(line.toLowerCase(Locale.ROOT), WHITE_SPACE);
                while (tokens.hasMoreTokens()) {
                    words.accept(tokens.nextToken());
                }
            }
        }
    }
}
