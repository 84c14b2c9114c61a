/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.text.Tokenizers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterJobTest {
    private static final Report NOTHING = new Report(1, 0, 0, 0, 0, List.of(), 1, 1);

    @TempDir
    private Path folder;

    private enum Parity {
        EVEN,
        ODD
    }

    private record Key(Parity parity, String text) implements Serializable {}

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused"}) // the point of this class
        private final Object lock = new Object();

        Broken(String message) {
            super(message, new IllegalStateException("deeper"));
        }
    }

    /** Does what an engine does, each task in a copy of the job. */
    static <R> R run(Job<Slice, R> job, byte[] text, int parts, long heldBytes) throws Exception {
        ClusterJob<Slice, R> cluster = job.onCluster(parts);
        List<List<byte[]>> shuffled = lists(parts);
        for (long offset = 0; offset < text.length; offset += cluster.splitBytes()) {
            MapTask<Slice> task = copy(cluster)
                    .newMapTask(heldBytes, (part, block) -> shuffled.get(part).add(block));
            long end = Math.min(text.length, offset + cluster.splitBytes());
            task.map(new Split("text", offset, end), text.length, source(text));
            task.finish();
        }
        return reduce(cluster, shuffled);
    }

    private static <R> R reduce(ClusterJob<?, R> cluster, List<List<byte[]>> shuffled) throws Exception {
        List<List<byte[]>> reduced = new ArrayList<>();
        for (List<byte[]> blocks : shuffled) {
            List<byte[]> made = new ArrayList<>();
            ReduceTask task = copy(cluster).newReduceTask((part, block) -> made.add(block));
            blocks.reversed().forEach(task::add);
            task.finish();
            reduced.add(made);
        }
        return cluster.result(reduced, NOTHING);
    }

    private static List<List<byte[]>> lists(int parts) {
        List<List<byte[]>> lists = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static ByteSource source(byte[] text) {
        return (position, into, from, length) -> {
            if (position >= text.length) {
                return -1;
            }
            // A file system may hand out less than is asked for.
            int read = (int) Math.min(Math.min(length, 7), text.length - position);
            System.arraycopy(text, (int) position, into, from, read);
            return read;
        };
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    private byte[] randomWords(long seed, int count) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("abcdefghijklmnopqrstuvwxyz", 0, random.nextInt(26))
                    .append(random.nextInt(50))
                    .append(random.nextBoolean() ? " " : " \n");
        }
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void tablesOfAClusterThatHaveGrownIntoPartitionsLoseNothing() throws Exception {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            words.append(Integer.toString(i * 7919 % 40_009, 36))
                    .append(i % 3 == 0 ? " medium" + i % 20_011 : "")
                    .append(' ');
        }
        byte[] text = words.toString().getBytes(UTF_8);
        Path file = Files.write(folder.resolve("text"), text);
        Job<Slice, Sums> job = Job.count(Tokenizers.asciiWhitespace());
        Sums sums = run(job.splitBytes(100_000), text, 1, Long.MAX_VALUE);
        assertThat(sums.size()).isGreaterThan(50_000);
        assertThat(sums.entries().equals(job.run(Input.files(file)).entries())).isTrue();
        assertThat(sums.sum(Bytes.of("medium42"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void countsLikeALocalRunHoweverOftenATaskHandsOn(int parts) throws Exception {
        byte[] text = randomWords(parts, 5_000);
        Path file = Files.write(folder.resolve("text"), text);
        for (Tokenizer tokenizer :
                List.of(Tokenizers.asciiWhitespace().foldCase(), Tokenizers.unicode(), Tokenizer.lines())) {
            Job<Slice, Sums> job = Job.count(tokenizer).splitBytes(3_001);
            Sums local = job.run(Input.files(file));
            for (long heldBytes : new long[] {1, Long.MAX_VALUE}) {
                Sums sums = run(job, text, parts, heldBytes);
                assertThat(sums.entries()).isEqualTo(local.entries());
                assertThat(sums.report().records()).isEqualTo(local.report().records());
                assertThat(sums.report().splits()).isEqualTo(local.report().splits());
                assertThat(sums.report().bytes()).isEqualTo(text.length);
            }
        }
    }

    @Test
    void keepsSumsOfEverySizeAndSign() throws Exception {
        byte[] text = "1\n-1\n9223372036854775807\n-9223372036854775808\n127\n128\n-64\n-65\n".getBytes(UTF_8);
        Job<Slice, Sums> job = Job.lines()
                .sum((line, out) -> out.add("n" + line, Long.parseLong(line.toString())))
                .splitBytes(1 << 20);
        Path file = Files.write(folder.resolve("text"), text);

        assertThat(run(job, text, 3, 1).entries())
                .isEqualTo(job.run(Input.files(file)).entries());
    }

    @Test
    void groupsByKeysWhoseHashDiffersBetweenProcesses() throws Exception {
        byte[] text = randomWords(1, 2_000);
        Path file = Files.write(folder.resolve("text"), text);
        Job<Slice, Groups<Key, Long>> job = Job.over(Tokenizers.asciiWhitespace())
                .<Key, Long>map((word, out) ->
                        out.emit(new Key(Parity.values()[word.length() % 2], word.toString()), (long) word.length()))
                .reduce(Long::sum, (key, sum) -> sum + key.parity().ordinal())
                .splitBytes(1_000);

        Groups<Key, Long> groups = run(job, text, 5, 10_000);

        assertThat(groups.asMap()).isEqualTo(job.run(Input.files(file)).asMap());
        assertThat(groups.report().records()).isEqualTo(2_000);
    }

    @Test
    void hashesKeysByTheirValue() {
        assertThat(StableHash.of(new Key(Parity.ODD, "a")))
                .isEqualTo(31 * "ODD".hashCode() + "a".hashCode())
                .isNotEqualTo(StableHash.of(new Key(Parity.EVEN, "a")));
        assertThat(StableHash.of(List.of(Parity.ODD))).isEqualTo(31 + "ODD".hashCode());
        assertThat(StableHash.of(Arrays.asList((Object) null))).isEqualTo(31);
        assertThat(StableHash.of(Map.entry(Parity.ODD, 1))).isEqualTo(31 * "ODD".hashCode() + 1);
        assertThat(StableHash.of(String.class)).isEqualTo("java.lang.String".hashCode());
    }

    @Test
    void saysSoWhenOneKeyComesFromTwoParts() throws Exception {
        ClusterJob<String, Groups<String, Integer>> cluster = Job.<String>elements()
                .<String, Integer>map((word, out) -> out.emit(word, 1))
                .combine(Integer::sum)
                .onCluster(2);
        List<List<byte[]>> shuffled = lists(2);
        MapTask<String> task =
                cluster.newMapTask(1 << 20, (part, block) -> shuffled.forEach(blocks -> blocks.add(block)));
        task.map("word");
        task.finish();

        assertThatThrownBy(() -> reduce(cluster, shuffled))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("key 'word': its hash code differs between processes");
    }

    @Test
    void sendsFailuresWhoseCauseCannotBeSerialised() throws Exception {
        Job<Slice, Sums> job = Job.lines().sum((line, out) -> {
            if (line.length() == 1) {
                throw new Broken("of one byte");
            }
        });

        assertThatThrownBy(() -> run(job, "aa\nb\n".getBytes(UTF_8), 1, 1))
                .isInstanceOfSatisfying(JobException.class, failure -> {
                    assertThat(failure.input()).isEqualTo("text");
                    assertThat(failure.offset()).isEqualTo(3);
                    assertThat(failure).hasMessageContaining("of one byte");
                    assertThat(failure.getCause())
                            .hasMessageContaining("of one byte")
                            .hasRootCauseMessage("deeper");
                    assertThat(Portable.of(failure)).isSameAs(failure);
                });
    }

    @Test
    void namesTheClassOfAValueThatCannotBeSerialised() {
        Job<Slice, Groups<String, Object>> job = Job.lines()
                .<String, Object>map((line, out) -> out.emit("key", new Object()))
                .combine((a, b) -> a);

        assertThatThrownBy(() -> run(job, "a".getBytes(UTF_8), 1, 1))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("value of java.lang.Object");
    }

    @Test
    void refusesNoParts() {
        assertThatThrownBy(() -> Job.lines().sum((line, out) -> {}).onCluster(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parts: 0 (expected: at least 1)");
    }
}
