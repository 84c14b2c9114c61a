/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The places that a run comes to, counted by kind; at one of them something happens. */
final class Points {
    private static final Runnable NOTHING = () -> {};

    private final AtomicIntegerArray seen = new AtomicIntegerArray(Phase.values().length);
    private final Point at;
    private final Runnable action;

    Points(Point at, Runnable action) {
        this.at = at;
        this.action = action;
    }

    /** Counts only. */
    static Points counting() {
        return new Points(new Point(Phase.LIST, 0), NOTHING);
    }

    /** What a run does there. */
    enum Phase {
        LIST,
        INSPECT,
        OPEN,
        READ,
        CLOSE,
        DECODE,
        MAP,
        GROW,
        PARTITION,
        SPILL,
        COMBINE,
        REDUCE,
        PREPARE,
        MERGE,
        RESULT,
        SPACE_OPEN,
        SPACE_WRITE,
        SPACE_READ,
        SPACE_CLOSE,
        JOURNAL_OPEN,
        JOURNAL_READ,
        JOURNAL_WRITE,
        JOURNAL_TRUNCATE,
        JOURNAL_CLOSE;

        /** Whether it may come after the result of the run is there. */
        boolean isLate() {
            return this == SPACE_CLOSE || this == JOURNAL_CLOSE;
        }
    }

    /**
     * One place.
     *
     * @param phase its kind
     * @param number which of its kind, from 1
     */
    record Point(Phase phase, int number) {}

    /** Called by any thread that comes to such a place; counts those of a run. */
    void at(Phase phase) {
        if (!Thread.currentThread().getName().startsWith("heddle-mapreduce-")) {
            return;
        }
        if (seen.incrementAndGet(phase.ordinal()) == at.number && phase == at.phase) {
            action.run();
        }
    }

    int seen(Phase phase) {
        return seen.get(phase.ordinal());
    }

    /**
     * Of each kind the first places that were seen, of those behind them each that is twice as far, and the last one.
     */
    List<Point> ofEachPhase(int first) {
        List<Point> points = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (int number = 1; number <= seen(phase); number++) {
                if (number <= first || Integer.bitCount(number) == 1 || number == seen(phase)) {
                    points.add(new Point(phase, number));
                }
            }
        }
        return points;
    }
}
