/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.arrayVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;

/**
 * Whole numbers of any size in place: two's complement in words of 64 bits within an array, the least significant
 * first.
 *
 * <p>One thread writes, and others may copy the words meanwhile; whoever copies finds out by other means whether what
 * it has got belongs together.
 */
final class Limbs {
    private static final VarHandle WORD = arrayVarHandle(MethodHandles.lookup(), "word", VarHandle.class, long[].class);

    private Limbs() {}

    /** Adds a number of 128 bits to the one that stands from {@code from} to {@code to}, exclusive. */
    static void add(long[] words, int from, int to, long low, long high) {
        long sum = words[from] + low;
        set(words, from, sum);
        long carry = carry(sum, low);
        long part = high;
        for (int i = from + 1; i < to; i++) {
            long withPart = words[i] + part;
            long withCarry = withPart + carry;
            set(words, i, withCarry);
            carry = carry(withPart, part) | carry(withCarry, carry);
            part = high >> 63;
            if (part + carry == 0) {
                return; // nothing is left to add: neither sign nor carry, or a sign of -1 and a carry
            }
        }
    }

    /** Adds a number of 128 bits, times {@code 2^shift}. */
    static void addShifted(long[] words, int from, int to, long low, long high, int shift) {
        int first = from + (shift >>> 6);
        int bits = shift & 63;
        if (bits == 0) {
            add(words, first, to, low, high);
            return;
        }
        long middle = (high << bits) | (low >>> (64 - bits));
        add(words, first, to, low << bits, middle);
        long top = (high >> (64 - bits)) + (middle >>> 63); // the addition above took the highest bit for a sign
        if (top != 0) {
            add(words, first + 2, to, top, top >> 63);
        }
    }

    /** Adds a number of as many words, which stands in another array from {@code other} on. */
    static void addAll(long[] words, int from, int to, long[] others, int other) {
        long carry = 0;
        for (int i = from; i < to; i++) {
            long part = others[other + i - from];
            long withPart = words[i] + part;
            long withCarry = withPart + carry;
            set(words, i, withCarry);
            carry = carry(withPart, part) | carry(withCarry, carry);
        }
    }

    /** Returns the number that stands from {@code from} to {@code to}. */
    static BigInteger toBigInteger(long[] words, int from, int to) {
        byte[] bytes = new byte[(to - from) * Long.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bytes.length - 1 - i] = (byte) (words[from + i / Long.BYTES] >>> (Byte.SIZE * (i % Long.BYTES)));
        }
        return new BigInteger(bytes);
    }

    /**
     * One if the unsigned sum of {@code part} and something overflowed, that is if it is less than {@code part}. No
     * comparison: whether that is a branch the compiler decides anew in each virtual machine, and no processor guesses
     * the carries of squares.
     */
    static long carry(long sum, long part) {
        return ((~sum & part) | ((~sum | part) & (sum - part))) >>> (Long.SIZE - 1);
    }

    /** Writes a word that another thread may be copying; nothing else is published by this store. */
    static void set(long[] words, int at, long value) {
        WORD.setOpaque(words, at, value);
    }

    /** Copies words that another thread may be writing. */
    static void copyOpaque(long[] from, int at, long[] to, int start, int count) {
        for (int i = 0; i < count; i++) {
            to[start + i] = (long) WORD.getOpaque(from, at + i);
        }
    }
}
