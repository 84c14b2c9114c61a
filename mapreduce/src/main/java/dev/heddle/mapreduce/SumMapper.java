/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * What a summing job does with each record: it adds numbers to keys of bytes.
 *
 * <p>Called by many threads at once, in no order.
 *
 * @param <T> the type of a record
 */
@FunctionalInterface
public interface SumMapper<T> extends Serializable {
    /**
     * Maps one record.
     *
     * @param record the record; a {@link Slice} is valid during this call only
     * @param out takes what is added, during this call only
     * @throws Exception to end the run with a {@link JobException}
     */
    void map(T record, SumEmitter out) throws Exception;
}
