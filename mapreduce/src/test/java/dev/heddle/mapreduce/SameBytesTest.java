/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.mapreduce.text.Tokenizers;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts of so many words that tables become partitions, against a {@link TreeMap}: the same bytes whatever part of the
 * API counts them, where, in how many threads, in how little memory, and however the input is cut.
 */
class SameBytesTest {
    private static final int ROUNDS = 10;
    private static final int MAX_WORKERS = 3;

    /** Of so many short words one of the workers meets enough to fill its front, however they share the text. */
    private static final int SHORT_WORDS = MAX_WORKERS * (int) (SumTable.FRONT_BYTES / SmallSums.SLOT_BYTES / 2 + 1);

    private static final int LONGER_WORDS = 20_000;

    private static final Tokenizer WORDS = Tokenizers.asciiWhitespace();

    @TempDir
    private Path folder;

    /** A part of the API that words are counted with. */
    private enum Api {
        COUNT(Job.count(WORDS)),
        SLICE_KEYS(Job.over(WORDS).sum((word, sums) -> sums.add(word, 1))),
        BYTES_KEYS(Job.over(WORDS).sum((word, sums) -> sums.add(word.toBytes(), 1))),
        STRING_KEYS(Job.over(WORDS).sum((word, sums) -> sums.add(word.toString(), 1))),
        GROUPS(null),
        WORD_COUNT(null);

        private static final Job<Slice, Groups<String, Long>> GROUP_JOB = Job.over(WORDS)
                .map((Slice word, Emitter<? super String, ? super Long> out) -> out.emit(word.toString(), 1L))
                .combine(Long::sum);

        @SuppressWarnings("ImmutableEnumChecker") // a job is immutable
        private final Job<Slice, Sums> job;

        Api(Job<Slice, Sums> job) {
            this.job = job;
        }

        /** Whether keys are text, so that bytes that are none would meet in one key. */
        boolean isOfText() {
            return this == STRING_KEYS || this == GROUPS;
        }
    }

    /** How a job is run. */
    private record Way(Api api, int workers, int splitBytes, long memory, Place place) {
        static Way random(Random random, boolean ofText) {
            Api api;
            do {
                api = Api.values()[random.nextInt(Api.values().length)];
            } while (api.isOfText() && !ofText);
            return new Way(
                    api,
                    random.nextInt(1, MAX_WORKERS + 1),
                    random.nextInt(1, 2 << random.nextInt(4, 20)),
                    random.nextBoolean() ? 1L << 29 : (long) Memory.LEAST_BYTES << random.nextInt(10),
                    Place.values()[random.nextInt(Place.values().length)]);
        }

        boolean isPartitioned() {
            return place != Place.CLUSTER && api != Api.GROUPS && memory / workers > 2 * Partitions.LEAST_BYTES;
        }
    }

    /** Where the text is and what counts it. */
    private enum Place {
        FILES,
        STREAM,
        CLUSTER
    }

    /** The words in any order, each once or a few times, a few of them often. */
    private static byte[] text(Random random, boolean ofText) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < SHORT_WORDS; i++) {
            words.add(Integer.toString(i + (1 << 20), 36));
        }
        for (int i = 0; i < LONGER_WORDS; i++) {
            words.add("x".repeat(random.nextInt(1, 20)) + i);
            words.add(Integer.toString(random.nextInt(100)));
            if (!ofText) {
                words.add(new String(randomBytes(random), ISO_8859_1));
            }
        }
        Collections.shuffle(words, random);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String word : words) {
            text.writeBytes(word.getBytes(ISO_8859_1));
            text.write(" \n\t\r".charAt(random.nextInt(4)));
        }
        return text.toByteArray();
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String oracle(byte[] text) {
        Map<String, Long> counts = new TreeMap<>();
        for (String word : new String(text, ISO_8859_1).split("[\t-\r ]+")) {
            if (!word.isEmpty()) {
                counts.merge(word, 1L, Long::sum);
            }
        }
        return lines(counts);
    }

    /** The greatest count first, equal ones in the order of their words. */
    private static String lines(Map<String, Long> counts) {
        StringBuilder lines = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> append(lines, entry.getKey(), entry.getValue()));
        return lines.toString();
    }

    private static void append(StringBuilder lines, String word, long count) {
        lines.append(count).append(' ').append(word).append('\n');
    }

    private static String lines(Stream<Sums.Entry> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> append(lines, new String(entry.key().toArray(), ISO_8859_1), entry.sum()));
        return lines.toString();
    }

    private String count(Way way, byte[] text, Random random) throws Exception {
        switch (way.api) {
            case GROUPS -> {
                Job<Slice, Groups<String, Long>> job =
                        Api.GROUP_JOB.workers(way.workers).splitBytes(way.splitBytes);
                Groups<String, Long> groups =
                        way.place == Place.CLUSTER ? onCluster(job, text, random) : job.run(input(way, text, random));
                return lines(new TreeMap<>(groups.asMap()));
            }
            case WORD_COUNT -> {
                WordCount count = WordCount.builder()
                        .workers(way.workers)
                        .splitBytes(way.splitBytes)
                        .memory(way.memory)
                        .build();
                try (WordCounts counts = way.place == Place.CLUSTER
                        ? onCluster(count.job(), text, random)
                        : count.run(input(way, text, random))) {
                    return lines(counts.stream().map(entry -> new Sums.Entry(entry.word(), entry.count())));
                }
            }
            default -> {
                Job<Slice, Sums> job = way.api
                        .job
                        .workers(way.workers)
                        .splitBytes(way.splitBytes)
                        .memory(way.memory);
                try (Sums sums =
                        way.place == Place.CLUSTER ? onCluster(job, text, random) : job.run(input(way, text, random))) {
                    return lines(sums.stream());
                }
            }
        }
    }

    private static <R> R onCluster(Job<Slice, R> job, byte[] text, Random random) throws Exception {
        // Each task sends a copy of the job.
        Job<Slice, R> coarse = job.splitBytes(random.nextInt(20_000, 1 << 20));
        return ClusterJobTest.run(coarse, text, random.nextInt(1, 9), random.nextBoolean() ? 1 : Long.MAX_VALUE);
    }

    private Input<Slice> input(Way way, byte[] text, Random random) throws IOException {
        if (way.place == Place.STREAM) {
            return Input.stream("text", new ByteArrayInputStream(text));
        }
        List<Path> files = new ArrayList<>();
        for (int from = 0; from < text.length; ) {
            int to = Math.min(text.length, from + random.nextInt(text.length));
            while (to < text.length && text[to - 1] != '\n') {
                to++;
            }
            files.add(Files.write(folder.resolve("part" + files.size()), Arrays.copyOfRange(text, from, to)));
            from = to;
        }
        return Input.files(files);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void areCountedHoweverManyWordsAreCounted(long seed) throws Exception {
        Random random = new Random(seed);
        boolean ofText = seed % 2 == 0;
        byte[] text = text(random, ofText);
        String expected = oracle(text);
        int partitioned = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Way way = Way.random(random, ofText);
            assertThat(count(way, text, random).equals(expected))
                    .as("seed %d, %s", seed, way)
                    .isTrue();
            partitioned += way.isPartitioned() ? 1 : 0;
        }
        assertThat(partitioned).as("rounds with partitions").isGreaterThan(1);
    }
}
