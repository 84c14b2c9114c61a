/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Results by key, the result of a job with a {@link Combiner}.
 *
 * @param <K> the type of a key
 * @param <V> the type of the result of a key
 * @implSpec Promises: none, because it never changes
 */
public final class Groups<K, V> {
    private final Map<K, V> map;
    private final Report report;

    Groups(Map<K, V> map, Report report) {
        this.map = Collections.unmodifiableMap(map);
        this.report = report;
    }

    /**
     * Gives all results, in no order.
     *
     * @return an unmodifiable map
     */
    public Map<K, V> asMap() {
        return map;
    }

    /**
     * Gives all results, sorted.
     *
     * @param order the order; where it finds two entries equal, their order is not specified
     * @return all entries
     */
    public List<Map.Entry<K, V>> sorted(Comparator<? super Map.Entry<K, V>> order) {
        List<Map.Entry<K, V>> entries = new ArrayList<>(map.entrySet());
        entries.sort(order);
        return Collections.unmodifiableList(entries);
    }

    /**
     * Gives the first results of an order.
     *
     * @param n the most entries wanted, at least 0
     * @param order the order; where it finds two entries equal, their order is not specified
     * @return the first {@code n} entries, or all where there are fewer
     */
    public List<Map.Entry<K, V>> top(int n, Comparator<? super Map.Entry<K, V>> order) {
        if (n < 0) {
            throw new IllegalArgumentException("n: " + n + " (expected: at least 0)");
        }
        PriorityQueue<Map.Entry<K, V>> worstFirst = new PriorityQueue<>(order.reversed());
        for (Map.Entry<K, V> entry : map.entrySet()) {
            if (worstFirst.size() < n) {
                worstFirst.add(entry);
            } else if (n > 0 && order.compare(entry, worstFirst.element()) < 0) {
                worstFirst.remove();
                worstFirst.add(entry);
            }
        }
        List<Map.Entry<K, V>> top = new ArrayList<>(worstFirst);
        top.sort(order);
        return Collections.unmodifiableList(top);
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
        return "Groups[keys=" + map.size() + ", records=" + report.records() + "]";
    }
}
