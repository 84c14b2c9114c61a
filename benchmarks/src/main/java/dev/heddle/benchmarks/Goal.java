/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: what Heddle has to reach against the best of some peers.
 *
 * <p>Subjects are measured as throughput, in operations per microsecond of all threads together, or by a counter.
 *
 * @param workload what is measured, in a few words
 * @param threads how many threads
 * @param heddle Heddle's subject
 * @param peers whom it is held against: the best of them counts
 * @param work the same without any of them, where the time that they add to it is compared
 * @param measure what is compared
 * @param target the ratio to reach
 */
public record Goal(
        String workload,
        int threads,
        Subject heddle,
        List<Subject> peers,
        @Nullable Subject work,
        Measure measure,
        double target) {
    /** What the ratio is a ratio of, and on which side of the target it should be. */
    public enum Measure {
        /** Heddle's throughput over the best peer's. */
        SPEED,
        /** Heddle's time per operation over the best peer's. */
        TIME,
        /** The time that Heddle adds to the work over the time that the best peer adds. */
        ADDED_TIME,
        /** Heddle's counter over the best peer's: of what should be little. */
        COUNTER,
        /** Heddle's counter itself: of what should be little. */
        VALUE
    }

    /**
     * Sets a least ratio of throughputs.
     *
     * @param workload what is measured
     * @param threads how many threads
     * @param target the least ratio
     * @param heddle Heddle's subject
     * @param peers whom it is held against
     * @return the goal
     */
    public static Goal speed(String workload, int threads, double target, Subject heddle, Subject... peers) {
        return new Goal(workload, threads, heddle, List.of(peers), null, Measure.SPEED, target);
    }

    /**
     * Sets a largest ratio of times.
     *
     * @param workload what is measured
     * @param threads how many threads
     * @param target the largest ratio
     * @param heddle Heddle's subject
     * @param peers whom it is held against
     * @return the goal
     */
    public static Goal time(String workload, int threads, double target, Subject heddle, Subject... peers) {
        return new Goal(workload, threads, heddle, List.of(peers), null, Measure.TIME, target);
    }

    /**
     * Sets a largest ratio of the times that are added to some work.
     *
     * @param workload what is measured
     * @param threads how many threads
     * @param target the largest ratio
     * @param work the work alone
     * @param heddle Heddle's subject
     * @param peers whom it is held against
     * @return the goal
     */
    public static Goal addedTime(
            String workload, int threads, double target, Subject work, Subject heddle, Subject... peers) {
        return new Goal(workload, threads, heddle, List.of(peers), work, Measure.ADDED_TIME, target);
    }

    /**
     * Sets a largest ratio of counters.
     *
     * @param workload what is measured
     * @param target the largest ratio
     * @param heddle Heddle's subject
     * @param peers whom it is held against: the one with the least counts
     * @return the goal
     */
    public static Goal counter(String workload, double target, Subject heddle, Subject... peers) {
        return new Goal(workload, 1, heddle, List.of(peers), null, Measure.COUNTER, target);
    }

    /**
     * Sets a largest value of a counter.
     *
     * @param workload what is measured
     * @param target the largest value
     * @param heddle Heddle's subject
     * @return the goal
     */
    public static Goal value(String workload, double target, Subject heddle) {
        return new Goal(workload, 1, heddle, List.of(heddle), null, Measure.VALUE, target);
    }

    /** Returns all that has to be measured for this row. */
    Stream<Subject> subjects() {
        return Stream.concat(Stream.concat(Stream.ofNullable(work), Stream.of(heddle)), peers.stream());
    }

    /** Returns the peer with the highest throughput, or the least counter. */
    Subject bestPeer(Map<Subject, Double> measured) {
        Comparator<Subject> byValue = Comparator.comparingDouble(peer -> value(measured, peer));
        return peers.stream()
                .max(measure == Measure.COUNTER ? byValue.reversed() : byValue)
                .orElseThrow();
    }

    /** Returns the ratio that was reached. */
    double ratio(Map<Subject, Double> throughput) {
        double ours = value(throughput, heddle);
        double theirs = value(throughput, bestPeer(throughput));
        return switch (measure) {
            case SPEED -> ours / theirs;
            case TIME -> theirs / ours;
            case COUNTER -> ours / theirs;
            case VALUE -> ours;
            case ADDED_TIME -> {
                double alone = work == null ? Double.POSITIVE_INFINITY : value(throughput, work);
                yield (1 / ours - 1 / alone) / (1 / theirs - 1 / alone);
            }
        };
    }

    /** Answers whether a ratio is good enough. */
    boolean isReached(double ratio) {
        return measure == Measure.SPEED ? ratio >= target : ratio <= target;
    }

    private static double value(Map<Subject, Double> throughput, Subject subject) {
        Double value = throughput.get(subject);
        if (value == null) {
            throw new IllegalStateException("'" + subject.name() + "' was not measured");
        }
        return value;
    }
}
