/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;

/**
 * The bytes of one file, read at any place.
 *
 * @implSpec Promises: none, because one thread uses it
 */
@FunctionalInterface
public interface ByteSource {
    /**
     * Reads some bytes.
     *
     * @param position how many bytes of the file precede the first one to read
     * @param into takes the bytes
     * @param from where in {@code into} the first one goes
     * @param length the most bytes to read, at least 1
     * @return how many were read, at least 1; -1 where the file ends at or before {@code position}
     * @throws IOException if they cannot be read
     */
    int read(long position, byte[] into, int from, int length) throws IOException;
}
