/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;

/** Gathers entries into blocks, one buffer for each part. */
final class BlockWriter {
    /*
     * A block is a byte that tells its kind and, for entries of sums, for each entry: the length of the key, the key,
     * the sum. Lengths and sums are written seven bits to a byte, the low ones first, the highest bit set in all but
     * the last byte; sums are folded first, so that small negative ones are short, too.
     */
    static final int BLOCK_BYTES = 1 << 18;
    static final byte FIGURES = 0;
    static final byte ENTRIES = 1;

    private static final int FIRST_BYTES = 1 << 10;
    private static final int MAX_NUMBER_BYTES = 10;

    private static final byte[] NONE = {};

    private final BlockSink sink;
    private final byte[][] buffers;
    private final int[] ends;

    BlockWriter(int parts, BlockSink sink) {
        this.sink = sink;
        this.buffers = new byte[parts][];
        this.ends = new int[parts];
        Arrays.fill(buffers, NONE);
    }

    int parts() {
        return ends.length;
    }

    /** Hands a block on that was made elsewhere. */
    void block(int part, byte[] bytes) {
        sink.block(part, bytes);
    }

    void entry(int part, byte[] key, int length, long sum) {
        byte[] buffer = room(part, length + 2L * MAX_NUMBER_BYTES);
        int at = number(buffer, ends[part], length);
        System.arraycopy(key, 0, buffer, at, length);
        ends[part] = number(buffer, at + length, sum << 1 ^ sum >> 63);
        if (ends[part] >= BLOCK_BYTES) {
            end(part);
        }
    }

    private byte[] room(int part, long bytes) {
        byte[] buffer = buffers[part];
        if (buffer.length == 0) {
            buffer = new byte[(int) Math.min(BlockReader.MAX_BYTES, Math.max(FIRST_BYTES, bytes + 1))];
            buffer[0] = ENTRIES;
            ends[part] = 1;
        } else if (buffer.length - ends[part] < bytes) {
            long wanted = Math.max(2L * buffer.length, ends[part] + bytes);
            buffer = Arrays.copyOf(buffer, (int) Math.min(BlockReader.MAX_BYTES, wanted));
        }
        buffers[part] = buffer;
        return buffer;
    }

    private static int number(byte[] buffer, int from, long value) {
        int at = from;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[at++] = (byte) rest;
        return at;
    }

    private void end(int part) {
        sink.block(part, Arrays.copyOf(buffers[part], ends[part]));
        // The next one will be about as long.
        ends[part] = 1;
    }

    /** Hands on what is left. */
    void finish() {
        for (int part = 0; part < ends.length; part++) {
            if (ends[part] > 1) {
                end(part);
            }
            buffers[part] = NONE;
        }
    }

    /** Makes the block of a task's figures. */
    static byte[] figures(long... figures) {
        byte[] buffer = new byte[1 + figures.length * MAX_NUMBER_BYTES];
        buffer[0] = FIGURES;
        int at = 1;
        for (long figure : figures) {
            at = number(buffer, at, figure);
        }
        return Arrays.copyOf(buffer, at);
    }
}
