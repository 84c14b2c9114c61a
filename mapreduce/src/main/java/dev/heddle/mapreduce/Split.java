/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * A range of bytes of one file. Records that begin in it belong to it, also where they end outside of it.
 *
 * @param path the path of the file
 * @param offset the first byte
 * @param end the byte after the last one
 */
public record Split(String path, long offset, long end) implements Serializable {
    /** Checks the range. */
    public Split {
        if (offset < 0 || end < offset) {
            throw new IllegalArgumentException("split: [" + offset + ", " + end + ") (expected: 0 <= offset <= end)");
        }
    }
}
