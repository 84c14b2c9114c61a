/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * How one {@code long} of a tally table holds a count together with what has become of it.
 *
 * <p>A word is the kind of the word times 2<sup>61</sup>, plus its content, which is small enough that nothing added to
 * the word by the way makes another kind of it. So a thread may add first and look afterwards at what it has added to.
 */
final class CountWord {
    /*
     * kind          content
     * ------------  ---------------------------------------------------------------------------------------
     * UNSET         none: nothing was counted yet
     * COUNT         the count
     * FROZEN        the count, which is being moved to the next table
     * PENDING       the count, which the word of the table before still shows
     * WIDE          the number of a cell of WideCounts, times 2^37
     * FROZEN_WIDE   the same, which is being moved to the next table
     * MOVED         none: the count is in the next table, if it is not zero
     *
     * Whoever adds blindly adds MOST_BLIND at most, and finds out that it was in vain at once; so no more than that for
     * each thread may stand in a word beside its content, and a million threads do not reach half of 2^37.
     */
    static final int UNSET = 0;
    static final int COUNT = 1;
    static final int FROZEN = 2;
    static final int PENDING = 3;
    static final int WIDE = 4;
    static final int FROZEN_WIDE = 5;
    static final int MOVED = 6;

    private static final int KIND_SHIFT = 61;
    private static final long HALF_A_KIND = 1L << (KIND_SHIFT - 1);
    private static final int CELL_SHIFT = 37;
    private static final long HALF_A_CELL = 1L << (CELL_SHIFT - 1);

    /** The most that is added blindly. */
    static final long MOST_BLIND = 1L << 16;

    /** Counts of this size and more are wide. */
    private static final long INLINE_END = 1L << 59;

    private CountWord() {}

    static int kind(long word) {
        return (int) ((word + HALF_A_KIND) >>> KIND_SHIFT);
    }

    static long content(long word) {
        return contentOf(kind(word), word);
    }

    /** The content of a word that is of this kind; of another word a number of half a kind's size at least. */
    static long contentOf(int kind, long word) {
        return word - of(kind, 0);
    }

    static long of(int kind, long content) {
        return ((long) kind << KIND_SHIFT) + content;
    }

    static boolean isInline(long count) {
        return (count + INLINE_END) >>> 60 == 0;
    }

    static boolean isBlind(long delta) {
        return delta > 0 && delta <= MOST_BLIND;
    }

    /** Tells whether nothing is counted in a word that is neither frozen nor moved. */
    static boolean isZero(long word) {
        return word == of(COUNT, 0) || kind(word) == UNSET;
    }

    static boolean isLeft(int kind) {
        return kind == FROZEN || kind == FROZEN_WIDE || kind == MOVED;
    }

    static long wide(int kind, int cell) {
        return of(kind, (long) cell << CELL_SHIFT);
    }

    static int cell(long wide) {
        return (int) ((content(wide) + HALF_A_CELL) >>> CELL_SHIFT);
    }
}
