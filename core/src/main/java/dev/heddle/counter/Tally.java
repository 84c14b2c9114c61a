/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How often each key was seen, counted by many threads at once.
 *
 * <p>A tally gives every key a {@code long} count, which is zero until something is added: a key is in the tally while
 * its count is not zero. Counts may go below zero, and wrap modulo 2<sup>64</sup> like any {@code long}.
 *
 * <p>Each count by itself is exact: {@link #add}, {@link #count} and {@link #remove} of one key behave as if they
 * happened one after another, while the table grows, too. What covers many keys - {@link #total}, {@link #distinct},
 * {@link #top}, {@link #snapshot}, {@link #drain}, {@link #clear} - meets each key once, at some moment during the
 * call, and keys at different moments. Such a call sees every key that was in the tally when it began and stays there.
 *
 * <p>Keys must not change in what their {@code equals} and {@code hashCode} look at. Keys whose hash codes collide stay
 * cheap, at O(log n), if they are {@link Comparable} in agreement with {@code equals}.
 *
 * <p><b>Progress:</b> lock-free throughout, but for the key's own methods. Growing stops nobody: each thread that meets
 * a moving count finishes the move and goes on.
 *
 * <p><b>Memory effects:</b> actions before {@link #add} happen-before actions after a {@link #count}, {@link #add} or
 * {@link #remove} of an equal key that takes that addition into account.
 *
 * <p><b>Cost:</b> an addition to a known key is one atomic addition and allocates nothing. A key takes 21 to 31 bytes
 * beside itself, 21 where the tally was made for the number of keys. All threads add to the same word, so one key that
 * is nearly all the traffic of many processors is better counted by a {@code StripedCounter}. A key whose count became
 * zero is let go when the table is next rebuilt.
 *
 * @param <K> the type of the keys, which are never null
 * @implSpec Promises:
 *     <ul>
 *       <li>no addition is lost
 *       <li>no addition is lost while the table grows
 *       <li>a new key has one count
 *       <li>a count never goes back under additions
 *       <li>a removed count goes to one caller
 *       <li>a drain takes every addition once
 *     </ul>
 */
public final class Tally<K> {
    /*
     * field  read      write  who writes
     * -----  --------  -----  ---------------------------------------------------------------------------------
     * root   volatile  CAS    a thread that finds all of root moved into the next table, root -> root's next
     *
     * The algorithm is in TallyTable; here are its loops. Each begins at root, and goes on to the next table where it
     * finds its key's word moved. A thread that sees an older root only takes a longer way: everything in it is moved.
     *
     * An atomic addition waits for all that came before it, and only then asks for its cache line. In a large table,
     * where the line is likely to be in no cache, the word is therefore read ahead. In a small one the line is near, or
     * another processor has written to it: then reading it first would bring it twice.
     */
    private static final int CAPACITY_MIN = 16;

    private static final VarHandle ROOT =
            fieldVarHandle(MethodHandles.lookup(), "root", VarHandle.class, Tally.class, TallyTable.class);

    private final WideCounts wide = new WideCounts();
    private final int capacityMin;

    private volatile TallyTable root;

    /** Makes a tally whose tables have at least so many slots; tests make it so small that it always grows. */
    Tally(int capacity, int capacityMin) {
        this.root = new TallyTable(capacity);
        this.capacityMin = capacityMin;
    }

    /**
     * Makes an empty tally.
     *
     * @param <K> the type of the keys
     * @return a new tally
     */
    public static <K> Tally<K> create() {
        return new Tally<>(CAPACITY_MIN, CAPACITY_MIN);
    }

    /**
     * Makes an empty tally that needs not grow for a number of keys.
     *
     * @param <K> the type of the keys
     * @param expectedKeys how many keys to make room for, at least 0
     * @return a new tally
     * @throws IllegalArgumentException if {@code expectedKeys} is negative
     */
    public static <K> Tally<K> create(int expectedKeys) {
        if (expectedKeys < 0) {
            throw new IllegalArgumentException("expectedKeys: " + expectedKeys + " (expected: at least 0)");
        }
        return new Tally<>(TallyKeys.capacityToHold(expectedKeys, CAPACITY_MIN), CAPACITY_MIN);
    }

    /**
     * Adds one to a key's count.
     *
     * @param key the key
     * @return its count after that
     */
    public long increment(K key) {
        return add(key, 1);
    }

    /**
     * Adds to a key's count.
     *
     * @param key the key
     * @param delta how much to add; below zero takes away
     * @return its count after that
     */
    public long add(K key, long delta) {
        requireNonNull(key, "key");
        int hash = TallyTable.hash(key);
        TallyTable table = root;
        if (CountWord.isBlind(delta)) {
            int slot = table.findNear(key, hash);
            if (slot >= 0
                    && table.nextVolatile() == null
                    && (!table.isLarge || TallyTable.isCount(table.words, slot))) {
                long word = TallyTable.addToWord(table.words, slot, delta);
                long count = CountWord.contentOf(CountWord.COUNT, word) + delta;
                // The word is a COUNT if this is inline: no other kind gives so small a number here.
                return CountWord.isInline(count) ? count : addedBlindly(table, slot, word, key, hash, delta);
            }
        }
        return delta == 0 ? TallyTable.count(table, key, hash, wide) : addSlowly(table, key, hash, delta);
    }

    /**
     * Adds one for every key that an iteration gives, as often as it gives it.
     *
     * @param keys the keys; what was added before the iteration throws stays added
     */
    public void incrementAll(Iterable<? extends K> keys) {
        for (K key : keys) {
            add(key, 1);
        }
    }

    /**
     * Adds to the counts of many keys.
     *
     * @param counts how much to add to each key; what was added before the iteration throws stays added
     */
    public void addAll(Map<? extends K, Long> counts) {
        counts.forEach(this::add);
    }

    /**
     * Adds all counts of another tally, each as it is at some moment during the call.
     *
     * @param other the other tally, which keeps its counts
     */
    public void merge(Tally<? extends K> other) {
        other.forEach(this::add);
    }

    /**
     * Adds all counts of a snapshot.
     *
     * @param snapshot the snapshot, which may be of another tally
     */
    public void merge(TallySnapshot<? extends K> snapshot) {
        snapshot.asMap().forEach(this::add);
    }

    /**
     * Answers a key's count.
     *
     * @param key the key
     * @return its count, zero if it is not in the tally
     */
    public long count(K key) {
        requireNonNull(key, "key");
        return TallyTable.count(root, key, TallyTable.hash(key), wide);
    }

    /**
     * Sets a key's count to zero, so that it is in the tally no more.
     *
     * @param key the key
     * @return the count that it had, which no other caller gets
     */
    public long remove(K key) {
        requireNonNull(key, "key");
        long count = take(key);
        TallyTable table = root;
        if (count != 0 && table.countRemoved() && table.nextVolatile() == null && table.casGrowing()) {
            grow(table, capacityMin);
        }
        return count;
    }

    /**
     * Adds all counts up.
     *
     * <p><b>Cost:</b> a walk over the table.
     *
     * @return the sum, modulo 2<sup>64</sup>; each addition that returned before is in it
     */
    public long total() {
        long[] total = new long[1];
        settled().forEach(wide, (key, count) -> total[0] += count);
        return total[0];
    }

    /**
     * Counts the keys.
     *
     * <p><b>Cost:</b> a walk over the table.
     *
     * @return how many keys have a count that is not zero
     */
    public long distinct() {
        long[] distinct = new long[1];
        settled().forEach(wide, (key, count) -> distinct[0]++);
        return distinct[0];
    }

    /**
     * Finds the keys with the largest counts.
     *
     * <p><b>Cost:</b> a walk over the table that keeps n keys; O(keys log n) at worst, no more than O(keys) mostly.
     *
     * @param n how many keys to answer, at least 0
     * @return those keys with the largest count first, in no order where counts are the same; fewer than {@code n} if
     *     the tally has fewer
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<TallyEntry<K>> top(int n) {
        TopCounts<K> top = new TopCounts<>(n);
        forEach(top);
        return top.descending();
    }

    /**
     * Hands out every key with its count, in no order.
     *
     * @param action what is done with each; it may use this tally
     */
    @SuppressWarnings("unchecked") // only add stores keys, and it stores Ks
    public void forEach(ObjLongConsumer<? super K> action) {
        requireNonNull(action, "action");
        settled().forEach(wide, (key, count) -> action.accept((K) key, count));
    }

    /**
     * Copies all counts.
     *
     * @return the counts, each of some moment during the call; they do not change any more
     */
    public TallySnapshot<K> snapshot() {
        TallySnapshot.Builder<K> copy = new TallySnapshot.Builder<>();
        forEach(copy);
        return copy.build();
    }

    /**
     * Copies all counts and sets them to zero: what is added meanwhile is in this snapshot or stays for the next.
     *
     * @return the counts that were taken away, each of which no other caller gets
     */
    @SuppressWarnings("unchecked") // only add stores keys, and it stores Ks
    public TallySnapshot<K> drain() {
        TallySnapshot.Builder<K> taken = new TallySnapshot.Builder<>();
        settled().forEach(wide, (key, seen) -> {
            long count = take(key);
            if (count != 0) {
                taken.accept((K) key, count);
            }
        });
        return taken.build();
    }

    /** Sets all counts to zero and lets go of the keys. */
    public void clear() {
        settled().forEach(wide, (key, seen) -> take(key));
        rebuild();
    }

    /** Moves into a new table, as growing does; it changes nothing that a caller can see. */
    void rebuild() {
        grow(settled(), capacityMin);
    }

    /** Returns how many slots the table has. */
    int capacity() {
        return root.capacity();
    }

    @Override
    public String toString() {
        return "Tally[capacity=" + capacity() + "]";
    }

    /**
     * Finishes an addition that has met a large count, or what is no count: {@code word} is what stood there before.
     */
    private long addedBlindly(TallyTable table, int slot, long word, K key, int hash, long delta) {
        int kind = CountWord.kind(word);
        if (kind == CountWord.COUNT) {
            widen(table.words, slot);
        }
        if (kind == CountWord.COUNT || kind == CountWord.FROZEN) {
            return CountWord.content(word) + delta;
        }
        if (kind == CountWord.WIDE) {
            TallyTable.addToWord(table.words, slot, -delta);
        }
        return addSlowly(table, key, hash, delta);
    }

    private long addSlowly(TallyTable from, K key, int hash, long delta) {
        TallyTable table = from;
        while (true) {
            TallyTable next = table.nextVolatile();
            int slot = table.claim(key, hash);
            long @Nullable [] words = null;
            if (slot >= 0) {
                words = table.words;
            } else if (slot == TallyTable.FULL) {
                slot = 0;
                if (next != null) {
                    FloodedKeys.Entry entry = table.findFlooded(key);
                    if (entry != null) {
                        TallyTable.moveWord(entry.key, entry.word, 0, next);
                    }
                } else if (table.claimed() >= table.capacity() >>> 1) {
                    // No sign of colliding keys. Twice the slots, or the next table might be as full again.
                    grow(table, TallyTable.capacityFor(2L * table.claimed(), capacityMin));
                    continue;
                } else {
                    words = table.findOrAddFlooded(key).word;
                    if (table.nextVolatile() != null) {
                        continue;
                    }
                }
            }
            if (words != null) {
                while (true) {
                    long word = TallyTable.wordVolatile(words, slot);
                    int kind = CountWord.kind(word);
                    if (kind == CountWord.WIDE) {
                        return wide.cell(word).addAndGet(delta);
                    }
                    if (CountWord.isLeft(kind)) {
                        break;
                    }
                    if (kind == CountWord.PENDING) {
                        TallyTable.letGo(words, slot);
                        continue;
                    }
                    long sum = (kind == CountWord.UNSET ? 0 : CountWord.content(word)) + delta;
                    if (TallyTable.casWord(words, slot, word, wordOf(sum))) {
                        if (table.isCrowded() && table.nextVolatile() == null && table.casGrowing()) {
                            grow(table, capacityMin);
                        }
                        return sum;
                    }
                }
                TallyTable.moveWord(key, words, slot, requireNonNull(table.nextVolatile()));
            }
            help(table);
            table = requireNonNull(table.nextVolatile());
        }
    }

    /** Gives a word for a count; what a wide one allocates is left to waste if its CAS fails, which is rare twice. */
    private long wordOf(long count) {
        return CountWord.isInline(count) ? CountWord.of(CountWord.COUNT, count) : wide.add(count);
    }

    /** Makes a count wide that blind additions have made too large for its word, or leaves that to the next one. */
    private void widen(long[] words, int slot) {
        long word = TallyTable.wordVolatile(words, slot);
        if (CountWord.kind(word) == CountWord.COUNT) {
            TallyTable.casWord(words, slot, word, wordOf(CountWord.content(word)));
        }
    }

    /** Sets the count of a key to zero and answers what it was. */
    private long take(Object key) {
        int hash = TallyTable.hash(key);
        TallyTable table = root;
        while (true) {
            int slot = table.find(key, hash);
            TallyTable next = table.nextVolatile();
            long @Nullable [] words = null;
            if (slot >= 0) {
                words = table.words;
            } else if (slot == TallyTable.ABSENT) {
                return 0;
            } else if (slot == TallyTable.FULL) {
                FloodedKeys.Entry entry = table.findFlooded(key);
                if (entry != null && TallyTable.wordVolatile(entry.word, 0) != 0) {
                    slot = 0;
                    words = entry.word;
                } else if (next == null) {
                    return 0;
                }
            }
            if (words != null) {
                while (true) {
                    long word = TallyTable.wordVolatile(words, slot);
                    int kind = CountWord.kind(word);
                    if (kind == CountWord.WIDE) {
                        return wide.cell(word).take();
                    }
                    if (CountWord.isLeft(kind)) {
                        break;
                    }
                    if (kind == CountWord.PENDING) {
                        TallyTable.letGo(words, slot);
                        continue;
                    }
                    if (CountWord.isZero(word)) {
                        return 0;
                    }
                    if (TallyTable.casWord(words, slot, word, CountWord.of(CountWord.COUNT, 0))) {
                        return CountWord.content(word);
                    }
                }
                TallyTable.moveWord(key, words, slot, requireNonNull(table.nextVolatile()));
            }
            table = requireNonNull(table.nextVolatile());
        }
    }

    /** Makes the next table of one, unless there is one, and moves what no other thread is moving. */
    private void grow(TallyTable table, int atLeast) {
        TallyTable root = this.root;
        if (root != table) {
            if (root.nextVolatile() != table) {
                return; // it was left long ago
            }
            root.moveAll(table);
            casRoot(root, table);
        }
        TallyTable next = table.nextVolatile();
        if (next == null) {
            TallyTable made = new TallyTable(TallyTable.capacityFor(table.live(), atLeast));
            next = table.casNext(made) ? made : requireNonNull(table.nextVolatile());
        }
        while (help(table)) {
            // chunk by chunk
        }
    }

    /** Moves one chunk of a table. Answers false when no chunk was left. */
    private boolean help(TallyTable table) {
        TallyTable.Chunk chunk = table.moveChunk();
        if (chunk == TallyTable.Chunk.LAST) {
            casRoot(table, requireNonNull(table.nextVolatile()));
        }
        return chunk == TallyTable.Chunk.ONE_OF_MANY;
    }

    /** Gives a table that held every count at a moment of the call. */
    private TallyTable settled() {
        while (true) {
            TallyTable table = root;
            TallyTable next = table.nextVolatile();
            if (next == null) {
                return table;
            }
            table.moveAll(next);
            casRoot(table, next);
        }
    }

    private void casRoot(TallyTable expect, TallyTable update) {
        ROOT.compareAndSet(this, expect, update);
    }
}
