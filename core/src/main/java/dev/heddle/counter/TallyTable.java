/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.arrayVarHandle;
import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One size of a {@link Tally}: the count of each key, and how everything gets to the next size. */
@SuppressWarnings("ReferenceEquality") // LEFT is told by identity
final class TallyTable extends TallyKeys {
    /*
     * field    read      write     who writes
     * -------  --------  --------  ------------------------------------------------------------------------
     * words    volatile  CAS, xadd see below; where the keys stand is told in TallyKeys
     * growing  -         CAS       the first thread that wants a next table, false -> true
     * next     volatile  CAS       a thread that wants a next table, null -> table
     * flooded  acquire   CAS       an adder or mover, null -> FloodedKeys
     * cursor   opaque    xadd      a mover that takes a chunk of slots
     * moved    volatile  xadd      a mover that has finished a chunk
     * removals volatile  xadd      a thread that removed a key
     *
     * Life of a word: UNSET -> COUNT, and WIDE for good when the count becomes too large, as long as the table is in
     * use. Once there is a next table:
     *
     *     UNSET, COUNT of zero -> MOVED              nothing to take along; the key is left behind
     *     COUNT -> FROZEN                            (1) this word still is the count
     *     word of the key in next: UNSET -> PENDING  (2) the same count, which nobody looks at yet
     *     FROZEN -> MOVED                            (3) from here on the word in next is the count
     *     word of the key in next: PENDING -> COUNT  (4) and may be added to
     *
     * All these are by CAS; an addition is a CAS, too, or one atomic addition that does not look first. Such a blind one
     * may meet a word that is no COUNT any more. It learns from the value before:
     *
     *     FROZEN                      it counts: the word is still the count. (3) names the whole value that it takes
     *                                 along, so it fails now; whoever moves the word raises PENDING and tries again.
     *     UNSET, FROZEN_WIDE, MOVED   it does not count, here or anywhere; the thread adds again, looking.
     *     WIDE                        it does not count; the thread takes it back, and adds to the cell.
     *
     * Blind additions are small and positive. Positive, so that a FROZEN count only grows: then a value that was taken
     * from it before is less than the value that is there, a stale CAS from PENDING to a lower count fails, and (3)
     * succeeds only if PENDING in next is what FROZEN is here. Small, because those that do not count stay in the word.
     * They are few: only a thread that has seen no next table adds blindly, and one that met a word that was left has
     * seen that there is one. Only root is added to blindly, and it has no PENDING any more.
     *
     * Any thread may take any of these steps, and any number of them may: a step that was already taken fails its CAS
     * and changes nothing, however late it comes, since no word becomes UNSET again. Nobody adds to the word in the next
     * table before (3), since all come past the word here. A null slot becomes LEFT, so that no key can come any more.
     *
     * A WIDE word names a cell that does not move: (1) makes it FROZEN_WIDE, (2) puts WIDE into next, and there is no (4).
     *
     * A flooded key could come late, as a skip list has no slot to close. So a flooded entry only counts if next was
     * still null after it was found or put; the mover reads the flooded keys after next was set and meets all that
     * count. A thread that sees next looks among the flooded keys after that, for the same reason. The fences keep "put,
     * then read next" and "read next, then look" in that order.
     *
     * The next table of next is made only when all is moved into next, so two tables are in use at most.
     */
    private static final int CHUNK = 1024;

    /** From here on the words are more than a processor has near. */
    private static final int LARGE = 1 << 17;

    private static final int REMOVALS_MIN = 16;

    private static final VarHandle WORD = arrayVarHandle(MethodHandles.lookup(), "word", VarHandle.class, long[].class);
    private static final VarHandle NEXT =
            fieldVarHandle(MethodHandles.lookup(), "next", VarHandle.class, TallyTable.class, TallyTable.class);
    private static final VarHandle FLOODED =
            fieldVarHandle(MethodHandles.lookup(), "flooded", VarHandle.class, TallyTable.class, FloodedKeys.class);
    private static final VarHandle GROWING =
            fieldVarHandle(MethodHandles.lookup(), "growing", VarHandle.class, TallyTable.class, boolean.class);
    private static final VarHandle CURSOR =
            fieldVarHandle(MethodHandles.lookup(), "cursor", VarHandle.class, TallyTable.class, int.class);
    private static final VarHandle MOVED_SLOTS =
            fieldVarHandle(MethodHandles.lookup(), "moved", VarHandle.class, TallyTable.class, int.class);
    private static final VarHandle REMOVALS =
            fieldVarHandle(MethodHandles.lookup(), "removals", VarHandle.class, TallyTable.class, int.class);

    final long[] words;
    final boolean isLarge;

    @SuppressWarnings("unused") // accessed through NEXT
    private volatile @Nullable TallyTable next;

    @SuppressWarnings("unused") // accessed through FLOODED
    private volatile @Nullable FloodedKeys flooded;

    @SuppressWarnings("unused") // accessed through GROWING
    private volatile boolean growing;

    @SuppressWarnings("unused") // accessed through CURSOR
    private volatile int cursor;

