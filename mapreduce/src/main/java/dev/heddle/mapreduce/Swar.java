/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes of an array at once, the first one lowest. A mark is the top bit of a byte. */
final class Swar {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long TOP = EACH << 7;
    private static final long LOW = ~TOP;

    private Swar() {}

    static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void store(byte[] bytes, int at, long eight) {
        LONGS.set(bytes, at, eight);
    }

    /** Marks the bytes 9 to 13 and 32, and no other. No sum carries from one byte into the next. */
    static long spaces(long eight) {
        long low = eight & LOW;
        long outside9To13 = (0x8888_8888_8888_8888L - low) | (low + EACH * (0x80 - 14));
        long notBlank = (low ^ EACH * ' ') + LOW;
        return ~(outside9To13 & notBlank) & (~eight & TOP);
    }

    /** Marks the bytes that equal those of {@code EACH * b}. */
    static long equal(long eight, long pattern) {
        long other = eight ^ pattern;
        return ~(((other & LOW) + LOW) | other) & TOP;
    }

    /** Eight times the same byte. */
    static long pattern(byte b) {
        return (b & 0xFF) * EACH;
    }

    /** Turns A-Z into a-z. */
    static long fold(long eight) {
        long low = eight & LOW;
        long upper = (low + EACH * (0x80 - 'A')) ^ (low + EACH * (0x80 - ('Z' + 1)));
        return eight | (upper & (~eight & TOP)) >>> 2;
    }

    /** The marks of eight bytes as the low eight bits, that of the first byte lowest. */
    static long bits(long marks) {
        // Bit 8 i + 7 goes to bit 56 + i, among others; no two go to one bit, so nothing carries.
        return (marks * 0x0002_0408_1020_4081L) >>> 56;
    }

    /** How many bytes stand before the first mark, of which there is one. */
    static int before(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
