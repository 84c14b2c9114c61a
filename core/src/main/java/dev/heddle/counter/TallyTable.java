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

/** One size of a {@link Tally}: where each key stands, and how everything in it gets to the next size. */
@SuppressWarnings("ReferenceEquality") // LEFT is told by identity, and a key that is the same object needs no equals
final class TallyTable {
    /*
     * field    read      write     who writes
     * -------  --------  --------  ------------------------------------------------------------------------
     * keys     acquire   CAS       an adder null -> key, a mover null -> LEFT; a key never leaves its slot
     * marks    plain     plain     the adder that took the slot, 0 -> mark of the hash
     * words    volatile  CAS       see below
     * claims   volatile  xadd      an adder or mover that took a slot
     * crowded  opaque    opaque    the adder that took one slot too many, false -> true
     * growing  -         CAS       the first thread that wants a next table, false -> true
     * next     acquire   CAS       a thread that wants a next table, null -> table
     * flooded  acquire   CAS       an adder or mover, null -> FloodedKeys
     * cursor   opaque    xadd      a mover that takes a chunk of slots
     * moved    volatile  xadd      a mover that has finished a chunk
     * removals volatile  xadd      a thread that removed a key
     *
     * A mark saves the look at a key that cannot be equal. The race on it is benign: zero means "not known yet", which
     * costs that look. crowded publishes nothing; a reader that misses it grows the table at its next new key.
     *
     * Where a key stands. A probe run is PROBES groups of neighbouring slots, chosen by the hash. A key stands in the
     * first slot of its run that was free when it came. Slots are never freed, so a thread that meets null knows that
     * the key is not further on, and a run that is full without the key stays so: every thread then finds the key, or
     * puts it, among the flooded keys.
     *
     * Life of a word: 0 -> count <-> SPENT, all by CAS, as long as the table is in use. Once there is a next table:
     *
     *     0, SPENT -> MOVED                              nothing to take along; the key is left behind
     *     count -> frozen count                          (1) no more additions here, still readable
     *     word of the key in next: 0 -> count            (2) by CAS from 0, which no word ever becomes again
     *     frozen count -> MOVED                          (3) from here on the next table is asked
     *
     * Any thread may take any of these steps, and any number of them may: a step that was already taken fails its CAS
     * and changes nothing, however late it comes. Nobody adds to the word in the next table before (3), since all come
     * past the word here, and so (2) never meets an addition and a frozen count is the true count. A null slot becomes
     * LEFT, so that no key can come any more.
     *
     * A flooded key could come late, as a skip list has no slot to close. So a flooded entry only counts if next was
     * still null after it was found or put; the mover reads the flooded keys after next was set and meets all that
     * count. A thread that sees next looks among the flooded keys after that, for the same reason. The fences keep "put,
     * then read next" and "read next, then look" in that order.
     *
     * The next table of next is made only when all is moved into next, so two tables are in use at most.
     */
    private static final int GROUP_MAX = 16;
    private static final int PROBES_MAX = 8;
    private static final int CHUNK = 1024;
    private static final int STRIPES = 8;
    private static final int STRIPE_SPACING = 16;
    private static final int STRIPE_SHIFT = 16;
    private static final int STRIPE_CHECK = 64;
    private static final int STRIPED_CAPACITY = 8192;
    private static final int CAPACITY_MAX = 1 << 30;

    /** Answers of {@link #find} and {@link #claim} that are no slot. */
    static final int ABSENT = -1;

    /** The key's run ends in a slot that was left: what there is stands in the next table. */
    static final int FORWARD = -2;

    /** The key's run is taken by other keys: what there is stands among the flooded keys, or in the next table. */
    static final int FULL = -3;

    /** The key of a slot that was empty when its table was left. */
    private static final Object LEFT = new Object();

    private static final VarHandle KEY = arrayVarHandle(MethodHandles.lookup(), "key", VarHandle.class, Object[].class);
    private static final VarHandle WORD = arrayVarHandle(MethodHandles.lookup(), "word", VarHandle.class, long[].class);
    private static final VarHandle CLAIM =
            arrayVarHandle(MethodHandles.lookup(), "claim", VarHandle.class, int[].class);
    private static final VarHandle NEXT =
            fieldVarHandle(MethodHandles.lookup(), "next", VarHandle.class, TallyTable.class, TallyTable.class);
    private static final VarHandle FLOODED =
            fieldVarHandle(MethodHandles.lookup(), "flooded", VarHandle.class, TallyTable.class, FloodedKeys.class);
    private static final VarHandle CROWDED =
            fieldVarHandle(MethodHandles.lookup(), "crowded", VarHandle.class, TallyTable.class, boolean.class);
    private static final VarHandle GROWING =
            fieldVarHandle(MethodHandles.lookup(), "growing", VarHandle.class, TallyTable.class, boolean.class);
    private static final VarHandle CURSOR =
            fieldVarHandle(MethodHandles.lookup(), "cursor", VarHandle.class, TallyTable.class, int.class);
    private static final VarHandle MOVED_SLOTS =
            fieldVarHandle(MethodHandles.lookup(), "moved", VarHandle.class, TallyTable.class, int.class);
    private static final VarHandle REMOVALS =
            fieldVarHandle(MethodHandles.lookup(), "removals", VarHandle.class, TallyTable.class, int.class);

