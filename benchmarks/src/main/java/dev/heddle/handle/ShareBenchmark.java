/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a share cost: of a resource in hand, and of one that is looked up by its key? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class ShareBenchmark {
    private static final int KEYS = 64;
    private static final Subject RETAIN = Subject.of("Handle.retain + close", "retain");
    private static final Subject PAIR = Subject.of("AtomicInteger, up and down", "atomicPair");
    private static final Subject KEYED = Subject.of("HandleCache.acquire + close", "keyed");

    private final AtomicInteger count = new AtomicInteger(1);
    private final Handle<String> owner = Handle.of("resource", r -> {});
    private final String[] keys = new String[KEYS];
    private final HandleCache<String, String> cache = HandleCache.of(key -> key, r -> {});

    /** One share of each: the net would give back what is dropped, and each lookup would make the resource anew. */
    private final List<Handle<String>> owners = new ArrayList<>();

    @State(Scope.Thread)
    public static class Turn {
        private int next;

        int next() {
            return next++ & (KEYS - 1);
        }
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        return List.of(
                Goal.time("retain + close", 1, 2, RETAIN, PAIR), Goal.time("keyed share + close", 1, 3, KEYED, PAIR));
    }

    /** Makes the resources. */
    @Setup
    public void make() throws InterruptedException {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "key " + i;
            owners.add(cache.acquire(keys[i]));
        }
    }

    @Benchmark
    public void retain() {
        owner.retain().close();
    }

    @Benchmark
    public int atomicPair() {
        count.incrementAndGet();
        return count.decrementAndGet();
    }

    @Benchmark
    public void keyed(Turn turn) throws InterruptedException {
        cache.acquire(keys[turn.next()]).close();
    }
}
