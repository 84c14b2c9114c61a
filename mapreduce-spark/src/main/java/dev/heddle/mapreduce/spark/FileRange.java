/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.io.Serial;
import java.io.Serializable;

/**
 * What one map task reads of a file.
 *
 * @param file the file
 * @param offset the first byte
 * @param end the byte after the last one
 */
record FileRange(SourceFile file, long offset, long end) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;
}
