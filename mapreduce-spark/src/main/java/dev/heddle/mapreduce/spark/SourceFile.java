/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.io.Serial;
import java.io.Serializable;

/**
 * A file as it was when the run began.
 *
 * @param name what the user calls it
 * @param location the absolute path, or the URI
 * @param isHadoop whether Hadoop reads it, by its URI
 * @param bytes how long it is
 * @param modifiedMillis when it was written last
 */
record SourceFile(String name, String location, boolean isHadoop, long bytes, long modifiedMillis)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;
}
