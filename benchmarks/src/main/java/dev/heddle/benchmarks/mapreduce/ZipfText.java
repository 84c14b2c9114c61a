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
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/** A large text of which the word of rank r is drawn in proportion to 1 / r, as in prose, from many distinct ones. */
public final class ZipfText {
    private static final long MEGABYTE = 1L << 20;

    private ZipfText() {}

    /**
     * Prints where the text is, after making it where it is not there.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        System.out.println(in(Path.of(args[0])));
    }

    /** Makes the text in a folder unless it is there; -Dmegabytes and -Dwords say how large it is. */
    static Path in(Path folder) throws IOException {
        long bytes = Long.getLong("megabytes", 1024L) * MEGABYTE;
        int words = Integer.getInteger("words", 2_000_000);
        Path text = folder.resolve(bytes / MEGABYTE + "m-" + words + ".txt");
        if (Files.exists(text)) {
            return text;
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve(text.getFileName() + ".new");
        SplittableRandom random = new SplittableRandom(1);
        double scale = Math.log(words + 1.0);
        byte[] word = new byte[16];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 20)) {
            long written = 0;
            for (long i = 1; written < bytes; i++) {
                long rank = (long) Math.exp(random.nextDouble() * scale);
                int length = 0;
                for (long rest = rank; rest > 0; rest /= 26) {
                    word[length++] = (byte) ('a' + rest % 26);
                }
                word[length++] = (byte) (i % 12 == 0 ? '\n' : ' ');
                out.write(word, 0, length);
                written += length;
            }
        }
        return Files.move(fresh, text, StandardCopyOption.ATOMIC_MOVE);
    }
}
