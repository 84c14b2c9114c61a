/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** What Unicode says about each character as far as words go, read once from a file beside this class. */
final class UnicodeTables {
    /** The version of Unicode that the file was made from; a part of the name of the tokenizer. */
    static final String VERSION = "17.0";

    static final String FILE = "unicode-" + VERSION + ".bin";

    /** No character folds to more than three times its bytes. */
    static final int MAX_FOLD_GROWTH = 3;

    static final int OTHER = 0;
    static final int NEWLINE = 1;
    static final int EXTEND = 2;
    static final int FORMAT = 3;
    static final int ZWJ = 4;
    static final int WHITE_SPACE = 5;
    static final int ALPHABETIC_LETTER = 6;
    static final int HEBREW_LETTER = 7;
    static final int NUMERIC = 8;
    static final int KATAKANA = 9;
    static final int EXTEND_NUM_LET = 10;
    static final int MID_LETTER = 11;
    static final int MID_NUM_LET = 12;
    static final int SINGLE_QUOTE = 13;
    static final int MID_NUM = 14;
    static final int DOUBLE_QUOTE = 15;
    static final int REGIONAL_INDICATOR = 16;

    static final int CLASS_MASK = 0x1F;

    /** The character may stand in a picture of several characters. */
    static final int PICTOGRAPHIC = 0x20;

    /** The character makes what it stands in a word: it is alphabetic or some kind of number. */
    static final int WORD = 0x40;

    private static final int BLOCK_SHIFT = 8;
    private static final int BLOCK = 1 << BLOCK_SHIFT;

    /** The values of a block of characters; blocks of one value are shared. */
    private final byte[][] blocks = new byte[(Character.MAX_CODE_POINT + 1) >> BLOCK_SHIFT][];

    /** The characters that fold to something else, in order, and beside them what they fold to, as UTF-8. */
    private final int[] folded;

    private final byte[][] folds;

    private UnicodeTables(DataInputStream in) throws IOException {
        byte[][] uniform = new byte[CLASS_MASK + PICTOGRAPHIC + WORD + 1][];
        int ranges = in.readInt();
        int point = 0;
        for (int range = 0; range < ranges; range++) {
            int end = in.readInt();
            byte value = in.readByte();
            while (point < end) {
                int block = point >> BLOCK_SHIFT;
                int blockEnd = (block + 1) << BLOCK_SHIFT;
                if (point == blockEnd - BLOCK && end >= blockEnd) {
                    byte[] shared = uniform[value];
                    if (shared == null) {
                        shared = new byte[BLOCK];
                        Arrays.fill(shared, value);
                        uniform[value] = shared;
                    }
                    blocks[block] = shared;
                } else {
                    if (point == blockEnd - BLOCK) {
                        blocks[block] = new byte[BLOCK];
                    }
                    int first = blockEnd - BLOCK;
                    Arrays.fill(blocks[block], point - first, Math.min(end, blockEnd) - first, value);
                }
                point = Math.min(end, blockEnd);
            }
        }
        int count = in.readInt();
        folded = new int[count];
        folds = new byte[count][];
        for (int i = 0; i < count; i++) {
            folded[i] = in.readInt();
            folds[i] = in.readNBytes(in.readUnsignedByte());
        }
    }

    static UnicodeTables get() {
        return Holder.TABLES;
    }

    private static final class Holder {
        static final UnicodeTables TABLES = load();

        private static UnicodeTables load() {
            try (InputStream file = UnicodeTables.class.getResourceAsStream(FILE)) {
                if (file == null) {
                    throw new IllegalStateException(FILE + " is missing beside " + UnicodeTables.class.getName());
                }
                return new UnicodeTables(new DataInputStream(new BufferedInputStream(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The class of a character, with {@link #PICTOGRAPHIC} and {@link #WORD}. */
    int word(int point) {
        return blocks[point >> BLOCK_SHIFT][point & (BLOCK - 1)];
    }

    /** Writes what a character folds to as UTF-8 and gives the place behind it. */
    int fold(int point, byte[] into, int at) {
        int found = Arrays.binarySearch(folded, point);
        if (found < 0) {
            return Utf8.encode(point, into, at);
        }
        byte[] fold = folds[found];
        System.arraycopy(fold, 0, into, at, fold.length);
        return at + fold.length;
    }

    /** Whether a character belongs to the one before it. */
    static boolean isIgnored(int type) {
        return type >= EXTEND && type <= ZWJ;
    }

    static boolean isLetter(int type) {
        return type == ALPHABETIC_LETTER || type == HEBREW_LETTER;
    }

    static boolean isMidLetter(int type) {
        return type >= MID_LETTER && type <= SINGLE_QUOTE;
    }

    static boolean isMidNumber(int type) {
        return type >= MID_NUM_LET && type <= MID_NUM;
    }
}
