/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text of short keys that were decoded before; of two that meet in one place the newer stays. For one thread. */
final class StringCache {
    private static final int SLOTS = 1 << 14;
    private static final int LONGEST = 15;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final long[] first = new long[SLOTS];
    private final long[] rest = new long[SLOTS];
    private final @Nullable String[] texts = new String[SLOTS];

    /** The text that was given last, and the bytes that it stands for as two longs. */
    private @Nullable String last;

    private long lastLow;
    private long lastHigh;

    /** Decodes the bytes in [from, to) as UTF-8. */
    String decode(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(bytes, from, length, UTF_8);
        }
        long low = length < 8 ? SumTable.load(bytes, from, length) : Swar.load(bytes, from);
        long high = length < 8 ? (long) length << 56 : SumTable.mediumRest(bytes, to, length);
        int slot = (int) (((low + high) * MIX) >>> 50);
        String text = texts[slot];
        if (text == null || first[slot] != low || rest[slot] != high) {
            text = new String(bytes, from, length, UTF_8);
            if (!Arrays.equals(text.getBytes(UTF_8), 0, length, bytes, from, to)) {
                return text;
            }
            texts[slot] = text;
            first[slot] = low;
            rest[slot] = high;
        }
        last = text;
        lastLow = low;
        lastHigh = high;
        return text;
    }

    /** Adds to the sum of a text, without encoding it where it is the one that was decoded last. */
    void add(String text, long delta, SumTable table) {
        if (isLast(text)) {
            table.addShort(lastLow, lastHigh, delta);
        } else {
            byte[] bytes = text.getBytes(UTF_8);
            table.add(bytes, 0, bytes.length, delta);
        }
    }

    @SuppressWarnings("ReferenceEquality") // another object with the same text is encoded, with the same result
    private boolean isLast(String text) {
        return text == last;
    }
}
