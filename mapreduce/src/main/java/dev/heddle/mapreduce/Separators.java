/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.io.Serializable;

/** A set of byte values, and the searches for them. */
final class Separators implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean[] set = new boolean[256];

    private Separators() {}

    static Separators of(byte... bytes) {
        Separators separators = new Separators();
        for (byte b : bytes) {
            separators.set[b & 0xFF] = true;
        }
        return separators;
    }

    static Separators of(Tokenizer tokenizer) {
        if (tokenizer instanceof RunTokenizer runs) {
            return runs.separators();
        }
        Separators separators = new Separators();
        for (int b = 0; b < 256; b++) {
            separators.set[b] = tokenizer.isSeparator((byte) b);
        }
        return separators;
    }

    boolean contains(byte b) {
        return set[b & 0xFF];
    }

    /** The first place in [from, to) of a separator, {@code to} if there is none. */
    int next(byte[] bytes, int from, int to) {
        boolean[] in = set;
        int i = from;
        while (i < to && !in[bytes[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    /** The first place in [from, to) of another byte, {@code to} if there is none. */
    int skip(byte[] bytes, int from, int to) {
        boolean[] in = set;
        int i = from;
        while (i < to && in[bytes[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    /** The last place in [from, to) of a separator, -1 if there is none. */
    int last(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (set[bytes[i] & 0xFF]) {
                return i;
            }
        }
        return -1;
    }
}
