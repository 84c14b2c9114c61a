/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyConcurrencyTest {
    private static final int STEPS = 50_000;

    @ParameterizedTest
    @CsvSource({
        "2, 50_000, 1_000_000",
        "8, 50_000, 1_000_000",
        "8, 100, 1_000_000",
        "8, 1, 1",
        "4, 1_500, 1",
        "8, 500, 3"
    })
    void countsLikeAHashMapPerThread(int threads, int keys, int hashCodes) throws Exception {
        Tally<TallyTest.Key> tally = new Tally<>(1, 1);
        List<Callable<Map<TallyTest.Key, Long>>> writers = new ArrayList<>();
        int steps = hashCodes == 1 ? STEPS / 5 : STEPS;
        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(thread);
            writers.add(() -> {
                Map<TallyTest.Key, Long> own = new HashMap<>();
                for (int step = 0; step < steps; step++) {
                    TallyTest.Key key = new TallyTest.Key(random.nextInt(keys), hashCodes);
                    int delta = random.nextInt(-1, 5);
                    tally.add(key, delta);
                    own.merge(key, (long) delta, Long::sum);
                    if (step % 1_000 == 0) {
                        tally.merge(tally.drain());
                    }
                }
                return own;
            });
        }
        Map<TallyTest.Key, Long> expected = new HashMap<>();
        for (Map<TallyTest.Key, Long> own : inParallel(writers)) {
            own.forEach((key, count) -> expected.merge(key, count, Long::sum));
        }
        expected.values().removeIf(count -> count == 0);
        assertThat(tally.snapshot().asMap()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"20_000, 1_000_000", "300, 1"})
    void handsEveryAdditionToOneRemoverOrDrain(int keys, int hashCodes) throws Exception {
        Tally<TallyTest.Key> tally = new Tally<>(1, 1);
        AtomicInteger writing = new AtomicInteger(4);
        List<Callable<Long>> calls = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(thread);
            calls.add(() -> {
                long removed = 0;
                for (int step = 0; step < STEPS / 4; step++) {
                    tally.increment(new TallyTest.Key(random.nextInt(keys), hashCodes));
                    removed += tally.remove(new TallyTest.Key(random.nextInt(keys), hashCodes));
                }
                writing.decrementAndGet();
                return removed;
            });
        }
        calls.add(() -> {
            long drained = 0;
            while (writing.get() > 0) {
                drained += tally.drain().total();
            }
            return drained;
        });
        long taken = 0;
        for (long part : inParallel(calls)) {
            taken += part;
        }
        assertThat(taken + tally.total()).isEqualTo(STEPS);
    }

    @ParameterizedTest
    @CsvSource({"20_000, 1_000_000", "300, 1"})
    void showsACountThatNeverGoesBackWhileTheTableGrows(int keys, int hashCodes) throws Exception {
        Tally<TallyTest.Key> tally = new Tally<>(1, 1);
        TallyTest.Key watched = new TallyTest.Key(keys + hashCodes, hashCodes);
        tally.add(watched, 1_000);
        AtomicInteger writing = new AtomicInteger(2);
        List<Callable<Long>> calls = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
            int first = thread;
            calls.add(() -> {
                for (int id = first; id < keys; id += 2) {
                    tally.increment(new TallyTest.Key(id, hashCodes));
                    tally.increment(watched);
                }
                return (long) writing.decrementAndGet();
            });
        }
        calls.add(() -> {
            long before = 1_000;
            long distinct = 1;
            while (writing.get() > 0) {
                long now = tally.count(watched);
                assertThat(now).isGreaterThanOrEqualTo(before);
                before = now;
                now = tally.snapshot().count(watched);
                assertThat(now).isGreaterThanOrEqualTo(before);
                before = now;
                now = tally.distinct();
                assertThat(now).isGreaterThanOrEqualTo(distinct);
                distinct = now;
                assertThat(tally.top(1).get(0).key()).isEqualTo(watched);
            }
            return before;
        });
        inParallel(calls);
        assertThat(tally.count(watched)).isEqualTo(1_000 + keys);
        assertThat(tally.distinct()).isEqualTo(1 + keys);
    }

    /** Two movers take chunks of one table. Were it left before all chunks are moved, nobody would look there again. */
    @Test
    void leavesATableOnceAndWithAllOfItMoved() throws Exception {
        int chunks = 4;
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            var together = new CyclicBarrier(2);
            for (int round = 0; round < 500; round++) {
                TallyTable table = new TallyTable(chunks * 1024);
                table.casNext(new TallyTable(1));
                Callable<List<TallyTable.Chunk>> mover = () -> {
                    List<TallyTable.Chunk> moved = new ArrayList<>();
                    together.await();
                    for (var chunk = table.moveChunk(); chunk != TallyTable.Chunk.NONE; chunk = table.moveChunk()) {
                        moved.add(chunk);
                    }
                    return moved;
                };
                List<TallyTable.Chunk> moved = new ArrayList<>();
                for (Future<List<TallyTable.Chunk>> result : executor.invokeAll(List.of(mover, mover))) {
                    moved.addAll(result.get());
                }
                assertThat(moved).as("round " + round).hasSize(chunks).containsOnlyOnce(TallyTable.Chunk.LAST);
            }
        }
    }

    private static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(calls.size())) {
            for (Future<T> result : executor.invokeAll(calls)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
