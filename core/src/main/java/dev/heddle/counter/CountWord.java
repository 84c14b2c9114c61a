/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * How one {@code long} of a tally table holds a count together with what has become of it.
 *
 * <p>A count below 2<sup>61</sup> in size stands as itself, so that adding to it is adding to the word. The words that
 * this leaves over, told by their three highest bits, say the rest: a count that is too large stands elsewhere, and a
 * frozen word is its thawed twin with bit 62 turned over, so that freezing keeps the count readable.
 */
final class CountWord {
    /*
     * bits 63 62 61   meaning
     * -------------   --------------------------------------------------------------
     * 000, 111        the count itself; 0 only where nothing was ever counted
     * 001             wide: the low bits are the number of a cell of WideCounts
     * 110             SPENT: a count of zero that was something else before
     * 01x, 10x        one of the above, frozen; or MOVED, which has no thawed twin
     */
    private static final long FREEZE = 1L << 62;
    private static final long INLINE_END = 1L << 61;

    /** A count of zero that is not the first value of the word. */
    static final long SPENT = -FREEZE;

    /** The last value of every word of a table that was left: the count is in the next table, if it is not zero. */
    static final long MOVED = Long.MIN_VALUE + 1;

    private CountWord() {}

    static boolean isInline(long word) {
        return (word + INLINE_END) >>> 62 == 0;
    }

    static boolean isFrozen(long word) {
        return (word ^ (word << 1)) < 0;
    }

    static boolean isWide(long thawed) {
        return thawed >>> 61 == 1;
    }

    /** Tells whether a thawed word counts nothing and never will again, unless somebody adds to it. */
    static boolean isSpent(long thawed) {
        return thawed == 0 || thawed == SPENT;
    }

    static long freeze(long thawed) {
        return thawed ^ FREEZE;
    }

    /** Gives the thawed word of one that may be frozen, but not moved. */
    static long thaw(long word) {
        return isFrozen(word) ? word ^ FREEZE : word;
    }

    static long wide(int cell) {
        return INLINE_END | cell;
    }

    static int cell(long wide) {
        return (int) wide;
    }
}
