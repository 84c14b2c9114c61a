/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What is done to several {@link BoundedCounter}s at one instant: they are held in the order of their ids, and let go
 * when it is done. The argument for it stands there.
 */
final class HeldTogether {
    private HeldTogether() {}

    /** Moves an amount between two counters that are not the same, if it fits. */
    static boolean transfer(BoundedCounter from, BoundedCounter to, long amount) {
        boolean inOrder = from.id < to.id;
        BoundedCounter first = inOrder ? from : to;
        BoundedCounter second = inOrder ? to : from;
        long firstFunds = first.hold();
        long secondFunds;
        try {
            secondFunds = second.hold();
        } catch (Throwable failure) {
            first.release(firstFunds);
            throw failure;
        }
        long left = inOrder ? firstFunds : secondFunds;
        long right = inOrder ? secondFunds : firstFunds;
        boolean fits = !BoundedCounter.isShort(left, amount) && !to.isFull(right, amount);
        from.release(fits ? left - amount : left);
        to.release(fits ? right + amount : right);
        return fits;
    }

    /** Reads the values of counters, of which some may be the same. */
    static long[] snapshot(BoundedCounter... counters) {
        BoundedCounter[] given = counters.clone();
        for (BoundedCounter counter : given) {
            requireNonNull(counter, "counters");
        }
        BoundedCounter[] ordered = given.clone();
        Arrays.sort(ordered, Comparator.comparingLong(counter -> counter.id));
        long[] funds = new long[ordered.length];
        long[] values = new long[ordered.length];
        int held = 0;
        try {
            for (; held < ordered.length; held++) {
                boolean repeated = held > 0 && ordered[held] == ordered[held - 1];
                funds[held] = repeated ? funds[held - 1] : ordered[held].hold();
            }
        } finally {
            for (int i = 0; i < held; i++) {
                if (i == 0 || ordered[i] != ordered[i - 1]) {
                    ordered[i].release(funds[i]);
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = given[i].min() + funds[positionOf(given[i], ordered)];
        }
        return values;
    }

    private static int positionOf(BoundedCounter counter, BoundedCounter[] ordered) {
        int low = 0;
        int high = ordered.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered[middle].id < counter.id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
