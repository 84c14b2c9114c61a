/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;

/** A worker's buffer, used again for each piece of input; the bytes in [from, to) are whole runs. */
final class Chunk {
    /** The longest array that every JVM makes. */
    static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** Lets code look at 64 bytes at once a little behind the end. */
    private static final int PADDING = 80;

    byte[] bytes = new byte[PADDING];
    int from;
    int to;
    String input = "";

    /** The place of {@code bytes[0]} in the input. */
    long base;

    /** Makes room for that many bytes and keeps the first ones. */
    void ensure(long capacity, int keep) {
        if (capacity + PADDING <= bytes.length) {
            return;
        }
        if (capacity + PADDING > MAX_BYTES) {
            throw tooLong(keep);
        }
        try {
            byte[] larger = new byte[(int) capacity + PADDING];
            System.arraycopy(bytes, 0, larger, 0, keep);
            bytes = larger;
        } catch (OutOfMemoryError e) {
            throw tooLong(keep);
        }
    }

    /** Takes what another chunk's buffer holds in [start, end) to the front of this one. */
    void copy(byte[] other, int start, int end) {
        ensure(end - start, 0);
        System.arraycopy(other, start, bytes, 0, end - start);
    }

    /** Puts a space behind the last run. */
    void endWithSpace() {
        // What stands there is of no more use: a file is read again for the next chunk, a stream has handed it on.
        bytes[to] = ' ';
    }

    private InputException tooLong(int bytesSoFar) {
        bytes = Arrays.copyOf(bytes, PADDING);
        return InputException.at(
                input, base, "a run of " + bytesSoFar + " bytes or more at byte " + base + " does not fit into memory");
    }
}
