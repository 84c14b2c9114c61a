/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

/** UTF-8 by the letter of the standard: shortest forms only, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    static final int MALFORMED = -1;

    private Utf8() {}

    /** The character at a place, {@link #MALFORMED} if there is none before {@code to}. */
    static int decode(byte[] bytes, int at, int to) {
        int lead = bytes[at];
        if (lead >= 0) {
            return lead;
        }
        if (lead < (byte) 0xC2 || lead > (byte) 0xF4) {
            return MALFORMED;
        }
        int length = lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
        if (to - at < length) {
            return MALFORMED;
        }
        int point = lead & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i];
            if (next >= (byte) 0xC0) {
                return MALFORMED;
            }
            point = point << 6 | (next & 0x3F);
        }
        boolean shortest = length == 2 || point >= (length == 3 ? 0x800 : 0x10000);
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        return shortest && !surrogate && point <= Character.MAX_CODE_POINT ? point : MALFORMED;
    }

    /** How many bytes a character takes. */
    static int length(int point) {
        if (point < 0x80) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    /** Writes a character and gives the place behind it. */
    static int encode(int point, byte[] into, int at) {
        int length = length(point);
        if (length == 1) {
            into[at] = (byte) point;
            return at + 1;
        }
        int rest = point;
        for (int i = length - 1; i > 0; i--) {
            into[at + i] = (byte) (0x80 | (rest & 0x3F));
            rest >>>= 6;
        }
        into[at] = (byte) (0xF00 >> length | rest);
        return at + length;
    }
}
