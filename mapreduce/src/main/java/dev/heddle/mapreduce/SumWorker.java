/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** Shows records to the user's mapper and adds what that emits into a table of its own. */
final class SumWorker<T> extends TableWorker<T> implements SumEmitter {
    private final SumMapper<? super T> mapper;

    SumWorker(SumMapper<? super T> mapper, Seeds seeds, Memory memory) {
        super(seeds, memory);
        this.mapper = mapper;
    }

    @Override
    void accept(T record) throws Exception {
        mapper.map(record, this);
    }

    @Override
    long heldBytes() {
        return table.bytes();
    }

    @Override
    public void add(Slice key, long delta) {
        long small = key.small;
        if (small != 0) {
            table.addSmall(small, delta);
        } else {
            table.add(key.array, key.from, key.to, delta);
        }
    }

    @Override
    public void add(Bytes key, long delta) {
        table.add(key.array(), 0, key.length(), delta);
    }

    @Override
    public void add(String key, long delta) {
        strings().add(key, delta, table);
    }
}
