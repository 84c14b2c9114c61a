/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** Shows entries to a visitor, as bytes. */
final class EntryBytes implements SumTable.Entries {
    private final byte[] bytes = new byte[16];
    private final SumTable.Visitor visitor;

    EntryBytes(SumTable.Visitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public void small(long key, long sum) {
        Swar.store(bytes, 0, key & SumTable.BYTES_MASK);
        visitor.visit(bytes, (int) (key >>> SumTable.LENGTH_SHIFT) - 1, sum);
    }

    @Override
    public void medium(long first, long rest, long sum) {
        Swar.store(bytes, 0, first);
        Swar.store(bytes, 8, rest & SumTable.BYTES_MASK);
        visitor.visit(bytes, (int) (rest >>> SumTable.LENGTH_SHIFT), sum);
    }

    @Override
    public void large(byte[] key, long hash, long sum) {
        visitor.visit(key, key.length, sum);
    }
}