    @SuppressWarnings("unused") // accessed through MOVED_SLOTS
    private volatile int moved;

    @SuppressWarnings("unused") // accessed through REMOVALS
    private volatile int removals;

    /**
     * Makes an empty table.
     *
     * @param capacity how many slots, a power of two up to 16 or a multiple of 16
     */
    TallyTable(int capacity) {
        super(capacity);
        this.words = new long[capacity];
        this.isLarge = capacity >= LARGE;
    }

    FloodedKeys.@Nullable Entry findFlooded(Object key) {
        VarHandle.fullFence();
        FloodedKeys flooded = floodedAcquire();
        return flooded == null ? null : flooded.find(key);
    }

    FloodedKeys.Entry findOrAddFlooded(Object key) {
        FloodedKeys flooded = floodedAcquire();
        if (flooded == null) {
            casFlooded(new FloodedKeys());
            flooded = requireNonNull(floodedAcquire());
        }
        FloodedKeys.Entry entry = flooded.findOrAdd(key);
        VarHandle.fullFence();
        return entry;
    }

    @Override
    boolean isLeft() {
        return nextVolatile() != null;
    }

    /** Reads the count of a key in this table or, where it was moved, in a later one. */
    static long count(TallyTable from, Object key, int hash, WideCounts wide) {
        TallyTable table = from;
        while (true) {
            int slot = table.find(key, hash);
            TallyTable next = table.nextVolatile();
            long word = CountWord.of(CountWord.MOVED, 0);
            if (slot >= 0) {
                word = wordVolatile(table.words, slot);
            } else if (slot == ABSENT) {
                return 0;
            } else if (slot == FULL) {
                FloodedKeys.Entry entry = table.findFlooded(key);
                if (entry != null && wordVolatile(entry.word, 0) != 0) {
                    word = wordVolatile(entry.word, 0);
                } else if (next == null) {
                    return 0;
                }
            }
            if (CountWord.kind(word) != CountWord.MOVED) {
                return value(word, wide);
            }
            table = requireNonNull(table.nextVolatile());
        }
    }

    /** The count that a word holds, if it is not moved. */
    static long value(long word, WideCounts wide) {
        return switch (CountWord.kind(word)) {
            case CountWord.UNSET -> 0;
            case CountWord.WIDE, CountWord.FROZEN_WIDE -> wide.cell(word).valueVolatile();
            default -> CountWord.content(word);
        };
    }

    /** Hands out every key that was ever counted here and stands here still or has moved on, with its count. */
    void forEach(WideCounts wide, CountVisitor visitor) {
        for (int slot = 0; slot < words.length; slot++) {
            Object key = keyAcquire(slot);
            if (key != null && key != LEFT) {
                visit(key, words, slot, wide, visitor);
            }
        }
        FloodedKeys flooded = floodedAcquire();
        if (flooded != null) {
            for (FloodedKeys.Entry chain : flooded.chains()) {
                for (FloodedKeys.@Nullable Entry entry = chain; entry != null; entry = entry.tiedAcquire()) {
                    visit(entry.key, entry.word, 0, wide, visitor);
                }
            }
        }
    }

    private void visit(Object key, long[] words, int slot, WideCounts wide, CountVisitor visitor) {
        long word = wordVolatile(words, slot);
        long count = CountWord.kind(word) == CountWord.MOVED
                ? count(requireNonNull(nextVolatile()), key, hash(key), wide)
                : value(word, wide);
        if (count != 0) {
            visitor.visit(key, count);
        }
    }

    /** Counts the words that hold something, for the size of the next table. */
    long live() {
        long live = 0;
        for (int slot = 0; slot < words.length; slot++) {
            if (!CountWord.isZero(wordVolatile(words, slot))) {
                live++;
            }
        }
        return live;
    }

    /** Takes a chunk of slots and moves them on. Answers {@link Chunk#NONE} if there is no next table or no chunk. */
    Chunk moveChunk() {
        TallyTable next = nextVolatile();
        if (next == null || cursorOpaque() >= words.length) {
            return Chunk.NONE;
        }
        int from = takeChunk();
        if (from >= words.length || from < 0) {
            return Chunk.NONE;
        }
        int to = Math.min(words.length, from + CHUNK);
        // What came early is what comes often, mostly. It is at home here, and so it is in the next table.
        for (int slot = from; slot < to; slot++) {
            if (isAtHome(slot)) {
                moveSlot(slot, next);
            }
        }
        for (int slot = from; slot < to; slot++) {
            moveSlot(slot, next);
        }
        if (countMoved(to - from) < words.length) {
            return Chunk.ONE_OF_MANY;
        }
        moveFlooded(next);
        return Chunk.LAST;
    }

    /** Moves everything on that other threads have not moved yet; after it all words are moved. */
    void moveAll(TallyTable next) {
        for (int slot = 0; slot < words.length; slot++) {
            moveSlot(slot, next);
        }
        moveFlooded(next);
    }

