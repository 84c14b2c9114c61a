/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/** Where a run puts what does not fit into its memory, and what it keeps for another one. */
interface Disk extends Serializable {
    /** Makes a place that is empty and that nobody else uses. */
    Space open() throws IOException;

    /** Opens the file of a journal, which has a name and stays. */
    default Journal.Medium journal(Path file) throws IOException {
        return Journal.file(file);
    }

    /** What a message calls the files on it. */
    default String file() {
        return "a spill file in " + this;
    }

    /** Bytes outside of the heap; they are gone when this is closed, and when the process ends in whatever way. */
    interface Space extends Closeable {
        /** Writes the bytes in [from, to), the first of them at {@code at}. Several threads may write at once. */
        void write(byte[] bytes, int from, int to, long at) throws IOException;

        /** Reads the bytes from {@code at} on into [from, to), all of which have been written. */
        void read(byte[] bytes, int from, int to, long at) throws IOException;

        @Override
        void close() throws IOException;
    }
}
