/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import dev.heddle.mapreduce.Tokenizer;

/**
 * The tokenizers that cut text into words.
 *
 * @implSpec Promises: none, because it has no state
 */
public final class Tokenizers {
    private static final Tokenizer ASCII_WHITESPACE = Tokenizer.runs("ascii-ws", bytes(9, 10, 11, 12, 13, 32));

    private Tokenizers() {}

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /**
     * Gives the tokenizer {@code ascii-ws}: maximal runs of bytes other than 9 to 13 (tab, line feed, vertical tab,
     * form feed, carriage return) and 32 (space), kept byte for byte, whatever their encoding. Folded, the bytes
     * {@code A-Z} become {@code a-z}.
     *
     * @return the tokenizer
     */
    public static Tokenizer asciiWhitespace() {
        return ASCII_WHITESPACE;
    }

    /**
     * Gives the tokenizer {@code unicode}: the words of UTF-8 text by the rules of Unicode Standard Annex 29 as ICU4J
     * applies them for no particular language, its dictionaries for Chinese, Japanese, Thai and the like included. A
     * word is a segment that ICU calls a number, letters, kana or ideographs. Folded, each character becomes what full
     * case folding makes of it, so that {@code STRASSE} and {@code Straße} are one word.
     *
     * <p><b>Failure:</b> bytes that are not UTF-8 are an {@link dev.heddle.mapreduce.InputException} that names the
     * file and the offset.
     *
     * @return the tokenizer
     */
    public static Tokenizer unicode() {
        return new UnicodeWords(false);
    }
}
