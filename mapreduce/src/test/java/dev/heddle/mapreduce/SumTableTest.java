/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that have grown into partitions, and the order of what is in them. */
class SumTableTest {
    private static final Seeds SEEDS = Seeds.of(5);

    /** Keys of all lengths, some of them met often, some the beginning of others, with any bytes. */
    private static byte[] key(Random random) {
        int number = random.nextInt(3) == 0 ? random.nextInt(100) : random.nextInt(120_000);
        String text = Integer.toString(number, 36);
        String key = switch (number % 7) {
            case 0 -> text + "\0".repeat(number % 5);
            case 1 -> "prefix" + text;
            case 2 -> "a prefix of " + text;
            case 3 -> "a much longer prefix of " + text + "\0".repeat(number % 3);
            case 4 -> text + (char) (number % 256);
            default -> text;
        };
        return key.getBytes(ISO_8859_1);
    }

    private static String text(byte[] key, int length) {
        return new String(key, 0, length, ISO_8859_1);
    }

    private static Map<String, Long> fill(SumTable table, Random random, int additions) {
        Map<String, Long> oracle = new HashMap<>();
        for (int i = 0; i < additions; i++) {
            byte[] key = key(random);
            long delta = random.nextInt(4) == 0 ? -1 : random.nextInt(3);
            table.add(key, 0, key.length, delta);
            oracle.merge(text(key, key.length), delta, Long::sum);
        }
        return oracle;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20_000, 150_000})
    void agreesWithAnOracle(int additions) {
        SumTable table = new SumTable(SEEDS);
        Map<String, Long> oracle = fill(table, new Random(1), additions);
        Map<String, Long> found = new HashMap<>();
        List<SumTable> parts = table.parts();
        for (SumTable part : parts) {
            part.forEach((key, length, sum) -> {
                assertThat(found.put(text(key, length), sum)).isNull();
                assertThat(part.get(Arrays.copyOf(key, length))).isEqualTo(sum);
            });
            assertThat(part.get("not there".getBytes(ISO_8859_1))).isNull();
        }
        assertThat(found.equals(oracle)).isTrue();
        assertThat(parts.stream().mapToInt(SumTable::size).sum()).isEqualTo(oracle.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 20})
    void losesNothingWhenItIsEmptied(int megabytes) {
        Memory memory = new Memory(new FolderDisk(""), (long) megabytes << 20, 1);
        Spill spill = new Spill(memory);
        SumTable table = new SumTable(SEEDS, spill);
        Map<String, Long> oracle = fill(table, new Random(megabytes), 150_000);
        table.empty();
        assertThat(table.isTorn()).isFalse();
        Map<String, Long> found = new HashMap<>();
        read(spill).forEach((key, length, sum) -> found.put(text(key, length), sum));
        assertThat(found.equals(oracle)).isTrue();
        memory.close(null);
    }

    private static SumTable read(Spill spill) {
        // As large as it will be: entries come in the order of its slots.
        SumTable all = new SumTable(SEEDS, 1, 1 << 21, 1 << 21, 1 << 18);
        for (Spill.Run run : spill.runs()) {
            run.addPart(0, 1, all, new byte[1000]);
            run.addPart(1, 1, all, new byte[1000]);
        }
        return all;
    }

    /**
     * Many additions of few keys in 40 MB: what waits for the partitions is added to their tables. Of many keys in
     * less: it is spilled, again and again.
     */
    @ParameterizedTest
    @CsvSource({"2, 300000, 1", "8, 300000, 1", "20, 900000, 2", "40, 150000, 30"})
    void losesNoKeyOnTheWayToItsPartition(int megabytes, int keys, int rounds) {
        for (String prefix : new String[] {"", "medium"}) {
            Memory memory = new Memory(new FolderDisk(""), (long) megabytes << 20, 1);
            Spill spill = new Spill(memory);
            SumTable table = new SumTable(SEEDS, spill);
            byte[] key = (prefix + "00000").getBytes(ISO_8859_1);
            for (int i = 0; i < keys * rounds; i++) {
                for (int at = key.length - 1, rest = i % keys; at >= prefix.length(); at--, rest /= 36) {
                    key[at] = (byte) Character.forDigit(rest % 36, 36);
                }
                table.add(key, 0, key.length, i % 3 == 0 ? 5 : 1);
            }
            assertThat(table.isPartitioned()).isEqualTo(megabytes >= 20);
            assertThat(spill.runs().isEmpty()).isEqualTo(megabytes == 40);
            table.empty();
            SumTable all = read(spill);
            assertThat(all.size()).as("%d MB", megabytes).isEqualTo(keys);
            long[] total = {0};
            all.forEach((bytes, length, sum) -> total[0] += sum);
            assertThat(total[0]).isEqualTo(1L * keys * rounds / 3 * 7);
            memory.close(null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 500, 60_000})
    void theRankingIsInTheOrderOfSums(int additions) {
        Random random = new Random(additions);
        SumTable one = new SumTable(SEEDS);
        SumTable other = new SumTable(SEEDS);
        fill(one, random, additions);
        fill(other, random, additions);
        List<SumTable> parts = new ArrayList<>(List.of(new SumTable(SEEDS)));
        int bits = one.isPartitioned() || other.isPartitioned() ? Partitions.BITS : 2;
        for (int part = 0; part < 1 << bits; part++) {
            parts.add(SumTable.mergePart(SEEDS, List.of(one, other), part, bits));
        }
        List<Sums.Entry> expected = new ArrayList<>();
        List<Sums.Entry> alone = new ArrayList<>();
        for (SumTable part : parts) {
            part.forEach((key, length, sum) -> expected.add(new Sums.Entry(Bytes.of(Arrays.copyOf(key, length)), sum)));
            Iterator<Sums.Entry> sorted = Ranking.of(part).iterator();
            sorted.forEachRemaining(alone::add);
        }
        expected.sort(Sums.ORDER);
        List<Sums.Entry> found = new ArrayList<>();
        Ranking.of(parts).iterator().forEachRemaining(found::add);
        assertThat(found.equals(expected)).isTrue();
        alone.sort(Sums.ORDER);
        assertThat(alone.equals(expected)).isTrue();
    }

    @Test
    void keysThatDifferBehindAMillionBytesAreInOrder() {
        SumTable table = new SumTable(SEEDS);
        List<String> keys = new ArrayList<>();
        for (int length : new int[] {100, 300, 1_000_000}) {
            for (String end : new String[] {"", "\0", "a", "aa", "b", "\u00ff"}) {
                keys.add("x".repeat(length) + end);
            }
        }
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new Random(1));
        for (String key : shuffled) {
            table.add(key.getBytes(ISO_8859_1), 0, key.length(), 7);
        }
        List<String> found = new ArrayList<>();
        Ranking.of(List.of(table))
                .iterator()
                .forEachRemaining(entry ->
                        found.add(text(entry.key().toArray(), entry.key().length())));
        Collections.sort(keys);
        assertThat(found.equals(keys)).isTrue();
    }
}
