/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Sums by key of bytes, the result of a summing job. Immutable.
 *
 * <p>The order of the entries is fixed: the greatest sum first, equal sums by the unsigned bytes of the key. It depends
 * on nothing else: not on the number of workers, nor on how the input was split.
 *
 * @implSpec Promises: none, because it never changes
 */
public final class Sums implements AutoCloseable {
    /** The order of entries: the greatest sum first, equal sums by the unsigned bytes of the key. */
    public static final Comparator<Entry> ORDER = new GreatestFirst();

    private final SumParts parts;
    private final Report report;
    private final long size;

    Sums(List<SumTable> parts, Report report) {
        this(new TableSums(parts, 0), report);
    }

    Sums(SumParts parts, Report report) {
        this.parts = parts;
        this.report = report;
        this.size = parts.size();
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
        parts.forEach((key, length, sum) -> total[0] = Math.addExact(total[0], sum));
        return total[0];
    }

    /**
     * Looks up one key.
     *
     * @param key the key
     * @return its sum, 0 if nothing was added for it
     */
    public long sum(Bytes key) {
        return parts.sum(key.array());
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
        parts.forEach((key, length, sum) -> {
            if (worstFirst.size() == n) {
                Entry worst = worstFirst.element();
                if (sum < worst.sum() || (sum == worst.sum() && compare(key, length, worst.key()) > 0)) {
                    return;
                }
                worstFirst.remove();
            }
            worstFirst.add(new Entry(new Bytes(Arrays.copyOf(key, length)), sum));
        });
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
        parts.sorted().forEachRemaining(all::add);
        return Collections.unmodifiableList(all);
    }

    /**
     * Gives all entries in the order, one by one. <b>Cost:</b> that of {@link #entries} where the sums are in memory;
     * where they are on disk, which is where they went if they did not fit into {@link Job#memory}, they are read from
     * there little by little.
     *
     * @return all entries
     */
    public Stream<Entry> stream() {
        return StreamSupport.stream(
                Spliterators.spliterator(
                        parts.sorted(), size, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
                false);
    }

    /**
     * Gives back the space on disk that sums beyond the memory of the job take; they cannot be read any more. Without
     * this the space is given back when nothing refers to this object, and at the end of the process in any case.
     */
    @Override
    public void close() {
        parts.close();
    }

    /**
     * Tells what was read.
     *
     * @return the report of the run
     */
    public Report report() {
        return report;
    }

    /** The order, as a class: comparators of the JDK's making are classes that each process makes anew. */
    private record GreatestFirst() implements Comparator<Entry>, Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public int compare(Entry left, Entry right) {
            int bySum = Long.compare(right.sum(), left.sum());
            return bySum != 0 ? bySum : left.key().compareTo(right.key());
        }
    }

    @Override
    public String toString() {
        return "Sums[keys=" + size + ", records=" + report.records() + "]";
    }
}
