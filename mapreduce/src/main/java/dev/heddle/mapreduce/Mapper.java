/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * What a job does with each record: it emits keys with values, none, one or many.
 *
 * <p>Called by many threads at once, in no order.
 *
 * @param <T> the type of a record
 * @param <K> the type of a key
 * @param <V> the type of a value
 */
@FunctionalInterface
public interface Mapper<T, K, V> extends Serializable {
    /**
     * Maps one record.
     *
     * @param record the record; a {@link Slice} is valid during this call only
     * @param out takes what is emitted, during this call only
     * @throws Exception to end the run with a {@link JobException}
     */
    void map(T record, Emitter<? super K, ? super V> out) throws Exception;
}
