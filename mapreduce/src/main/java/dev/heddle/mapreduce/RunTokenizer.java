/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;

/**
 * Tokens that are runs, or lines; the engine cuts them itself and never calls {@link #tokenize}.
 *
 * @param name names the contract
 * @param separators the bytes between runs, or at the end of a line
 * @param lines whether an empty run is a record, too
 * @param folded whether A-Z become a-z
 */
record RunTokenizer(String name, Separators separators, boolean lines, boolean folded) implements Tokenizer {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public boolean isSeparator(byte b) {
        return separators.contains(b);
    }

    @Override
    public Tokenizer foldCase() {
        return folded ? this : new RunTokenizer(name + "-lower", separators, lines, true);
    }

    /** Turns A-Z into a-z in [from, to). */
    static void foldAscii(byte[] bytes, int from, int to) {
        int start = from;
        for (; start + 8 <= to; start += 8) {
            Swar.store(bytes, start, Swar.fold(Swar.load(bytes, start)));
        }
        for (int i = start; i < to; i++) {
            byte b = bytes[i];
            bytes[i] = (byte) (b >= 'A' && b <= 'Z' ? b | 0x20 : b);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
