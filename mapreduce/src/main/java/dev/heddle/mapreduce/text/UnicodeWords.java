/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.Tokens;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;

/**
 * The words of UTF-8 text as ICU finds them, by the rules of Unicode Standard Annex 29.
 *
 * @param folded whether the case of each word is folded
 */
record UnicodeWords(boolean folded) implements Tokenizer {
    /*
     * No rule of the annex looks across ASCII white space, so runs between white space are cut one by one. Of a run of
     * plain ASCII, punctuation at its ends is no part of a word (but the underscore, which the annex joins to letters),
     * and what is then letters and digits alone is one word. Every other run goes to ICU.
     */
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
        return folded ? "unicode-fold" : "unicode";
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
        while (from < to && isEdge(bytes[from])) {
            from++;
        }
        while (from < to && isEdge(bytes[to - 1])) {
            to--;
        }
        if (isAlphanumeric(bytes, from, to)) {
            if (from < to) {
                hand(run, from, to, tokens);
            }
        } else {
            cut(decode(run), tokens);
        }
    }

    private static boolean isEdge(byte b) {
        return b >= 0 && b != '_' && !isAlphanumeric(b);
    }

    private static boolean isAlphanumeric(byte b) {
        int lower = b | 0x20;
        return (lower >= 'a' && lower <= 'z') || (b >= '0' && b <= '9');
    }

    private static boolean isAlphanumeric(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isAlphanumeric(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private void hand(Slice run, int from, int to, Tokens tokens) {
        byte[] bytes = run.array();
        if (folded) {
            for (int i = from; i < to; i++) {
                bytes[i] = (byte) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i]);
            }
        }
        tokens.token(from - run.arrayFrom(), to - run.arrayFrom());
    }

    private static String decode(Slice run) {
        ByteBuffer bytes = ByteBuffer.wrap(run.array(), run.arrayFrom(), run.length());
        CharBuffer chars = CharBuffer.allocate(run.length());
        CoderResult result = UTF_8.newDecoder().decode(bytes, chars, true);
        if (result.isError()) {
            throw InputException.at(run, bytes.position() - run.arrayFrom(), "invalid UTF-8");
        }
        return chars.flip().toString();
    }

    private void cut(String text, Tokens tokens) {
        BreakIterator boundaries = Boundaries.OF_THREAD.get();
        boundaries.setText(text);
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; start = end, end = boundaries.next()) {
            if (boundaries.getRuleStatus() >= BreakIterator.WORD_NONE_LIMIT) {
                String word = text.substring(start, end);
                byte[] token = (folded ? UCharacter.foldCase(word, true) : word).getBytes(UTF_8);
                tokens.token(token, 0, token.length);
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }

    /** A class of its own, so that ICU is loaded where it is used and not where this tokenizer is only named. */
    private static final class Boundaries {
        /** One for each thread, since it holds the text it is cutting; it goes with its thread. */
        static final ThreadLocal<BreakIterator> OF_THREAD =
                ThreadLocal.withInitial(() -> BreakIterator.getWordInstance(ULocale.ROOT));
    }
}
