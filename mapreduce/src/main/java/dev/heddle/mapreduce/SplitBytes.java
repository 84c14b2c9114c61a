/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;

/** Finds the bytes that a split of a file holds, and reads them. */
final class SplitBytes {
    /*
     * Where runs end decides what a split holds. For a place x of a file let B(x) be 0 for x = 0, else the place behind
     * the first separator at or after x - 1, or the end of the file where there is none. The split [a, b) holds the
     * bytes [B(a), B(b)). B never falls, so the splits hold each byte once; each begins at the start of the file or
     * behind a separator and ends behind one or at the end of the file, so none cuts a run. To find B(a) it is enough
     * to look as far as b - 1: without a separator before that, B(a) = B(b) and the split holds nothing.
     */
    private static final int LOOKAHEAD_BYTES = 1024;

    private SplitBytes() {}

    /** Fills the chunk, whose input is named already, with what the split [offset, end) of a file holds. */
    static void read(ByteSource source, long fileBytes, long offset, long end, Separators separators, Chunk chunk)
            throws IOException {
        long start = Math.max(0, offset - 1);
        chunk.base = start;
        int length = (int) (Math.min(fileBytes, end + LOOKAHEAD_BYTES) - start);
        chunk.ensure(length, 0);
        readFully(source, fileBytes, chunk, 0, length);
        int last = (int) (end - 1 - start);
        chunk.from = 0;
        if (offset > 0) {
            int separator = separators.next(chunk.bytes, 0, last);
            if (separator == last) {
                chunk.from = 0;
                chunk.to = 0;
                return;
            }
            chunk.from = separator + 1;
        }
        int at = last;
        while (true) {
            at = separators.next(chunk.bytes, at, length);
            if (at < length) {
                chunk.to = at + 1;
                return;
            }
            if (start + length == fileBytes) {
                chunk.to = length;
                return;
            }
            long longer = Math.min(fileBytes - start, 2L * length);
            chunk.ensure(longer, length);
            readFully(source, fileBytes, chunk, length, (int) longer);
            length = (int) longer;
        }
    }

    private static void readFully(ByteSource source, long fileBytes, Chunk chunk, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            // The JDK reads into a buffer outside of the heap first, as large as what is asked for; it shall stay
            // cached.
            int step = Math.min(to - at, 1 << 16);
            int read = source.read(chunk.base + at, chunk.bytes, at, step);
            if (read < 0) {
                throw InputException.at(
                        chunk.input,
                        chunk.base + at,
                        "shrank while it was read (" + fileBytes + " bytes when opened, now it ends at byte "
                                + (chunk.base + at) + ")");
            }
            at += read;
        }
    }

    /** A file that says it has no bytes may be one of those that the system makes up as they are read. */
    static int readUnsized(ByteSource source, Chunk chunk) throws IOException {
        chunk.base = 0;
        chunk.from = 0;
        int length = 0;
        while (true) {
            chunk.ensure(length + 4096L, length);
            int read = source.read(length, chunk.bytes, length, 4096);
            if (read < 0) {
                chunk.to = length;
                return length;
            }
            length += read;
        }
    }
}
