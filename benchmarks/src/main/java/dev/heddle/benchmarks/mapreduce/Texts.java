/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts that are made up, the same ones each time. */
final class Texts {
    private static final int WORDS = 3000;
    private static final int BYTES = 40_000_000;
    private static final int RANKS = 16_000_000;

    private Texts() {}

    /** Sets of 3,000 words. */
    enum Words {
        FNV("words of one slot of FNV-1a") {
            @Override
            byte[] next(int index, SplittableRandom random) {
                while (true) {
                    byte[] word = letters(random, 8);
                    long hash = 1469598103934665603L;
                    for (byte b : word) {
                        hash = (hash ^ b) * 1099511628211L;
                    }
                    if ((hash & 0xFFFF) == 0) {
                        return word;
                    }
                }
            }
        },
        RANDOM_8("random words of 8 bytes, beside FNV") {
            @Override
            byte[] next(int index, SplittableRandom random) {
                return letters(random, 8);
            }
        },
        STRING("words of one String.hashCode") {
            @Override
            byte[] next(int index, SplittableRandom random) {
                byte[] word = new byte[24];
                for (int bit = 0; bit < 12; bit++) {
                    // "az" and "b[" have one hash code.
                    boolean isSet = ((index >> bit) & 1) == 1;
                    word[2 * bit] = (byte) (isSet ? 'b' : 'a');
                    word[2 * bit + 1] = (byte) (isSet ? '[' : 'z');
                }
                return word;
            }
        },
        RANDOM_24("random words of 24 bytes") {
            @Override
            byte[] next(int index, SplittableRandom random) {
                return letters(random, 24);
            }
        },
        FX("words of one FxHash") {
            @Override
            byte[] next(int index, SplittableRandom random) {
                while (true) {
                    byte[] first = letters(random, 8);
                    long low = 0;
                    for (int i = 7; i >= 0; i--) {
                        low = (low << 8) | (first[i] & 0xFF);
                    }
                    long high = Long.rotateLeft(low * 0x517cc1b727220a95L, 5) ^ 0x6162636465666768L;
                    byte[] word = new byte[16];
                    System.arraycopy(first, 0, word, 0, 8);
                    boolean isWord = true;
                    for (int i = 0; i < 8; i++) {
                        int b = (int) (high >>> (8 * i)) & 0xFF;
                        word[8 + i] = (byte) b;
                        isWord &= b > ' ' && (b < 'A' || b > 'Z');
                    }
                    if (isWord) {
                        return word;
                    }
                }
            }
        },
        RANDOM_16("random words of 16 bytes") {
            @Override
            byte[] next(int index, SplittableRandom random) {
                return letters(random, 16);
            }
        };

        final String title;

        Words(String title) {
            this.title = title;
        }

        abstract byte[] next(int index, SplittableRandom random);

        static byte[] letters(SplittableRandom random, int length) {
            byte[] word = new byte[length];
            for (int i = 0; i < length; i++) {
                word[i] = (byte) ('a' + random.nextInt(26));
            }
            return word;
        }
    }

    /** Writes words of a set in a random order. */
    static void write(Words words, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(words.ordinal());
        List<byte[]> set = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            set.add(words.next(i, random));
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int written = 0; written < BYTES; ) {
                byte[] word = set.get(random.nextInt(WORDS));
                out.write(word);
                out.write(' ');
                written += word.length + 1;
            }
        }
    }

    /** Writes words whose frequency falls with their rank. */
    static void writeZipf(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        double ranks = Math.log(RANKS + 1.0);
        byte[] word = new byte[32];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            long written = 0;
            while (written < bytes) {
                int rank = (int) Math.exp(random.nextDouble() * ranks);
                int length = 0;
                for (int rest = rank; rest > 0; rest /= 26) {
                    word[length++] = (byte) ('a' + rest % 26);
                }
                for (int more = (rank * 0x9E3779B9) >>> 29; more > 0; more--) {
                    word[length++] = (byte) ('a' + more);
                }
                if ((random.nextInt() & 15) == 0) {
                    word[0] -= 'a' - 'A';
                }
                word[length++] = (byte) (length % 12 == 0 ? '\n' : ' ');
                out.write(word, 0, length);
                written += length;
            }
        }
    }
}
