/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** Where white space stands in a piece of a chunk: a bit for each byte, that of the first byte lowest. */
final class Spaces {
    /*
     * A word that is looked for byte by byte, or eight bytes by eight, is found only after the one before it: the
     * processor waits for one search after the other. From bits it takes many words at once, since all that a word needs
     * of the one before is where that ended.
     */

    /**
     * How many bytes a piece has at most: few enough that they are still beside the processor when words are read, and
     * so many that the loop over pieces is short. A loop that turns often is compiled with all that it calls, which by
     * then is compiled.
     */
    static final int PIECE_BYTES = 1 << 14;

    private static final int BLOCK_BYTES = Long.SIZE;

    private final long[] blocks = new long[PIECE_BYTES / BLOCK_BYTES];

    /**
     * Looks at [from, to), a piece at most. Up to 63 bytes behind it are read and, where case is folded, changed.
     *
     * @param fold whether A-Z become a-z
     * @return how many blocks of 64 bytes there are
     */
    int mark(byte[] bytes, int from, int to, boolean fold) {
        int count = (to - from + BLOCK_BYTES - 1) / BLOCK_BYTES;
        for (int block = 0; block < count; block++) {
            int start = from + BLOCK_BYTES * block;
            long found = 0;
            for (int i = 0; i < BLOCK_BYTES; i += 8) {
                long eight = Swar.load(bytes, start + i);
                found |= Swar.bits(Swar.spaces(eight)) << i;
                if (fold) {
                    Swar.store(bytes, start + i, Swar.fold(eight));
                }
            }
            blocks[block] = found;
        }
        int rest = (to - from) % BLOCK_BYTES;
        if (rest != 0) {
            blocks[count - 1] &= (1L << rest) - 1;
        }
        return count;
    }

    /** The bits of 64 bytes. */
    long block(int index) {
        return blocks[index];
    }

    /** The end of the piece that begins at {@code from}, of [from, to). */
    static int pieceEnd(int from, int to) {
        return to - from > PIECE_BYTES ? from + PIECE_BYTES : to;
    }
}
