/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
    private final Tally<String> tally = Tally.create();

    @Test
    void isEmptyAtFirst() {
        assertThat(tally.count("a")).isZero();
        assertThat(tally.total()).isZero();
        assertThat(tally.distinct()).isZero();
        assertThat(tally.top(3)).isEmpty();
        assertThat(tally.snapshot().asMap()).isEmpty();
        assertThat(tally.remove("a")).isZero();
        assertThat(tally).hasToString("Tally[capacity=16]");
    }

    @Test
    void answersTheCountAfterEachAddition() {
        assertThat(tally.increment("a")).isEqualTo(1);
        assertThat(tally.increment(new String("a"))).isEqualTo(2);
        assertThat(tally.add("a", 40)).isEqualTo(42);
        assertThat(tally.add("b", -1)).isEqualTo(-1);
        assertThat(tally.add("a", 0)).isEqualTo(42);
        assertThat(tally.count("a")).isEqualTo(42);
        assertThat(tally.total()).isEqualTo(41);
        assertThat(tally.distinct()).isEqualTo(2);
    }

    @Test
    void addsManyAtOnce() {
        tally.incrementAll(List.of("a", "b", "a"));
        tally.addAll(Map.of("a", 10L, "c", 5L));
        assertThat(tally.snapshot().asMap()).isEqualTo(Map.of("a", 12L, "b", 1L, "c", 5L));
    }

    @Test
    void mergesOthers() {
        tally.incrementAll(List.of("a", "b"));
        Tally<String> other = Tally.create();
        other.incrementAll(List.of("b", "c"));
        tally.merge(other);
        tally.merge(other.snapshot());
        assertThat(tally.snapshot().asMap()).isEqualTo(Map.of("a", 1L, "b", 3L, "c", 2L));
        assertThat(other.snapshot().asMap()).isEqualTo(Map.of("b", 1L, "c", 1L));
        other.merge(other);
        assertThat(other.snapshot().asMap()).isEqualTo(Map.of("b", 2L, "c", 2L));
    }

    @Test
    void holdsAKeyWhileItsCountIsNotZero() {
        tally.add("a", 2);
        tally.add("a", -2);
        tally.add("b", 0);
        assertThat(tally.distinct()).isZero();
        assertThat(tally.snapshot().asMap()).isEmpty();
        assertThat(tally.top(1)).isEmpty();
        assertThat(tally.increment("a")).isEqualTo(1);
        assertThat(tally.distinct()).isEqualTo(1);
    }

    @Test
    void removesAKeyWithItsCount() {
        tally.add("a", 7);
        assertThat(tally.remove("a")).isEqualTo(7);
        assertThat(tally.remove("a")).isZero();
        assertThat(tally.count("a")).isZero();
        assertThat(tally.increment("a")).isEqualTo(1);
    }

    @Test
    void clears() {
        IntStream.range(0, 1_000).forEach(key -> tally.increment("key " + key));
        tally.clear();
        assertThat(tally.total()).isZero();
        assertThat(tally.distinct()).isZero();
        assertThat(tally).hasToString("Tally[capacity=16]");
        assertThat(tally.increment("key 1")).isEqualTo(1);
    }

    @Test
    void drainsIntoASnapshot() {
        tally.incrementAll(List.of("a", "b", "a"));
        TallySnapshot<String> drained = tally.drain();
        assertThat(drained.asMap()).isEqualTo(Map.of("a", 2L, "b", 1L));
        assertThat(tally.total()).isZero();
        tally.increment("a");
        assertThat(tally.drain().asMap()).isEqualTo(Map.of("a", 1L));
        assertThat(drained.asMap()).isEqualTo(Map.of("a", 2L, "b", 1L));
    }

    @Test
    void keepsASnapshotAsItWas() {
        tally.incrementAll(List.of("a", "b", "a"));
        TallySnapshot<String> snapshot = tally.snapshot();
        tally.increment("a");
        tally.remove("b");
        assertThat(snapshot.count("a")).isEqualTo(2);
        assertThat(snapshot.count("b")).isEqualTo(1);
        assertThat(snapshot.count("c")).isZero();
        assertThat(snapshot.total()).isEqualTo(3);
        assertThat(snapshot.distinct()).isEqualTo(2);
        assertThat(snapshot.top(1)).containsExactly(new TallyEntry<>("a", 2));
        assertThat(snapshot).hasToString("TallySnapshot[distinct=2, total=3]");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> snapshot.asMap().clear());
        Tally<String> same = Tally.create();
        same.incrementAll(List.of("b", "a", "a"));
        assertThat(same.snapshot()).isEqualTo(snapshot).hasSameHashCodeAs(snapshot);
        assertThat(tally.snapshot()).isNotEqualTo(snapshot);
    }

    @Test
    void findsTheLargestCounts() {
        IntStream.rangeClosed(1, 100).forEach(count -> tally.add("key " + count, count));
        assertThat(tally.top(0)).isEmpty();
        assertThat(tally.top(3))
                .containsExactly(
                        new TallyEntry<>("key 100", 100),
                        new TallyEntry<>("key 99", 99),
                        new TallyEntry<>("key 98", 98));
        assertThat(tally.top(1_000))
                .hasSize(100)
                .isSortedAccordingTo(
                        Comparator.comparingLong(TallyEntry<String>::count).reversed());
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> tally.increment(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> tally.add(null, 1)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> tally.count(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> tally.remove(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> tally.forEach(null)).withMessage("action");
        assertThatNullPointerException()
                .isThrownBy(() -> tally.snapshot().count(null))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> new TallyEntry<String>(null, 1))
                .withMessage("key");
    }

    @Test
    void refusesNegativeSizes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tally.create(-1))
                .withMessage("expectedKeys: -1 (expected: at least 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tally.top(-1))
                .withMessage("n: -1 (expected: at least 0)");
    }

    @Test
    void staysRightWhenTheMethodsOfAKeyThrow() {
        record Moody(int id, boolean angry) {
            @Override
            public boolean equals(Object other) {
                if (angry) {
                    throw new IllegalStateException("by equals");
                }
                return other instanceof Moody moody && moody.id == id;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }
        Tally<Moody> moods = Tally.create();
        moods.increment(new Moody(1, false));
        assertThatIllegalStateException().isThrownBy(() -> moods.increment(new Moody(2, true)));
        moods.increment(new Moody(1, false));
        assertThat(moods.total()).isEqualTo(2);
        assertThat(moods.distinct()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 13, 100, 12_345, 1_000_000})
    void growsNotForTheKeysItWasMadeFor(int keys) {
        Tally<Integer> roomy = Tally.create(keys);
        String before = roomy.toString();
        for (int key = 0; key < keys; key++) {
            roomy.increment(key);
        }
        assertThat(roomy).hasToString(before);
        assertThat(roomy.distinct()).isEqualTo(keys);
    }

    @Test
    void leavesRemovedKeysBehindSoThatATableDoesNotGrowForThem() {
        for (int key = 0; key < 1_000_000; key++) {
            tally.increment("key " + key);
            assertThat(tally.remove("key " + key)).isEqualTo(1);
        }
        assertThat(tally.distinct()).isZero();
        assertThat(tally).hasToString("Tally[capacity=16]");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1L << 61,
                (1L << 61) - 1,
                -(1L << 61),
                -(1L << 61) - 1,
                1L << 62,
                -(1L << 62),
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1
            })
    void holdsAnyCount(long count) {
        assertThat(tally.add("a", count)).isEqualTo(count);
        IntStream.range(0, 100).forEach(key -> tally.increment("key " + key));
        assertThat(tally.count("a")).isEqualTo(count);
        assertThat(tally.total()).isEqualTo(count + 100);
        assertThat(tally.snapshot().count("a")).isEqualTo(count);
        assertThat(tally.increment("a")).isEqualTo(count + 1);
        assertThat(tally.add("a", -1)).isEqualTo(count);
        assertThat(tally.add("a", -count)).isZero();
        assertThat(tally.distinct()).isEqualTo(100);
        assertThat(tally.add("a", count)).isEqualTo(count);
        assertThat(tally.drain().count("a")).isEqualTo(count);
        assertThat(tally.count("a")).isZero();
        assertThat(tally.add("a", count)).isEqualTo(count);
        assertThat(tally.remove("a")).isEqualTo(count);
        assertThat(tally.distinct()).isZero();
    }

    /** Tables so small that nearly every new key grows one, and keys of which many have the same hash code. */
    @ParameterizedTest
    @CsvSource({"1, 1_000_000", "2, 7", "4, 1", "16, 1_000_000", "16, 40", "16, 1", "512, 1", "512, 2"})
    void agreesWithAHashMap(int capacity, int hashCodes) {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Tally<Key> tested = new Tally<>(capacity, Math.min(capacity, 16));
            Map<Key, Long> oracle = new HashMap<>();
            for (int step = 0; step < 3_000; step++) {
                Key key = new Key(random.nextInt(1 + step / 2), hashCodes);
                int dice = random.nextInt(100);
                if (dice < 80) {
                    long delta = random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(-3, 4);
                    long expected = oracle.merge(key, delta, Long::sum);
                    assertThat(tested.add(key, delta)).as("seed %s", seed).isEqualTo(expected);
                    oracle.values().removeIf(count -> count == 0);
                } else if (dice < 99) {
                    Long expected = oracle.remove(key);
                    assertThat(tested.remove(key)).as("seed %s", seed).isEqualTo(expected == null ? 0 : expected);
                } else if (random.nextInt(10) == 0) {
                    if (random.nextBoolean()) {
                        assertThat(tested.drain().asMap()).as("seed %s", seed).isEqualTo(oracle);
                    } else {
                        tested.clear();
                    }
                    oracle.clear();
                }
                Key asked = new Key(random.nextInt(1 + step / 2), hashCodes);
                assertThat(tested.count(asked)).as("seed %s", seed).isEqualTo(oracle.getOrDefault(asked, 0L));
            }
            assertThat(tested.snapshot().asMap()).as("seed %s", seed).isEqualTo(oracle);
            assertThat(tested.distinct()).isEqualTo(oracle.size());
            assertThat(tested.total())
                    .isEqualTo(
                            oracle.values().stream().mapToLong(Long::longValue).sum());
            assertThat(tested.top(10).stream().map(TallyEntry::count).toList())
                    .isEqualTo(oracle.values().stream()
                            .sorted(Comparator.reverseOrder())
                            .limit(10)
                            .toList());
        }
    }

    @Test
    void keepsAtHomeWhatWasAtHomeWhenATableIsLeft() {
        TallyTable left = new TallyTable(1024);
        Set<Object> atHome = new HashSet<>();
        Set<Object> others = new HashSet<>();
        for (int id = 0; id < 700; id++) {
            Object key = "key " + id;
            int slot = left.claim(key, TallyTable.hash(key));
            TallyTable.casWord(left.words, slot, 0, CountWord.of(CountWord.COUNT, 1));
            (left.isAtHome(slot) ? atHome : others).add(key);
        }
        TallyTable next = new TallyTable(1312);
        left.casNext(next);

        assertThat(left.moveChunk()).isEqualTo(TallyTable.Chunk.LAST);

        assertThat(others).hasSizeGreaterThan(100);
        assertThat(atHome)
                .allSatisfy(key -> assertThat(atHome)
                        .as("in the new home of %s stands a key that was at home", key)
                        .contains(next.keyAcquire(next.home(TallyTable.hash(key)))));
    }

    @Test
    void findsCollidingComparableKeysInLogarithmicTime() {
        long[] comparisons = new long[1];
        record Colliding(int id, long[] comparisons) implements Comparable<Colliding> {
            @Override
            public boolean equals(Object other) {
                comparisons[0]++;
                return other instanceof Colliding colliding && colliding.id == id;
            }

            @Override
            public int hashCode() {
                return 42;
            }

            @Override
            public int compareTo(Colliding other) {
                comparisons[0]++;
                return Integer.compare(id, other.id);
            }
        }
        int keys = 20_000;
        Tally<Colliding> flooded = Tally.create();
        for (int round = 0; round < 2; round++) {
            for (int id = 0; id < keys; id++) {
                flooded.increment(new Colliding(id, comparisons));
            }
        }
        assertThat(flooded.distinct()).isEqualTo(keys);
        assertThat(flooded.total()).isEqualTo(2 * keys);
        assertThat(comparisons[0] / (2 * keys)).isLessThan(3 * 128 + 8 * 15);
    }

    @Test
    void tellsCollidingKeysOfDifferentTypesApart() {
        enum Colour {
            RED,
            GREEN
        }
        List<Object> keys = new ArrayList<>();
        for (int id = 0; id < 300; id++) {
            keys.add(new Key(id, 1));
            keys.add(new Collider(id));
            keys.add(new ComparableToText(id));
        }
        keys.addAll(List.of(Colour.values()));
        Tally<Object> mixed = Tally.create();
        for (int round = 0; round < 3; round++) {
            keys.forEach(mixed::increment);
        }
        assertThat(mixed.distinct()).isEqualTo(keys.size());
        assertThat(mixed.snapshot().asMap()).containsOnlyKeys(keys);
        assertThat(mixed.snapshot().asMap().values()).containsOnly(3L);
    }

    /** A comparable key with one of so many hash codes. */
    record Key(int id, int hashCodes) implements Comparable<Key> {
        @Override
        public int hashCode() {
            return id % hashCodes;
        }

        @Override
        public int compareTo(Key other) {
            return Integer.compare(id, other.id);
        }
    }

    private record Collider(int id) {
        @Override
        public int hashCode() {
            return 0;
        }
    }

    private record ComparableToText(int id) implements Comparable<String> {
        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public int compareTo(String other) {
            return -1;
        }
    }
}
