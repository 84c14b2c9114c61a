/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.util.concurrent.AtomicLongMap;
import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jctools.maps.NonBlockingHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast do many threads count words, of which a few are most of the text?
 *
 * <p>The words follow Zipf's law with exponent 1. Each word of the text is an object of its own, equal to a key but not
 * the same, as words are that were read from a file. The keys are in the map before the measurement begins.
 *
 * <p>All garbage is collected before each iteration, warm-up included. Where the keys, entries and counts of a map lie
 * in memory decides how near they are to each other, and a collection moves them. Left to the heap's filling up it
 * comes in one subject's iterations and not in another's, since some make garbage as they count and some make none; in
 * a program that lives for longer than an iteration it has come for all of them.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class TallyBenchmark {
    /** How many different words there are. */
    @Param({"10000", "1000000"})
    int distinct;

    /** Who counts. */
    @Param
    Counting subject;

    private String[] text;

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (String distinct : new String[] {"10000", "1000000"}) {
            for (int threads : new int[] {1, 2, 8}) {
                Subject[] peers = Arrays.stream(Counting.values())
                        .filter(subject -> subject != Counting.TALLY)
                        .map(subject -> measured(subject, distinct))
                        .toArray(Subject[]::new);
                goals.add(Goal.speed(
                        "count, " + distinct + " words",
                        threads,
                        threads == 1 ? 1.0 : 1.2,
                        measured(Counting.TALLY, distinct),
                        peers));
            }
        }
        return goals;
    }

    private static Subject measured(Counting subject, String distinct) {
        return new Subject(subject.title, "count", Map.of("subject", subject.name(), "distinct", distinct));
    }

    private Consumer<String> counter;

    /** Makes the text, and counts every word once. */
    @Setup
    public void fill() {
        Random random = new Random(4);
        double[] upTo = new double[distinct];
        double sum = 0;
        for (int rank = 0; rank < distinct; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        text = new String[1 << 22];
        for (int at = 0; at < text.length; at++) {
            int rank = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            text[at] = word(rank < 0 ? -rank - 1 : rank);
        }
        counter = subject.create();
        for (int rank = 0; rank < distinct; rank++) {
            counter.accept(word(rank));
        }
    }

    /** Collects all garbage. */
    @Setup(Level.Iteration)
    public void collect() {
        System.gc();
    }

    private static String word(int rank) {
        return "w" + Long.toString(((rank + 1) * 0x9E3779B97F4A7C15L) >>> 20, 36);
    }

    /** A thread's place in the text. */
    @State(Scope.Thread)
    public static class Reader {
        private static final AtomicInteger READERS = new AtomicInteger();
        private int at = READERS.getAndIncrement() * 524_287;

        String next(String[] text) {
            return text[at++ & (text.length - 1)];
        }
    }

    /** Counts the next word. */
    @Benchmark
    public void count(Reader reader) {
        counter.accept(reader.next(text));
    }

    /** Heddle and its peers. */
    public enum Counting {
        /** The tally. */
        TALLY("Tally") {
            @Override
            Consumer<String> create() {
                Tally<String> tally = Tally.create();
                return tally::increment;
            }
        },
        /** The idiom of the JDK's documentation, with a get first, which does not lock. */
        MAP_OF_ADDERS("ConcurrentHashMap of LongAdder") {
            @Override
            Consumer<String> create() {
                ConcurrentHashMap<String, LongAdder> map = new ConcurrentHashMap<>();
                return word -> {
                    LongAdder adder = map.get(word);
                    if (adder == null) {
                        adder = map.computeIfAbsent(word, absent -> new LongAdder());
                    }
                    adder.increment();
                };
            }
        },
        /** The same with the cheaper AtomicLong. */
        MAP_OF_ATOMICS("ConcurrentHashMap of AtomicLong") {
            @Override
            Consumer<String> create() {
                ConcurrentHashMap<String, AtomicLong> map = new ConcurrentHashMap<>();
                return word -> {
                    AtomicLong atomic = map.get(word);
                    if (atomic == null) {
                        atomic = map.computeIfAbsent(word, absent -> new AtomicLong());
                    }
                    atomic.incrementAndGet();
                };
            }
        },
        /** ConcurrentHashMap.merge. */
        MAP_MERGE("ConcurrentHashMap.merge") {
            @Override
            Consumer<String> create() {
                ConcurrentHashMap<String, Long> map = new ConcurrentHashMap<>();
                return word -> map.merge(word, 1L, Long::sum);
            }
        },
        /** Guava's AtomicLongMap. */
        ATOMIC_LONG_MAP("Guava AtomicLongMap") {
            @Override
            Consumer<String> create() {
                AtomicLongMap<String> map = AtomicLongMap.create();
                return map::incrementAndGet;
            }
        },
        /** Guava's ConcurrentHashMultiset. */
        MULTISET("Guava ConcurrentHashMultiset") {
            @Override
            Consumer<String> create() {
                ConcurrentHashMultiset<String> multiset = ConcurrentHashMultiset.create();
                return multiset::add;
            }
        },
        /** JCTools' NonBlockingHashMap. */
        NON_BLOCKING_MAP("JCTools NonBlockingHashMap of AtomicLong") {
            @Override
            Consumer<String> create() {
                NonBlockingHashMap<String, AtomicLong> map = new NonBlockingHashMap<>();
                return word -> {
                    AtomicLong atomic = map.get(word);
                    if (atomic == null) {
                        AtomicLong fresh = new AtomicLong();
                        atomic = map.putIfAbsent(word, fresh);
                        if (atomic == null) {
                            atomic = fresh;
                        }
                    }
                    atomic.incrementAndGet();
                };
            }
        },
        /** Eclipse Collections' ConcurrentHashMap. */
        ECLIPSE("Eclipse ConcurrentHashMap of LongAdder") {
            @Override
            Consumer<String> create() {
                org.eclipse.collections.impl.map.mutable.ConcurrentHashMap<String, LongAdder> map =
                        org.eclipse.collections.impl.map.mutable.ConcurrentHashMap.newMap();
                return word -> {
                    LongAdder adder = map.get(word);
                    if (adder == null) {
                        adder = map.getIfAbsentPut(word, LongAdder::new);
                    }
                    adder.increment();
                };
            }
        };

        private final String title;

        Counting(String title) {
            this.title = title;
        }

        abstract Consumer<String> create();
    }
}