    final long[] words;
    private final @Nullable Object[] keys;
    private final byte[] marks;
    private final int[] claims;
    private final int groups;
    private final int groupMask;
    private final int groupBits;
    private final int probes;

    @SuppressWarnings("unused") // accessed through NEXT
    private volatile @Nullable TallyTable next;

    @SuppressWarnings("unused") // accessed through FLOODED
    private volatile @Nullable FloodedKeys flooded;

    @SuppressWarnings("unused") // accessed through CROWDED
    private volatile boolean crowded;

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
        int group = Math.min(GROUP_MAX, capacity);
        this.groupMask = group - 1;
        this.groupBits = Integer.numberOfTrailingZeros(group);
        this.groups = capacity >>> groupBits;
        this.probes = Math.min(PROBES_MAX, groups);
        this.keys = new Object[capacity];
        this.marks = new byte[capacity];
        this.words = new long[capacity];
        this.claims = new int[capacity < STRIPED_CAPACITY ? 1 : STRIPES * STRIPE_SPACING];
    }

    /** How many slots hold that many keys with room for half as many again. */
    static int capacityFor(long keys, int atLeast) {
        long wanted = Math.max(keys + 1 + keys * 7 / 8, atLeast);
        if (wanted > CAPACITY_MAX) {
            return CAPACITY_MAX;
        }
        if (wanted > GROUP_MAX) {
            return (int) (wanted + GROUP_MAX - 1) & -GROUP_MAX;
        }
        return wanted <= 1 ? 1 : Integer.highestOneBit((int) wanted - 1) << 1;
    }

    /** The most slots that are taken before the table is crowded. */
    private static int threshold(int capacity) {
        return capacity == CAPACITY_MAX ? Integer.MAX_VALUE : capacity - (capacity >>> 2) + (capacity >>> 5);
    }

    static int hash(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    /** Finds the slot of a key, or answers {@link #ABSENT}, {@link #FORWARD} or {@link #FULL}. */
    int find(Object key, int hash) {
        byte mark = mark(hash);
        int group = firstGroup(hash);
        for (int probe = 1; probe <= probes; probe++) {
            int base = group << groupBits;
            for (int step = 0; step <= groupMask; step++) {
                int slot = base + ((hash + step) & groupMask);
                byte seen = marks[slot];
                if (seen == mark || seen == 0) {
                    Object found = keyAcquire(slot);
                    if (found == key) {
                        return slot;
                    }
                    if (found == null) {
                        return ABSENT;
                    }
                    if (found == LEFT) {
                        return FORWARD;
                    }
                    if (key.equals(found)) {
                        return slot;
                    }
                }
            }
            group = nextGroup(group, probe);
        }
        return FULL;
    }

    /** Finds the slot of a key or takes one for it, or answers {@link #FORWARD} or {@link #FULL}. */
    int claim(Object key, int hash) {
        byte mark = mark(hash);
        int group = firstGroup(hash);
        for (int probe = 1; probe <= probes; probe++) {
            int base = group << groupBits;
            for (int step = 0; step <= groupMask; step++) {
                int slot = base + ((hash + step) & groupMask);
                byte seen = marks[slot];
                if (seen != mark && seen != 0) {
                    continue;
                }
                Object found = keyAcquire(slot);
                if (found == null) {
                    boolean left = nextAcquire() != null;
                    if (casKey(slot, left ? LEFT : key)) {
                        if (left) {
                            return FORWARD;
                        }
                        marks[slot] = mark;
                        countClaim(hash);
                        return slot;
                    }
                    found = requireNonNull(keyAcquire(slot));
                }
                if (found == LEFT) {
                    return FORWARD;
                }
                if (found == key || key.equals(found)) {
                    return slot;
                }
            }
            group = nextGroup(group, probe);
        }
        return FULL;
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

    /** Reads the count of a key in this table or, where it was moved, in a later one. */
    static long count(TallyTable from, Object key, int hash, WideCounts wide) {
        TallyTable table = from;
        while (true) {
            int slot = table.find(key, hash);
            TallyTable next = table.nextAcquire();
            long word = CountWord.MOVED;
            if (slot >= 0) {
                word = wordVolatile(table.words, slot);
            } else if (slot == ABSENT) {
                return 0;
            } else if (slot == FULL) {
                FloodedKeys.Entry entry = table.findFlooded(key);
                word = entry == null ? 0 : wordVolatile(entry.word, 0);
                if (word == 0) {
                    if (next == null) {
                        return 0;
                    }
                    word = CountWord.MOVED;
                }
            }
            if (word != CountWord.MOVED) {
                return value(word, wide);
            }
            table = requireNonNull(table.nextAcquire());
        }
    }

    /** The count that a word holds, if it is not moved. */
    static long value(long word, WideCounts wide) {
        long thawed = CountWord.thaw(word);
        if (CountWord.isWide(thawed)) {
            return wide.cell(thawed).get();
        }
        return thawed == CountWord.SPENT ? 0 : thawed;
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
        long count = word == CountWord.MOVED
                ? count(requireNonNull(nextAcquire()), key, hash(key), wide)
                : value(word, wide);
        if (count != 0) {
            visitor.visit(key, count);
        }
    }

    /** Counts the words that hold something, for the size of the next table. */
    long live() {
        long live = 0;
        for (int slot = 0; slot < words.length; slot++) {
            if (!CountWord.isSpent(wordVolatile(words, slot))) {
                live++;
            }
        }
        return live;
    }

    /** Takes a chunk of slots and moves them on. Answers {@link Chunk#NONE} if there is no next table or no chunk. */
    Chunk moveChunk() {
        TallyTable next = nextAcquire();
        if (next == null || cursorOpaque() >= words.length) {
            return Chunk.NONE;
        }
        int from = takeChunk();
        if (from >= words.length || from < 0) {
            return Chunk.NONE;
        }
        int to = Math.min(words.length, from + CHUNK);
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

    /** Takes one word through steps (1) to (3). */
    static void moveWord(Object key, long[] words, int slot, TallyTable next) {
        long word = wordVolatile(words, slot);
        while (!CountWord.isFrozen(word)) {
            long left = CountWord.isSpent(word) ? CountWord.MOVED : CountWord.freeze(word);
            if (casWord(words, slot, word, left)) {
                word = left;
            } else {
                word = wordVolatile(words, slot);
            }
        }
        if (word != CountWord.MOVED) {
            next.receive(key, CountWord.thaw(word));
            casWord(words, slot, word, CountWord.MOVED);
        }
    }

    private void receive(Object key, long word) {
        int slot = claim(key, hash(key));
        if (slot >= 0) {
            casWord(words, slot, 0, word);
        } else if (slot == FULL) {
            casWord(findOrAddFlooded(key).word, 0, 0, word);
        }
        // FORWARD: this table was left meanwhile, so the word that the caller moves was moved long ago.
    }

    boolean isCrowded() {
        return crowdedOpaque();
    }

    /** Counts a removal. Answers true once there were so many that the keys removed should be left behind. */
    boolean countRemoved() {
        return (int) REMOVALS.getAndAdd(this, 1) >= Math.max(GROUP_MAX, threshold(words.length) >>> 1);
    }

    int capacity() {
        return words.length;
    }

    /** How many slots are taken. */
    int claimed() {
        int sum = 0;
        for (int stripe = 0; stripe < claims.length; stripe += STRIPE_SPACING) {
            sum += (int) CLAIM.getVolatile(claims, stripe);
        }
        return sum;
    }

    private void countClaim(int hash) {
        if (claims.length == 1) {
            int now = (int) CLAIM.getAndAdd(claims, 0, 1) + 1;
            if (now > threshold(words.length)) {
                setCrowdedOpaque();
            }
            return;
        }
        int stripe = ((hash >>> STRIPE_SHIFT) & (STRIPES - 1)) * STRIPE_SPACING;
        int now = (int) CLAIM.getAndAdd(claims, stripe, 1) + 1;
        if ((now & (STRIPE_CHECK - 1)) == 0 && claimed() > threshold(words.length)) {
            setCrowdedOpaque();
        }
    }

    private int firstGroup(int hash) {
        return (int) (((hash & 0xFFFF_FFFFL) * groups) >>> Integer.SIZE);
    }

    private int nextGroup(int group, int probe) {
        int next = group + probe;
        while (next >= groups) {
            next -= groups;
        }
        return next;
    }

    private static byte mark(int hash) {
        return (byte) ((hash >>> 4) | 0x80);
    }

    private @Nullable Object keyAcquire(int slot) {
        return KEY.getAcquire(keys, slot);
    }

    private boolean casKey(int slot, Object update) {
        return KEY.compareAndSet(keys, slot, null, update);
    }

    static long wordVolatile(long[] words, int slot) {
        return (long) WORD.getVolatile(words, slot);
    }

    static boolean casWord(long[] words, int slot, long expect, long update) {
        return WORD.compareAndSet(words, slot, expect, update);
    }

    @Nullable
    TallyTable nextAcquire() {
        return (TallyTable) NEXT.getAcquire(this);
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

    private boolean crowdedOpaque() {
        return (boolean) CROWDED.getOpaque(this);
    }

    private void setCrowdedOpaque() {
        CROWDED.setOpaque(this, true);
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
