/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sums by key of bytes, the result of a summing job. Immutable.
 *
 * <p>The order of the entries is fixed: the greatest sum first, equal sums by the unsigned bytes of the key. It depends
 * on nothing else: not on the number of workers, nor on how the input was split.
 *
 * @implSpec Promises: none, because it never changes
 */
public final class Sums {
    /** The order of entries: the greatest sum first, equal sums by the unsigned bytes of the key. */
    public static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::sum).reversed().thenComparing(Entry::key);

    private final List<SumTable> parts;
    private final Report report;
    private final long size;

    Sums(List<SumTable> parts, Report report) {
        this.parts = parts;
        this.report = report;
        this.size = parts.stream().mapToLong(SumTable::size).sum();
    }

    /**
     * One key and its sum.
     *
     * @param key the key
     * @param sum the sum of what was added for it
     */
    public record Entry(Bytes key, long sum) {}

    /**
     * Tells how many keys there are.
     *
     * @return the number of distinct keys
     */
    public long size() {
        return size;
    }

    /**
     * Adds up all sums. <b>Cost:</b> looks at each key.
     *
     * @return the sum over all keys
     * @throws ArithmeticException if it leaves the range of a {@code long}
     */
    public long total() {
        long[] total = {0};
        for (SumTable part : parts) {
            part.forEach((key, length, sum) -> total[0] = Math.addExact(total[0], sum));
        }
        return total[0];
    }

    /**
     * Looks up one key.
     *
     * @param key the key
     * @return its sum, 0 if nothing was added for it
     */
    public long sum(Bytes key) {
        for (SumTable part : parts) {
            Long sum = part.get(key.array());
            if (sum != null) {
                return sum;
            }
        }
        return 0;
    }

    /**
     * Gives the first entries in the order.
     *
     * <p><b>Cost:</b> looks at each key once and keeps {@code n} of them.
     *
     * @param n the most entries wanted, at least 0
     * @return the first {@code n} entries, or all where there are fewer
     */
    public List<Entry> top(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n: " + n + " (expected: at least 0)");
        }
        if (n >= size) {
            return entries();
        }
        if (n == 0) {
            return List.of();
        }
        PriorityQueue<Entry> worstFirst = new PriorityQueue<>(ORDER.reversed());
        for (SumTable part : parts) {
            part.forEach((key, length, sum) -> {
                if (worstFirst.size() == n) {
                    Entry worst = worstFirst.element();
                    if (sum < worst.sum() || (sum == worst.sum() && compare(key, length, worst.key()) > 0)) {
                        return;
                    }
                    worstFirst.remove();
                }
                worstFirst.add(new Entry(new Bytes(Arrays.copyOf(key, length)), sum));
            });
        }
        Entry[] top = worstFirst.toArray(new Entry[0]);
        Arrays.sort(top, ORDER);
        return List.of(top);
    }

    private static int compare(byte[] key, int length, Bytes other) {
        return Arrays.compareUnsigned(key, 0, length, other.array(), 0, other.length());
    }

    /**
     * Gives all entries in the order. <b>Cost:</b> makes an object of each and sorts them, each time it is called.
     *
     * @return all entries
     */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (SumTable part : parts) {
            part.forEach((key, length, sum) -> all.add(new Entry(new Bytes(Arrays.copyOf(key, length)), sum)));
        }
        Entry[] sorted = all.toArray(new Entry[0]);
        Arrays.parallelSort(sorted, ORDER);
        return List.of(sorted);
    }

    /**
     * Tells what was read.
     *
     * @return the report of the run
     */
    public Report report() {
        return report;
    }

    @Override
    public String toString() {
        return "Sums[keys=" + size + ", records=" + report.records() + "]";
    }
}
