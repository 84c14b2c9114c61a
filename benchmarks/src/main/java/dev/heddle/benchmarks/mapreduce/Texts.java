/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Makes the texts that words are counted in. Each is the same bytes whenever it is made. */
final class Texts {
    private static final int RANKS = 16_000_000;
    private static final int COLLIDING = 3_000;

    private Texts() {}

    /** Repeats a text. */
    static Path repeated(Path file, byte[] text, long copies) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long copy = 0; copy < copies; copy++) {
                out.write(text);
            }
        }
        return file;
    }

    /** Cuts a text, between words, into files of a folder. */
    static Path parts(Path folder, byte[] text, int files) throws IOException {
        Files.createDirectories(folder);
        int at = 0;
        for (int file = 1; file <= files; file++) {
            int end = (int) ((long) text.length * file / files);
            while (end > at && end < text.length && text[end - 1] != ' ' && text[end - 1] != '\n') {
                end--;
            }
            Files.write(folder.resolve("part" + file), Arrays.copyOfRange(text, at, end));
            at = end;
        }
        return folder;
    }

    /** Draws the word of rank r, of 16 million, in proportion to 1 / r; one in 16 begins with a capital letter. */
    static Path zipf(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        double scale = Math.log(RANKS + 1.0);
        byte[] word = new byte[32];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            long written = 0;
            for (long i = 1; written < bytes; i++) {
                long rank = (long) Math.exp(random.nextDouble() * scale);
                int length = 0;
                for (long rest = rank; rest > 0; rest /= 26) {
                    word[length++] = (byte) ('a' + rest % 26);
                }
                // Letters that follow from the rank alone, so that a word has up to 13.
                long more = rank * 0x9E37_79B9_7F4A_7C15L;
                for (int letters = (int) (more >>> 61); letters >= 0; letters--) {
                    more = more * 0x5851_F42D_4C95_7F2DL + 1;
                    word[length++] = (byte) ('a' + (more >>> 33) % 26);
                }
                if (i % 16 == 0) {
                    word[0] = (byte) (word[0] - ('a' - 'A'));
                }
                word[length++] = (byte) (i % 12 == 0 ? '\n' : ' ');
                out.write(word, 0, length);
                written += length;
            }
        }
        return file;
    }

    /** Words that the programs in C put into one slot: their hash by FNV-1a ends in the same 16 bits. */
    static List<byte[]> fnvSlots() {
        List<byte[]> words = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(2);
        while (words.size() < COLLIDING) {
            byte[] word = letters(random, 12);
            long hash = 0xcbf2_9ce4_8422_2325L;
            for (byte b : word) {
                hash = (hash ^ b) * 0x0000_0100_0000_01b3L;
            }
            if ((hash & 0xFFFF) == 0) {
                words.add(word);
            }
        }
        return words;
    }

    /** Words with one {@code String.hashCode}: two characters of each pair have the same one. */
    static List<byte[]> hashCodes() {
        String[] pairs = {"a~", "b_", "c@"};
        List<byte[]> words = new ArrayList<>();
        for (int word = 0; word < COLLIDING; word++) {
            StringBuilder text = new StringBuilder();
            for (int digits = word, place = 0; place < 8; place++, digits /= 3) {
                text.append(pairs[digits % 3]);
            }
            words.add(text.toString().getBytes(US_ASCII));
        }
        return words;
    }

    /** Words of 16 bytes with one FxHash of 64 bits: the second half undoes what the first one did. */
    static List<byte[]> fxPairs() {
        List<byte[]> words = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        while (words.size() < COLLIDING) {
            byte[] word = Arrays.copyOf(letters(random, 8), 16);
            long first = 0;
            for (int i = 7; i >= 0; i--) {
                first = first << 8 | word[i];
            }
            long second = Long.rotateLeft(first * 0x517c_c1b7_2722_0a95L, 5) ^ 0x6173_6466_6a6b_6c71L;
            boolean isWord = true;
            for (int i = 8; i < 16; i++, second >>>= 8) {
                byte b = (byte) second;
                word[i] = b;
                isWord &= b < 0 || (b > ' ' && (b < 'A' || b > 'Z'));
            }
            if (isWord) {
                words.add(word);
            }
        }
        return words;
    }

    /** As many words of the same lengths, of letters drawn at random. */
    static List<byte[]> random(List<byte[]> like) {
        SplittableRandom random = new SplittableRandom(4);
        return like.stream().map(word -> letters(random, word.length)).toList();
    }

    private static byte[] letters(SplittableRandom random, int length) {
        byte[] word = new byte[length];
        for (int i = 0; i < length; i++) {
            word[i] = (byte) ('a' + random.nextInt(26));
        }
        return word;
    }

    /** Writes the words in ever new orders until there are so many bytes. */
    static Path shuffled(Path file, List<byte[]> words, long bytes) throws IOException {
        List<byte[]> order = new ArrayList<>(words);
        Random random = new Random(5);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long written = 0; written < bytes; ) {
                Collections.shuffle(order, random);
                for (byte[] word : order) {
                    out.write(word);
                    out.write(' ');
                    written += word.length + 1;
                }
            }
        }
        return file;
    }
}
