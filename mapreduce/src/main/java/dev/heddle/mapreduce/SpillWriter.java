/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;

/** Writes keys and sums one after the other, from a given place of a space on. Used by one thread. */
final class SpillWriter {
    /*
     * An entry is the length of the key, the sum, and the bytes of the key; the numbers as in protocol buffers, seven
     * bits in each byte, the lowest first, and the sum with its sign in the lowest bit.
     */
    static final int BUFFER_BYTES = 1 << 15;

    private static final int NUMBERS_BYTES = 16;

    private final Disk disk;
    private final Disk.Space space;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    /** The place of {@code buffer[0]}. */
    private long start;

    SpillWriter(Disk disk, Disk.Space space, long start) {
        this.disk = disk;
        this.space = space;
        this.start = start;
    }

    /** The place of the next entry. */
    long position() {
        return start + filled;
    }

    /** How many bytes an entry takes. */
    static int bytes(int length, long sum) {
        return numberBytes(length) + length + numberBytes(folded(sum));
    }

    private static int numberBytes(long number) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(number)) / 7);
    }

    private static long folded(long sum) {
        return (sum << 1) ^ (sum >> 63);
    }

    void write(byte[] key, int length, long sum) {
        if (filled + NUMBERS_BYTES + length > buffer.length) {
            flush();
        }
        number(length);
        number(folded(sum));
        if (length > buffer.length - NUMBERS_BYTES) {
            flush();
            put(key, 0, length);
        } else {
            System.arraycopy(key, 0, buffer, filled, length);
            filled += length;
        }
    }

    /** Writes a number of eight bytes. */
    void writeLong(long number) {
        if (filled + Long.BYTES > buffer.length) {
            flush();
        }
        Swar.store(buffer, filled, number);
        filled += Long.BYTES;
    }

    private void number(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            buffer[filled++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer[filled++] = (byte) rest;
    }

    void flush() {
        put(buffer, 0, filled);
        filled = 0;
    }

    private void put(byte[] bytes, int from, int to) {
        try {
            space.write(bytes, from, to, start);
        } catch (IOException e) {
            throw JobException.spilling("write to", disk, e);
        }
        start += to - from;
    }
}
