/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker has taken out of its table since that may not grow. Used by one thread at a time. */
final class Spill {
    /*
     * A run is the content of a table, cut by the first bits of the hashes into pieces, which is the order that the table
     * has them in anyhow; behind them stand the places where the pieces begin and the last one ends.
     */
    private static final int PIECE_BITS = Partitions.BITS;

    /** What writing takes beside the table. */
    static final int OVERHEAD_BYTES = SpillWriter.BUFFER_BYTES + (Long.BYTES << PIECE_BITS) + 64;

    private final Memory memory;
    private final List<Run> runs = new ArrayList<>();

    /** How many of the runs, the first ones, are committed in the journal. */
    private int committed;

    private Disk.@Nullable Space space;
    private long end;

    Spill(Memory memory) {
        this.memory = memory;
    }

    /** How many bytes of the heap the table may take. */
    long tableBytes() {
        // A part that is brought together to be written takes more than it does where it waits.
        return memory.share() - memory.share() / 64 - OVERHEAD_BYTES;
    }

    List<Run> runs() {
        return runs;
    }

    /** The runs that are in the journal and in none of its commits. */
    List<Run> uncommitted() {
        return runs.subList(committed, runs.size());
    }

    void committed() {
        committed = runs.size();
    }

    void write(SumTable table) {
        Journal journal = memory.journal();
        if (journal != null) {
            runs.add(journal.append(table));
            return;
        }
        Disk.Space to = space;
        if (to == null) {
            to = memory.open();
            space = to;
        }
        Run run = write(table, memory.disk(), to, end);
        runs.add(run);
        end = run.end();
    }

    /** Writes what a table holds to a space, from a place on. */
    static Run write(SumTable table, Disk disk, Disk.Space to, long from) {
        SpillWriter writer = new SpillWriter(disk, to, from);
        EntryBytes entries = new EntryBytes(writer::write);
        long[] index = new long[(1 << PIECE_BITS) + 1];
        boolean isPartitioned = table.isPartitioned();
        TableSize size = isPartitioned ? TableSize.NONE : table.sizes();
        for (int piece = 0; piece < 1 << PIECE_BITS; piece++) {
            index[piece] = writer.position();
            if (isPartitioned) {
                SumTable part = SumTable.mergePart(table.seeds(), List.of(table), piece, PIECE_BITS);
                part.forEach(entries);
                size = size.plus(part.sizes());
            } else {
                table.forEachOfPart(piece, PIECE_BITS, entries);
            }
        }
        index[1 << PIECE_BITS] = writer.position();
        for (long place : index) {
            writer.writeLong(place);
        }
        writer.flush();
        return new Run(disk, to, index[1 << PIECE_BITS], size);
    }

    /**
     * One content of a table.
     *
     * @param index where its index begins
     * @param size how many entries it has
     */
    record Run(Disk disk, Disk.Space space, long index, TableSize size) {
        /** Adds the entries whose hash begins with the bits of {@code part} to a table. */
        void addPart(int part, int bits, SumTable table, byte[] buffer) {
            SpillReader reader = new SpillReader(disk, space, buffer);
            if (bits <= PIECE_BITS) {
                reader.seek(
                        place(reader, part << (PIECE_BITS - bits)), place(reader, (part + 1) << (PIECE_BITS - bits)));
                while (reader.next()) {
                    table.add(reader.key(), reader.keyFrom, reader.keyTo, reader.sum);
                }
            } else {
                int piece = part >> (bits - PIECE_BITS);
                reader.seek(place(reader, piece), place(reader, piece + 1));
                while (reader.next()) {
                    if (table.hash(reader.key(), reader.keyFrom, reader.keyTo) >>> (64 - bits) == part) {
                        table.add(reader.key(), reader.keyFrom, reader.keyTo, reader.sum);
                    }
                }
            }
        }

        /** The place behind it. */
        long end() {
            return index + Long.BYTES * ((1L << PIECE_BITS) + 1);
        }

        private long place(SpillReader reader, int piece) {
            return reader.readLong(index + (long) Long.BYTES * piece);
        }
    }
}
