/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/**
 * How many keys of each length some tables hold at most.
 *
 * @param largeKeyBytes what the large keys take
 */
record TableSize(long small, long medium, long large, long largeKeyBytes) {
    static final TableSize NONE = new TableSize(0, 0, 0, 0);

    static TableSize of(Iterable<SumTable> tables) {
        TableSize all = NONE;
        for (SumTable table : tables) {
            all = all.plus(table.sizes());
        }
        return all;
    }

    TableSize plus(TableSize other) {
        return new TableSize(
                small + other.small, medium + other.medium, large + other.large, largeKeyBytes + other.largeKeyBytes);
    }

    long keys() {
        return small + medium + large;
    }

    /** An even share and a little; where it is too few, the table grows like any other. */
    TableSize part(int bits) {
        return new TableSize(
                (small + small / 8) >> bits,
                (medium + medium / 8) >> bits,
                (large + large / 8) >> bits,
                largeKeyBytes >> bits);
    }

    SumTable newTable(Seeds seeds, int shared) {
        return new SumTable(seeds, shared, slots(small), slots(medium), slots(large)).filledClosely();
    }

    /** What the table takes that this makes, when it is full. */
    long tableBytes() {
        return SmallSums.SLOT_BYTES * slots(small)
                + MediumSums.SLOT_BYTES * slots(medium)
                + LargeSums.SLOT_BYTES * slots(large)
                + largeKeyBytes;
    }

    /** The fewest that leave a quarter of them free. */
    private static int slots(long keys) {
        long least = Math.min(keys, 1 << 28) / 3 * 4 + 4;
        return Math.max(16, Integer.highestOneBit((int) least - 1) * 2);
    }
}
