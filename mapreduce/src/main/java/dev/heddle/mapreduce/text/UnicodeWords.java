/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.Tokens;
import java.io.Serial;

/**
 * The words of UTF-8 text by the default rules of Unicode Standard Annex 29.
 *
 * @param folded whether the case of each word is folded
 */
record UnicodeWords(boolean folded) implements Tokenizer {
    /*
     * The annex defines a boundary by the characters around it, never by what stands beyond ASCII white space, so runs
     * between white space can be cut one by one. Names of rules, such as WB6, are those of the annex. What follows a
     * character as Extend, Format or ZWJ belongs to it (WB4): "last" and "before" are the classes of the last two
     * characters without such followers.
     */
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
        return "unicode-" + UnicodeTables.VERSION + (folded ? "-fold" : "");
    }

    @Override
    public boolean isSeparator(byte b) {
        return b == ' ' || (b >= 9 && b <= 13);
    }

    @Override
    public Tokenizer foldCase() {
        return new UnicodeWords(true);
    }

    @Override
    public void tokenize(Slice run, Tokens tokens) {
        byte[] bytes = run.array();
        int from = run.arrayFrom();
        int to = run.arrayTo();
        if (isAsciiWord(bytes, from, to)) {
            hand(run, from, to, true, tokens);
            return;
        }
        UnicodeTables tables = UnicodeTables.get();
        int start = from;
        boolean word = false;
        boolean ascii = true;
        int raw = -1;
        int last = -1;
        int before = -1;
        boolean oddFlags = false;
        for (int at = from; at < to; ) {
            int point = Utf8.decode(bytes, at, to);
            if (point < 0) {
                throw InputException.at(run, at - from, "invalid UTF-8");
            }
            int next = at + Utf8.length(point);
            int value = tables.word(point);
            int type = value & UnicodeTables.CLASS_MASK;
            boolean ignored = UnicodeTables.isIgnored(type);
            if (at > from && isBoundary(tables, bytes, next, to, raw, before, last, oddFlags, value)) {
                if (word) {
                    hand(run, start, at, ascii, tokens);
                }
                start = at;
                word = false;
                ascii = true;
                before = -1;
                last = -1;
                oddFlags = false;
            }
            word |= (value & UnicodeTables.WORD) != 0;
            ascii &= point < 0x80;
            if (!ignored || last < 0) {
                oddFlags = type == UnicodeTables.REGIONAL_INDICATOR && !oddFlags;
                before = last;
                last = type;
            }
            raw = type;
            at = next;
        }
        if (word) {
            hand(run, start, to, ascii, tokens);
        }
    }

    private static boolean isAsciiWord(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int lower = bytes[i] | 0x20;
            if ((lower < 'a' || lower > 'z') && (bytes[i] < '0' || bytes[i] > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text breaks before the character with the given value, whose successor stands at {@code next}. */
    private static boolean isBoundary(
            UnicodeTables tables,
            byte[] bytes,
            int next,
            int to,
            int raw,
            int before,
            int last,
            boolean oddFlags,
            int value) {
        int type = value & UnicodeTables.CLASS_MASK;
        if (raw == UnicodeTables.NEWLINE || type == UnicodeTables.NEWLINE) {
            return true; // WB3a, WB3b
        }
        if (raw == UnicodeTables.ZWJ && (value & UnicodeTables.PICTOGRAPHIC) != 0) {
            return false; // WB3c
        }
        if (raw == UnicodeTables.WHITE_SPACE && type == UnicodeTables.WHITE_SPACE) {
            return false; // WB3d
        }
        if (UnicodeTables.isIgnored(type)) {
            return false; // WB4
        }
        boolean letter = UnicodeTables.isLetter(type);
        boolean number = type == UnicodeTables.NUMERIC;
        if (UnicodeTables.isLetter(last)) {
            if (letter || number || type == UnicodeTables.EXTEND_NUM_LET) {
                return false; // WB5, WB9, WB13a
            }
            if (UnicodeTables.isMidLetter(type) && UnicodeTables.isLetter(following(tables, bytes, next, to))) {
                return false; // WB6
            }
            if (last == UnicodeTables.HEBREW_LETTER) {
                return type != UnicodeTables.SINGLE_QUOTE // WB7a
                        && (type != UnicodeTables.DOUBLE_QUOTE
                                || following(tables, bytes, next, to) != UnicodeTables.HEBREW_LETTER); // WB7b
            }
            return true;
        }
        if (last == UnicodeTables.NUMERIC) {
            return !(letter || number || type == UnicodeTables.EXTEND_NUM_LET) // WB8, WB10, WB13a
                    && !(UnicodeTables.isMidNumber(type)
                            && following(tables, bytes, next, to) == UnicodeTables.NUMERIC); // WB12
        }
        if (letter && UnicodeTables.isMidLetter(last) && UnicodeTables.isLetter(before)) {
            return false; // WB7
        }
        if (type == UnicodeTables.HEBREW_LETTER
                && last == UnicodeTables.DOUBLE_QUOTE
                && before == UnicodeTables.HEBREW_LETTER) {
            return false; // WB7c
        }
        if (number && UnicodeTables.isMidNumber(last) && before == UnicodeTables.NUMERIC) {
            return false; // WB11
        }
        boolean katakana = type == UnicodeTables.KATAKANA;
        if (last == UnicodeTables.KATAKANA) {
            return !katakana && type != UnicodeTables.EXTEND_NUM_LET; // WB13, WB13a
        }
        if (last == UnicodeTables.EXTEND_NUM_LET) {
            return !(letter || number || katakana || type == UnicodeTables.EXTEND_NUM_LET); // WB13a, WB13b
        }
        return !(type == UnicodeTables.REGIONAL_INDICATOR && oddFlags); // WB15, WB16, WB999
    }

    /** The class of the first character at or after a place that does not belong to the one before it, -1 if none. */
    private static int following(UnicodeTables tables, byte[] bytes, int from, int to) {
        for (int at = from; at < to; ) {
            int point = Utf8.decode(bytes, at, to);
            if (point < 0) {
                return -1;
            }
            int type = tables.word(point) & UnicodeTables.CLASS_MASK;
            if (!UnicodeTables.isIgnored(type)) {
                return type;
            }
            at += Utf8.length(point);
        }
        return -1;
    }

    private void hand(Slice run, int start, int end, boolean ascii, Tokens tokens) {
        byte[] bytes = run.array();
        int offset = run.arrayFrom();
        if (!folded) {
            tokens.token(start - offset, end - offset);
        } else if (ascii) {
            for (int i = start; i < end; i++) {
                bytes[i] = (byte) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i]);
            }
            tokens.token(start - offset, end - offset);
        } else {
            byte[] into = new byte[Math.multiplyExact(end - start, UnicodeTables.MAX_FOLD_GROWTH)];
            int length = 0;
            for (int at = start; at < end; ) {
                int point = Utf8.decode(bytes, at, end);
                length = UnicodeTables.get().fold(point, into, length);
                at += Utf8.length(point);
            }
            tokens.token(into, 0, length);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
