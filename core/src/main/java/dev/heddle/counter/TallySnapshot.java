/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a {@link Tally}, taken by {@link Tally#snapshot} or {@link Tally#drain}; they never change.
 *
 * <p>Each count was its key's at one moment during that call, though not all at the same.
 *
 * @param <K> the type of the keys
 * @implSpec Promises: none, because it never changes
 */
public final class TallySnapshot<K> {
    private final Map<K, Long> counts;
    private final long total;

    private TallySnapshot(Map<K, Long> counts, long total) {
        this.counts = Collections.unmodifiableMap(counts);
        this.total = total;
    }

    /**
     * Answers a key's count.
     *
     * @param key the key
     * @return its count, zero if it was not in the tally
     */
    public long count(K key) {
        requireNonNull(key, "key");
        Long count = counts.get(key);
        return count == null ? 0 : count;
    }

    /**
     * Answers the sum of all counts.
     *
     * @return the sum, modulo 2<sup>64</sup>
     */
    public long total() {
        return total;
    }

    /**
     * Answers how many keys there are.
     *
     * @return the number of counts that are not zero
     */
    public int distinct() {
        return counts.size();
    }

    /**
     * Finds the keys with the largest counts.
     *
     * @param n how many keys to answer, at least 0
     * @return those keys with the largest count first, in no order where counts are the same; fewer than {@code n} if
     *     there are fewer
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<TallyEntry<K>> top(int n) {
        TopCounts<K> top = new TopCounts<>(n);
        counts.forEach(top::accept);
        return top.descending();
    }

    /**
     * Shows the counts as a map.
     *
     * @return an unmodifiable map from each key to its count, which is never zero
     */
    public Map<K, Long> asMap() {
        return counts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TallySnapshot<?> snapshot && counts.equals(snapshot.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        return "TallySnapshot[distinct=" + counts.size() + ", total=" + total + "]";
    }

    /** Collects counts; no key comes twice. Confined to one thread. */
    static final class Builder<K> implements ObjLongConsumer<K> {
        private final Map<K, Long> counts = new HashMap<>();
        private long total;

        @Override
        public void accept(K key, long count) {
            counts.put(key, count);
            total += count;
        }

        TallySnapshot<K> build() {
            return new TallySnapshot<>(counts, total);
        }
    }
}
