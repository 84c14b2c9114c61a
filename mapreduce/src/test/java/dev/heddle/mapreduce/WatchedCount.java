/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.mapreduce.Points.Phase;
import dev.heddle.mapreduce.text.Tokenizers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A count of words that tells where it is. */
final class WatchedCount {
    private static final int FILES = 3;
    private static final int SPLIT_BYTES = 1 << 13;

    /** What there is to count, and with what. */
    enum Kind {
        MEMORY,
        PARTITIONS,
        DISK,
        JOURNAL,
        STREAM,
        DECODED,
        GROUPS;

        /** So many that a table becomes partitions, or does not fit into the least memory. */
        int words() {
            return this == PARTITIONS ? 80_000 : 8_000;
        }
    }

    private final Kind kind;
    private final Path folder;
    private final Points points;
    private final WatchedDisk disk;
    private final WatchedFiles files;

    /** The folder is one that {@link #prepare} has made. */
    WatchedCount(Kind kind, Path folder, Points points) {
        this.kind = kind;
        this.folder = folder;
        this.points = points;
        this.disk = new WatchedDisk(new FolderDisk(spills(folder).toString()), points);
        this.files = new WatchedFiles(points);
    }

    /** Makes the files to count, and a place for spills. */
    static void prepare(Kind kind, Path folder) throws IOException {
        Files.createDirectory(spills(folder));
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder();
            for (int word = file; word < kind.words(); word += FILES) {
                text.append(Integer.toString((int) ((word + 1) * 0x9E3779B9L >>> 12 & 0xFFFFF), 36));
                text.append(word % 5 == 0 ? " a\n" : " ");
            }
            Files.writeString(folder.resolve("text" + file), text, ISO_8859_1);
        }
    }

    static Path spills(Path folder) {
        return folder.resolve("spills");
    }

    static Path journal(Path folder) {
        return folder.resolve("journal");
    }

    /** Starts to count. */
    LocalRun<?, ?> start(int workers) throws IOException {
        return (LocalRun<?, ?>) job().workers(workers).start(input());
    }

    private Job<Slice, ?> job() {
        Job.Records<Slice> words = Job.over(Tokenizers.asciiWhitespace());
        if (kind == Kind.GROUPS) {
            return words.job(new WatchedKernel<>(
                    new GroupKernel<Slice, String, Long, Long>(this::emit, this::combine, this::reduce), points));
        }
        Job<Slice, Sums> job = words.job(new WatchedKernel<>(new SumKernel<>(this::add), points))
                .splitBytes(SPLIT_BYTES)
                .disk(disk)
                .deadline(Duration.ofDays(1));
        return switch (kind) {
            case DISK -> job.memory(Memory.LEAST_BYTES);
            case JOURNAL -> job.resume(journal(folder), Duration.ZERO);
            default -> job;
        };
    }

    private Input<Slice> input() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            paths.add(files.watched(folder.resolve("text" + file)));
        }
        return switch (kind) {
            case STREAM -> Input.stream("text", watched(Files.newInputStream(folder.resolve("text0"))));
            case DECODED -> Input.files(paths, path -> this::decode);
            default ->
                Input.files(paths, path -> {
                    points.at(Phase.LIST);
                    return null;
                });
        };
    }

    private InputStream decode(InputStream stored) {
        points.at(Phase.DECODE);
        return watched(stored);
    }

    private InputStream watched(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                points.at(Phase.DECODE);
                return super.read(bytes, from, length);
            }
        };
    }

    private void add(Slice word, SumEmitter out) {
        SumWorker<?> worker = (SumWorker<?>) out;
        points.at(Phase.MAP);
        long bytes = worker.table.bytes();
        boolean isPartitioned = worker.table.isPartitioned();
        int runs = worker.spill.runs().size();
        out.add(word, 1);
        if (worker.spill.runs().size() > runs) {
            points.at(Phase.SPILL);
        } else if (worker.table.isPartitioned() != isPartitioned) {
            points.at(Phase.PARTITION);
        } else if (worker.table.bytes() != bytes) {
            points.at(Phase.GROW);
        }
    }

    private void emit(Slice word, Emitter<? super String, ? super Long> out) {
        points.at(Phase.MAP);
        out.emit(word.toString(), 1L);
    }

    private Long combine(Long one, Long other) {
        points.at(Phase.COMBINE);
        return one + other;
    }

    private Long reduce(String word, Long count) {
        points.at(Phase.REDUCE);
        return count;
    }

    /** The words and counts of a result as text, greatest count first; gives back what the result holds. */
    static String lines(Object result) {
        StringBuilder lines = new StringBuilder();
        if (result instanceof Groups<?, ?> groups) {
            Map<String, Long> sorted = new TreeMap<>();
            groups.asMap().forEach((word, count) -> sorted.put((String) word, (Long) count));
            sorted.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .forEach(entry -> append(lines, entry.getKey(), entry.getValue()));
            return lines.toString();
        }
        try (Sums sums = (Sums) result;
                Stream<Sums.Entry> entries = sums.stream()) {
            entries.forEach(entry -> append(lines, entry.key().toString(), entry.sum()));
        }
        return lines.toString();
    }

    private static void append(StringBuilder lines, String word, long count) {
        lines.append(count).append(' ').append(word).append('\n');
    }

    /** How many files of any kind are open. */
    int openNow() {
        return disk.openNow() + files.openNow();
    }
}
