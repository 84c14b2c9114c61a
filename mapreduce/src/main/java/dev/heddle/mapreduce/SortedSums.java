/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sums on disk, in parts, each of them sorted. */
final class SortedSums implements SumParts {
    /*
     * field     read   write      who writes
     * --------  -----  ---------  ------------------------------------------------------------------
     * end              getAndAdd  each thread that writes a part, by what the part takes
     * from, to  plain  plain      each element by the thread that claimed the part; read after a join
     * size             getAndAdd  each thread that writes a part
     *
     * A thread knows what its part takes before it writes, so parts of different threads never overlap.
     */
    private static final int READ_BYTES = 1 << 13;

    private final Disk disk;
    private final Disk.Space space;
    private final TableSize partSize;
    private final AtomicLong end = new AtomicLong();
    private final AtomicLong size = new AtomicLong();
    private final long[] from;
    private final long[] to;

    SortedSums(Disk disk, Disk.Space space, int parts, TableSize partSize) {
        this.disk = disk;
        this.space = space;
        this.partSize = partSize;
        this.from = new long[parts];
        this.to = new long[parts];
    }

    /** How many keys a part has at most, about. */
    TableSize partSize() {
        return partSize;
    }

    /** Sorts and writes a part; several threads may write different ones. */
    void write(int part, SumTable table) {
        long[] bytes = {0};
        table.forEach((key, length, sum) -> bytes[0] += SpillWriter.bytes(length, sum));
        long start = end.getAndAdd(bytes[0]);
        from[part] = start;
        to[part] = start + bytes[0];
        size.getAndAdd(table.size());
        SpillWriter writer = new SpillWriter(disk, space, start);
        Ranking.of(table).iterator().forEachRemaining(entry -> {
            writer.write(entry.key().array(), entry.key().length(), entry.sum());
        });
        writer.flush();
    }

    @Override
    public long size() {
        return size.get();
    }

    @Override
    public long sum(byte[] wanted) {
        SpillReader reader = new SpillReader(disk, space, new byte[SpillWriter.BUFFER_BYTES]);
        for (int part = 0; part < from.length; part++) {
            reader.seek(from[part], to[part]);
            while (reader.next()) {
                if (Arrays.equals(reader.key(), reader.keyFrom, reader.keyTo, wanted, 0, wanted.length)) {
                    return reader.sum;
                }
            }
        }
        return 0;
    }

    @Override
    public void forEach(SumTable.Visitor visitor) {
        SpillReader reader = new SpillReader(disk, space, new byte[SpillWriter.BUFFER_BYTES]);
        for (int part = 0; part < from.length; part++) {
            reader.seek(from[part], to[part]);
            while (reader.next()) {
                byte[] key = Arrays.copyOfRange(reader.key(), reader.keyFrom, reader.keyTo);
                visitor.visit(key, key.length, reader.sum);
            }
        }
    }

    @Override
    public Iterator<Sums.Entry> sorted() {
        return new Merged();
    }

    Disk.Space space() {
        return space;
    }

    @Override
    public void close() {
        Memory.closeSilently(space);
    }

    /** Goes through one part. */
    private final class Cursor implements Comparable<Cursor> {
        private final SpillReader reader = new SpillReader(disk, space, new byte[READ_BYTES]);
        private Sums.Entry entry = new Sums.Entry(new Bytes(new byte[0]), 0);

        Cursor(int part) {
            reader.seek(from[part], to[part]);
        }

        boolean next() {
            if (!reader.next()) {
                return false;
            }
            byte[] key = Arrays.copyOfRange(reader.key(), reader.keyFrom, reader.keyTo);
            entry = new Sums.Entry(new Bytes(key), reader.sum);
            return true;
        }

        @Override
        public int compareTo(Cursor other) {
            return Sums.ORDER.compare(entry, other.entry);
        }
    }

    /** All parts as one sequence in the order. */
    private final class Merged implements Iterator<Sums.Entry> {
        private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(from.length);

        Merged() {
            for (int part = 0; part < from.length; part++) {
                Cursor cursor = new Cursor(part);
                if (cursor.next()) {
                    cursors.add(cursor);
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !cursors.isEmpty();
        }

        @Override
        public Sums.Entry next() {
            @Nullable Cursor first = cursors.poll();
            if (first == null) {
                throw new NoSuchElementException();
            }
            Sums.Entry entry = first.entry;
            if (first.next()) {
                cursors.add(first);
            }
            return entry;
        }
    }
}