    private void moveSlot(int slot, TallyTable next) {
        Object key = keyAcquire(slot);
        if (key == null) {
            if (casKey(slot, LEFT)) {
                return;
            }
            key = requireNonNull(keyAcquire(slot));
        }
        if (key != LEFT) {
            moveWord(key, words, slot, next);
        }
    }

    private void moveFlooded(TallyTable next) {
        VarHandle.fullFence();
        FloodedKeys flooded = floodedAcquire();
        if (flooded != null) {
            for (FloodedKeys.Entry chain : flooded.chains()) {
                for (FloodedKeys.@Nullable Entry entry = chain; entry != null; entry = entry.tiedAcquire()) {
                    moveWord(entry.key, entry.word, 0, next);
                }
            }
        }
    }

    /** Takes one word through all steps. */
    static void moveWord(Object key, long[] words, int slot, TallyTable next) {
        while (true) {
            long word = wordVolatile(words, slot);
            switch (CountWord.kind(word)) {
                case CountWord.UNSET -> casWord(words, slot, word, CountWord.of(CountWord.MOVED, 0));
                case CountWord.COUNT -> {
                    int left = CountWord.isZero(word) ? CountWord.MOVED : CountWord.FROZEN;
                    casWord(words, slot, word, CountWord.of(left, CountWord.content(word)));
                }
                case CountWord.WIDE ->
                    casWord(words, slot, word, CountWord.wide(CountWord.FROZEN_WIDE, CountWord.cell(word)));
                case CountWord.FROZEN, CountWord.FROZEN_WIDE -> {
                    next.receive(key, word);
                    casWord(words, slot, word, CountWord.of(CountWord.MOVED, 0));
                }
                default -> {
                    next.letGo(key);
                    return;
                }
            }
        }
    }

    /** Takes step (2) with a word of the table before. */
    private void receive(Object key, long frozen) {
        int slot = claim(key, hash(key));
        long[] into = words;
        if (slot == FULL) {
            into = findOrAddFlooded(key).word;
            slot = 0;
        } else if (slot < 0) {
            return; // this table was left meanwhile, so the word that the caller moves was moved long ago
        }
        while (true) {
            long word = wordVolatile(into, slot);
            int kind = CountWord.kind(word);
            long update = CountWord.kind(frozen) == CountWord.FROZEN
                    ? CountWord.of(CountWord.PENDING, CountWord.content(frozen))
                    : CountWord.wide(CountWord.WIDE, CountWord.cell(frozen));
            boolean isBehind = kind == CountWord.UNSET || (kind == CountWord.PENDING && word < update);
            if (!isBehind || casWord(into, slot, word, update)) {
                return;
            }
        }
    }

    /** Takes step (4), for a thread that has seen that the word of the table before is moved. */
    private void letGo(Object key) {
        int slot = find(key, hash(key));
        if (slot >= 0) {
            letGo(words, slot);
        } else if (slot == FULL) {
            FloodedKeys.Entry entry = findFlooded(key);
            if (entry != null) {
                letGo(entry.word, 0);
            }
        }
    }

    static void letGo(long[] words, int slot) {
        long word = wordVolatile(words, slot);
        if (CountWord.kind(word) == CountWord.PENDING) {
            casWord(words, slot, word, CountWord.of(CountWord.COUNT, CountWord.content(word)));
        }
    }

    /** Counts a removal. Answers true once there were so many that the keys removed should be left behind. */
    boolean countRemoved() {
        return (int) REMOVALS.getAndAdd(this, 1) >= Math.max(REMOVALS_MIN, threshold() >>> 1);
    }

    static boolean isCount(long[] words, int slot) {
        return CountWord.kind(wordVolatile(words, slot)) == CountWord.COUNT;
    }

    static long wordVolatile(long[] words, int slot) {
        return (long) WORD.getVolatile(words, slot);
    }

    static long addToWord(long[] words, int slot, long delta) {
        return (long) WORD.getAndAdd(words, slot, delta);
    }

    static boolean casWord(long[] words, int slot, long expect, long update) {
        return WORD.compareAndSet(words, slot, expect, update);
    }

    @Nullable
    TallyTable nextVolatile() {
        return next;
    }

    boolean casNext(TallyTable update) {
        return NEXT.compareAndSet(this, null, update);
    }

    boolean casGrowing() {
        return GROWING.compareAndSet(this, false, true);
    }

    private @Nullable FloodedKeys floodedAcquire() {
        return (FloodedKeys) FLOODED.getAcquire(this);
    }

    private void casFlooded(FloodedKeys update) {
        FLOODED.compareAndSet(this, null, update);
    }

    private int cursorOpaque() {
        return (int) CURSOR.getOpaque(this);
    }

    private int takeChunk() {
        return (int) CURSOR.getAndAdd(this, CHUNK);
    }

    private int countMoved(int slots) {
        return (int) MOVED_SLOTS.getAndAdd(this, slots) + slots;
    }

    /** What became of a call of {@link #moveChunk}. */
    enum Chunk {
        NONE,
        ONE_OF_MANY,
        LAST
    }

    /** Takes a key and its count. */
    interface CountVisitor {
        void visit(Object key, long count);
    }
}
