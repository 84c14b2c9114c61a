/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** Reads what a {@link BlockWriter} wrote. */
final class BlockReader {
    /** The longest array that every JVM makes. */
    static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private final byte[] block;
    private int at = 1;

    BlockReader(byte[] block) {
        this.block = block;
    }

    static boolean isFigures(byte[] block) {
        return block[0] == BlockWriter.FIGURES;
    }

    long number() {
        long value = 0;
        int shift = 0;
        while (true) {
            byte b = block[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    /** Adds all entries to a table. */
    void addTo(SumTable table) {
        while (at < block.length) {
            int length = (int) number();
            int key = at;
            at += length;
            long folded = number();
            table.add(block, key, key + length, folded >>> 1 ^ -(folded & 1));
        }
    }
}
