/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.io.InputStream;

/** Makes the bytes to count of those that a file holds: decompresses them, for one, or changes their encoding. */
@FunctionalInterface
public interface Decoder {
    /**
     * Decodes a file. May already read from it.
     *
     * @param stored the bytes of the file
     * @return the decoded bytes; closing it closes {@code stored}
     * @throws IOException if the file does not hold what it should; so do the reads of the stream that is returned, and
     *     also where the file ends early
     */
    InputStream decode(InputStream stored) throws IOException;
}
