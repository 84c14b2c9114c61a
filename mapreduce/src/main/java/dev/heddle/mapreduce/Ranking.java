/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** The entries of tables in the order of {@link Sums#ORDER}, sorted as numbers and made into objects one by one. */
final class Ranking {
    /*
     * Entries are numbered. The word d of a key is its bytes from 7 * d on, seven at most, first byte highest, and lowest
     * how many bytes there are from there on, 8 for more than 7: keys are in the order of their words, the first that
     * differ deciding. Sums are numbered, too, the greatest first.
     *
     * A ticket is some bits of what an entry is sorted by above the number of the entry: first the number of its sum and
     * as much of word 0 as fits. Tickets are sorted as longs. Where some agree but for the entries, their upper bits are
     * replaced by the next bits of the words, and they are sorted again.
     */
    private static final int BYTES_IN_WORD = 7;

    /** So many words are compared one by one, which is more than keys of up to 15 bytes have. */
    private static final int MAX_DEPTH = 32;

    private static final int BLOCK_BITS = 8;

    /** Sums from 0 on, up to this one, are sorted once however many entries have them. */
    private static final int SMALL_SUMS = 1 << 16;

    /** Fewer entries than these are sorted in less time than the pool of the parallel streams takes to start. */
    private static final int FEW = 1 << 16;

    private final List<SumTable> tables;

    /** The number of the first entry of each table, and behind them the number of all. */
    private final int[] firstOf;

    /** By entry. */
    private final long[] words;

    private final long[] sums;

    /** Where in its table an entry stands: slots of small keys, then slots of medium ones, then large entries. */
    private final int[] places;

    private final long[] tickets;
    private final int entryBits;
    private final long entryMask;

    /** The table of every so many-th entry; the table of one in between is the same or follows soon. */
    private final int[] tableOfBlock;

    private Ranking(List<SumTable> tables) {
        this.tables = tables;
        firstOf = new int[tables.size() + 1];
        for (int table = 0; table < tables.size(); table++) {
            firstOf[table + 1] = Math.addExact(firstOf[table], tables.get(table).size());
        }
        int size = firstOf[tables.size()];
        words = new long[size];
        sums = new long[size];
        places = new int[size];
        tickets = new long[size];
        entryBits = bits(size);
        entryMask = (1L << entryBits) - 1;
        tableOfBlock = new int[(size >> BLOCK_BITS) + 1];
        for (int block = 0, table = 0; block < tableOfBlock.length; block++) {
            while (table < tables.size() - 1 && firstOf[table + 1] <= block << BLOCK_BITS) {
                table++;
            }
            tableOfBlock[block] = table;
        }
    }

    /** Sorts in this thread alone, for threads that sort disjoint tables at once. */
    static Ranking of(SumTable table) {
        Ranking ranking = new Ranking(List.of(table));
        ranking.sort();
        return ranking;
    }

    /** Sorts with all processors where it is worth while to wake them. */
    static Ranking of(List<SumTable> tables) {
        Ranking ranking = new Ranking(tables);
        if (ranking.tickets.length < FEW) {
            ranking.sort();
        } else {
            ranking.sortInParallel();
        }
        return ranking;
    }

    private void sort() {
        for (int table = 0; table < tables.size(); table++) {
            number(table);
        }
        long[] sortedSums = sortedSums();
        for (int table = 0; table < tables.size(); table++) {
            writeTickets(table, sortedSums);
        }
        Arrays.sort(tickets);
        settle(0, tickets.length, firstBits(sortedSums));
    }

    private void sortInParallel() {
        IntStream.range(0, tables.size()).parallel().forEach(this::number);
        long[] sortedSums = sortedSums();
        IntStream.range(0, tables.size()).parallel().forEach(table -> writeTickets(table, sortedSums));
        Arrays.parallelSort(tickets);
        settleInParallel(firstBits(sortedSums));
    }

    private static int bits(int count) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(0, count - 1));
    }

    private void number(int table) {
        SumTable from = tables.get(table);
        SmallSums small = from.small();
        int entry = firstOf[table];
        int place = 0;
        int smallSlots = small.slotCount();
        for (int slot = 0; slot < smallSlots; slot++, place++) {
            long key = small.key(slot);
            if (key != 0) {
                words[entry] = word(key);
                sums[entry] = small.sum(slot);
                places[entry++] = place;
            }
        }
        MediumSums medium = from.medium();
        int mediumSlots = medium.slotCount();
        for (int slot = 0; slot < mediumSlots; slot++, place++) {
            if (medium.high(slot) != 0) {
                words[entry] = word(medium.low(slot), medium.high(slot), 0);
                sums[entry] = medium.sum(slot);
                places[entry++] = place;
            }
        }
        LargeSums large = from.large();
        for (int i = 0; i < large.size(); i++, place++) {
            words[entry] = word(large.key(i), 0);
            sums[entry] = large.sum(i);
            places[entry++] = place;
        }
    }

    private static long word(long small) {
        return Long.reverseBytes(small & SumTable.BYTES_MASK) | ((small >>> SumTable.LENGTH_SHIFT) - 1);
    }

    private static long word(long low, long high, int depth) {
        int rest = (int) (high >>> SumTable.LENGTH_SHIFT) - BYTES_IN_WORD * depth;
        long bytes = high & SumTable.BYTES_MASK;
        long word = depth == 0 ? low : depth == 1 ? low >>> 56 | bytes << 8 : bytes >>> 48;
        return Long.reverseBytes(word & SumTable.BYTES_MASK) | Math.clamp(rest, 0, 8);
    }

    private static long word(byte[] key, int depth) {
        int from = BYTES_IN_WORD * depth;
        int rest = Math.max(0, key.length - from);
        long word = SumTable.load(key, Math.min(from, key.length), Math.min(rest, BYTES_IN_WORD));
        return Long.reverseBytes(word) | Math.min(rest, 8);
    }

    private long word(int entry, int depth) {
        if (depth == 0) {
            return words[entry];
        }
        if ((words[entry] & 0xFF) < 8) {
            return 0;
        }
        SumTable table = table(entry);
        int place = places[entry] - table.small().slotCount();
        int inLarge = place - table.medium().slotCount();
        return inLarge >= 0
                ? word(table.large().key(inLarge), depth)
                : word(table.medium().low(place), table.medium().high(place), depth);
    }

    private SumTable table(int entry) {
        int table = tableOfBlock[entry >> BLOCK_BITS];
        while (firstOf[table + 1] <= entry) {
            table++;
        }
        return tables.get(table);
    }

    /** All different sums, the greatest first, each as its complement. Most are small, and there are many of those. */
    private long[] sortedSums() {
        boolean[] isFound = new boolean[Math.min(SMALL_SUMS, sums.length)];
        long[] found = new long[16];
        int count = 0;
        for (long sum : sums) {
            if (sum >= 0 && sum < isFound.length) {
                if (isFound[(int) sum]) {
                    continue;
                }
                isFound[(int) sum] = true;
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = ~sum;
        }
        Arrays.sort(found, 0, count);
        int different = 0;
        for (int i = 0; i < count; i++) {
            if (different == 0 || found[i] != found[different - 1]) {
                found[different++] = found[i];
            }
        }
        return Arrays.copyOf(found, different);
    }

    /** How many bits of word 0 stand in the first tickets; the highest bit stays free, so that none is negative. */
    private int firstBits(long[] sortedSums) {
        return 63 - bits(sortedSums.length) - entryBits;
    }

    private void writeTickets(int table, long[] sortedSums) {
        int firstBits = firstBits(sortedSums);
        long last = 0;
        int lastNumber = -1;
        for (int entry = firstOf[table]; entry < firstOf[table + 1]; entry++) {
            long sum = ~sums[entry];
            if (lastNumber < 0 || sum != last) {
                last = sum;
                lastNumber = Arrays.binarySearch(sortedSums, sum);
            }
            long upper = (long) lastNumber << firstBits | words[entry] >>> (64 - firstBits);
            tickets[entry] = upper << entryBits | entry;
        }
    }

    private void settleInParallel(int compared) {
        int size = tickets.length;
        int chunks = Math.clamp(size >> 12, 1, 256);
        // Before any is sorted on: a chunk begins where another sum or word begins.
        int[] borders = new int[chunks + 1];
        for (int chunk = 1; chunk <= chunks; chunk++) {
            int border = (int) ((long) size * chunk / chunks);
            while (border < size && agree(border - 1, border)) {
                border++;
            }
            borders[chunk] = border;
        }
        IntStream.range(0, chunks).parallel().forEach(chunk -> settle(borders[chunk], borders[chunk + 1], compared));
    }

    private boolean agree(int left, int right) {
        return tickets[left] >>> entryBits == tickets[right] >>> entryBits;
    }

    /** Sorts what agrees within [from, to), of whose words so many bits were compared. */
    private void settle(int from, int to, int compared) {
        for (int start = from; start < to; ) {
            int end = start + 1;
            while (end < to && agree(start, end)) {
                end++;
            }
            if (end - start > 1) {
                sortOn(start, end, compared);
            }
            start = end;
        }
    }

    private void sortOn(int from, int to, int compared) {
        int depth = compared >>> 6;
        if (depth == MAX_DEPTH) {
            sortKeys(from, to);
            return;
        }
        int offset = compared & 63;
        int count = Math.min(63 - entryBits, 64 - offset);
        for (int i = from; i < to; i++) {
            long bits = word((int) (tickets[i] & entryMask), depth) << offset >>> (64 - count);
            tickets[i] = bits << entryBits | (tickets[i] & entryMask);
        }
        Arrays.sort(tickets, from, to);
        settle(from, to, compared + count);
    }

    /** Sorts keys that agree in so many bytes that word after word would take as many calls, each within the last. */
    private void sortKeys(int from, int to) {
        int[] entries = Arrays.stream(tickets, from, to)
                .mapToObj(ticket -> (int) (ticket & entryMask))
                .sorted(Comparator.comparing(this::largeKey, Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = from; i < to; i++) {
            tickets[i] = entries[i - from];
        }
    }

    private byte[] largeKey(int entry) {
        SumTable table = table(entry);
        return table.large()
                .key(places[entry] - table.small().slotCount() - table.medium().slotCount());
    }

    Iterator<Sums.Entry> iterator() {
        return new Entries();
    }

    /**
     * Looks up entries some at a time: no lookup waits for another one, so the processor has many under way at once.
     */
    private final class Entries implements Iterator<Sums.Entry> {
        private static final int SOME = 512;

        private final long[] wordOf = new long[SOME];
        private final long[] sumOf = new long[SOME];
        private final int[] placeOf = new int[SOME];
        private final SumTable[] tableOf = new SumTable[SOME];
        private final long[] lowOf = new long[SOME];
        private final long[] highOf = new long[SOME];

        private final byte[] eight = new byte[Long.BYTES];

        /** The place of the first of them in the order. */
        private int start = -SOME;

        private int next;

        @Override
        public boolean hasNext() {
            return next < tickets.length;
        }

        @Override
        public Sums.Entry next() {
            if (next == tickets.length) {
                throw new NoSuchElementException();
            }
            if (next == start + SOME) {
                start = next;
                lookUp(Math.min(SOME, tickets.length - start));
            }
            int i = next++ - start;
            return new Sums.Entry(new Bytes(key(i)), sumOf[i]);
        }

        private void lookUp(int count) {
            for (int i = 0; i < count; i++) {
                wordOf[i] = words[(int) (tickets[start + i] & entryMask)];
            }
            for (int i = 0; i < count; i++) {
                sumOf[i] = sums[(int) (tickets[start + i] & entryMask)];
            }
            for (int i = 0; i < count; i++) {
                if ((wordOf[i] & 0xFF) > BYTES_IN_WORD) {
                    int entry = (int) (tickets[start + i] & entryMask);
                    placeOf[i] = places[entry];
                    tableOf[i] = table(entry);
                }
            }
            for (int i = 0; i < count; i++) {
                if ((wordOf[i] & 0xFF) > BYTES_IN_WORD) {
                    MediumSums medium = tableOf[i].medium();
                    int place = placeOf[i] - tableOf[i].small().slotCount();
                    if (place < medium.slotCount()) {
                        lowOf[i] = medium.low(place);
                        highOf[i] = medium.high(place);
                    } else {
                        highOf[i] = 0;
                        placeOf[i] = place - medium.slotCount();
                    }
                }
            }
        }

        private byte[] key(int i) {
            int length = (int) (wordOf[i] & 0xFF);
            if (length <= BYTES_IN_WORD) {
                Swar.store(eight, 0, Long.reverseBytes(wordOf[i]));
                return Arrays.copyOf(eight, length);
            }
            return highOf[i] == 0 ? tableOf[i].large().key(placeOf[i]) : MediumSums.bytes(lowOf[i], highOf[i]);
        }
    }
}
