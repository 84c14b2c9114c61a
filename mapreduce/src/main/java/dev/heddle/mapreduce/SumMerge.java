/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the tables of all workers together: in memory where there is room for it, else part by part on disk. */
final class SumMerge implements Kernel.Merge<Sums> {
    /*
     * field   read   write  who writes
     * ------  -----  -----  ------------------------------------------------------------------
     * merged  plain  plain  each element by the thread that claimed the part; read after a join
     * disk    plain  plain  the leader, before and after the threads that use it
     *
     * In memory, part p of the result is part p of all tables. On disk, all tables were emptied first, and part p of the
     * result is what all runs have of it: so many parts that the table of one and the entries that it is sorted in fit
     * into the share of a thread.
     */
    private static final int MAX_DISK_PART_BITS = 20;

    /** What an entry takes while the entries of a part are sorted, beside the bytes of its key. */
    private static final int SORTED_BYTES = 48;

    private static final int READ_BYTES = 1 << 15;

    private final List<SumTable> tables;
    private final List<Spill> spills;
    private final Seeds seeds;
    private final Memory memory;
    private final boolean onDisk;
    private int bits;
    private @Nullable SumTable[] merged = {};
    private @Nullable SortedSums disk;

    static <T> SumMerge of(List<Worker<T>> workers, Seeds seeds, Memory memory) {
        List<SumTable> tables = new ArrayList<>();
        List<Spill> spills = new ArrayList<>();
        for (Worker<T> worker : workers) {
            TableWorker<T> made = (TableWorker<T>) worker;
            tables.add(made.table);
            spills.add(made.spill);
        }
        return new SumMerge(tables, spills, seeds, memory);
    }

    SumMerge(List<SumTable> tables, List<Spill> spills, Seeds seeds, Memory memory) {
        this.tables = tables;
        this.spills = spills;
        this.seeds = seeds;
        this.memory = memory;
        this.bits = tables.stream().anyMatch(SumTable::isPartitioned)
                ? Partitions.BITS
                : Math.min(SumTable.MAX_PART_BITS, 32 - Integer.numberOfLeadingZeros(tables.size() - 1));
        this.onDisk = !runs().isEmpty() || !fits();
        if (!onDisk) {
            merged = new SumTable[1 << bits];
        }
    }

    /** Whether the merged tables fit beside those of the workers. */
    private boolean fits() {
        if (bits == 0) {
            return true;
        }
        long now = tables.stream().mapToLong(SumTable::bytes).sum();
        long partitions = tables.stream().mapToLong(SumTable::partitionBytes).sum();
        return now + partitions + (TableSize.of(tables).part(bits).tableBytes() << bits) <= memory.bytes();
    }

    @Override
    public void prepare(int worker) {
        if (onDisk) {
            tables.get(worker).empty();
        }
    }

    @Override
    public int parts() {
        if (onDisk) {
            TableSize size = TableSize.NONE;
            for (Spill.Run run : runs()) {
                size = size.plus(run.size());
            }
            long share = memory.share() - READ_BYTES - SpillWriter.BUFFER_BYTES;
            bits = 0;
            while (bits < MAX_DISK_PART_BITS && diskPartBytes(size.part(bits)) > share) {
                bits++;
            }
            disk = new SortedSums(memory.disk(), memory.open(), 1 << bits, size.part(bits));
        }
        return 1 << bits;
    }

    private static long diskPartBytes(TableSize size) {
        return size.tableBytes() + size.keys() * SORTED_BYTES + size.largeKeyBytes();
    }

    private List<Spill.Run> runs() {
        Journal journal = memory.journal();
        List<Spill.Run> runs = new ArrayList<>(journal == null ? List.of() : journal.runs());
        spills.forEach(spill -> runs.addAll(spill.runs()));
        return runs;
    }

    @Override
    public void mergePart(int part) {
        if (onDisk) {
            SortedSums to = requireNonNull(disk);
            SumTable table = to.partSize().newTable(seeds, bits);
            byte[] buffer = new byte[READ_BYTES];
            for (Spill.Run run : runs()) {
                run.addPart(part, bits, table, buffer);
            }
            to.write(part, table);
        } else {
            merged[part] = bits == 0 ? tables.get(0) : SumTable.mergePart(seeds, tables, part, bits);
        }
    }

    @Override
    public Disk.@Nullable Space space() {
        return disk == null ? null : disk.space();
    }

    @Override
    public Sums result(Report report) {
        if (onDisk) {
            return new Sums(requireNonNull(disk), report);
        }
        List<SumTable> parts = new ArrayList<>();
        for (SumTable part : merged) {
            parts.add(requireNonNull(part));
        }
        return new Sums(new TableSums(parts, bits), report);
    }
}
