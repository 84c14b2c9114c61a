/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/** What goes through every way: a number, what was made of it, and when it was due. */
final class Item {
    /** Comes after the last item where a queue has no other end. */
    static final Item LAST = new Item(-1, 0);

    final long number;
    final long due;
    long result;

    Item(long number, long due) {
        this.number = number;
        this.due = due;
    }

    /** Works on a number for a while: rounds of a xorshift, which no compiler can leave out. */
    static long work(long number, int rounds) {
        long value = number + 1;
        for (int i = 0; i < rounds; i++) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        return value;
    }
}
