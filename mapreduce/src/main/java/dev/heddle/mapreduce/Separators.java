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

    /** By byte as unsigned number. */
    private final boolean[] set = new boolean[256];

    /** How to search. */
    private transient Kind kind = Kind.ANY;

    /** Eight times the only separator, where there is one. */
    private transient long pattern;

    private Separators() {}

    /** The sets for which eight bytes are searched at once, and all others. */
    private enum Kind {
        WHITE_SPACE,
        SINGLE,
        ANY
    }

    static Separators of(byte... bytes) {
        Separators separators = new Separators();
        for (byte b : bytes) {
            separators.set[b & 0xFF] = true;
        }
        separators.choose();
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
        separators.choose();
        return separators;
    }

    private void choose() {
        int count = 0;
        for (int b = 0; b < 256; b++) {
            if (set[b]) {
                count++;
                pattern = Swar.pattern((byte) b);
            }
        }
        boolean blank = count == 6 && set[' '];
        for (int b = 9; b <= 13; b++) {
            blank &= set[b];
        }
        kind = blank ? Kind.WHITE_SPACE : count == 1 ? Kind.SINGLE : Kind.ANY;
    }

    @Serial
    private Object readResolve() {
        choose();
        return this;
    }

    boolean isWhiteSpace() {
        return kind == Kind.WHITE_SPACE;
    }

    boolean contains(byte b) {
        return set[b & 0xFF];
    }

    /** The first place in [from, to) of a separator, {@code to} if there is none. */
    int next(byte[] bytes, int from, int to) {
        int at = from;
        if (kind != Kind.ANY) {
            for (; at + 8 <= to; at += 8) {
                long eight = Swar.load(bytes, at);
                long marks = kind == Kind.SINGLE ? Swar.equal(eight, pattern) : Swar.spaces(eight);
                if (marks != 0) {
                    return at + Swar.before(marks);
                }
            }
        }
        boolean[] in = set;
        while (at < to && !in[bytes[at] & 0xFF]) {
            at++;
        }
        return at;
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
