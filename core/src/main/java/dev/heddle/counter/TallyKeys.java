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

/** Where each key of a {@link TallyTable} stands. */
@SuppressWarnings("ReferenceEquality") // LEFT is told by identity, and a key that is the same object needs no equals
abstract class TallyKeys {
    /*
     * field    read     write  who writes
     * -------  -------  -----  ----------------------------------------------------------------------------
     * keys     acquire  CAS    an adder null -> key, a mover null -> LEFT; a key never leaves its slot
     * marks    plain    or     the adder that took the slot, 0 -> mark of the hash
     * claims   volatile xadd   an adder or mover that took a slot
     * crowded  opaque   opaque the adder that took one slot too many, false -> true
     *
     * A probe run is PROBES groups of neighbouring slots, chosen by the hash. A key stands in the first slot of its run
     * that was free when it came. Slots are never freed, so a thread that meets null knows that the key is not further
     * on, and a run that is full without the key stays so: every thread then finds the key, or puts it, among the
     * flooded keys.
     *
     * A mark is eight bits of the hash. Those of a group are compared at once, which nearly always leaves the one slot
     * with the key: where in its group it stands changes no branch, so a thread that counts word after word does not
     * lose the time of a wrong guess with each (the idea is that of Abseil's Swiss tables; here nothing is ever erased).
     * The race on marks is benign: zero means "not known yet", which costs a look at the key. What is found by its mark
     * is found, for keys do not move; what is not is looked for slot by slot.
     *
     * crowded publishes nothing; a reader that misses it grows the table at its next new key.
     */
    private static final int GROUP_MAX = 16;
    private static final int MARKS_AT_ONCE = Long.BYTES;
    private static final int MARK = 0xFF;

    /** Two, so that a slot without a mark differs by more than what looks equal above an equal one. */
    private static final int LEAST_MARK = 2;

    private static final int PROBES_MAX = 8;
    private static final int STRIPES = 8;
    private static final int STRIPE_SPACING = 16;
    private static final int STRIPE_SHIFT = 16;
    private static final int STRIPE_CHECK = 64;
    private static final int STRIPED_CAPACITY = 8192;
    private static final int CAPACITY_MAX = 1 << 30;

    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long EACH_HIGH_BIT = EACH_BYTE << 7;

    /** Answers of {@link #find} and {@link #claim} that are no slot. */
    static final int ABSENT = -1;

    /** The key's run ends in a slot that was left: what there is stands in the next table. */
    static final int FORWARD = -2;

    /** The key's run is taken by other keys: what there is stands among the flooded keys, or in the next table. */
    static final int FULL = -3;

    /** The key of a slot that was empty when its table was left. */
    static final Object LEFT = new Object();

    private static final VarHandle KEY = arrayVarHandle(MethodHandles.lookup(), "key", VarHandle.class, Object[].class);
    private static final VarHandle MARKS =
            arrayVarHandle(MethodHandles.lookup(), "marks", VarHandle.class, long[].class);
    private static final VarHandle CLAIM =
            arrayVarHandle(MethodHandles.lookup(), "claim", VarHandle.class, int[].class);
    private static final VarHandle CROWDED =
            fieldVarHandle(MethodHandles.lookup(), "crowded", VarHandle.class, TallyKeys.class, boolean.class);

    private final @Nullable Object[] keys;
    private final long[] marks;
    private final int[] claims;
    private final int groups;
    private final int groupMask;
    private final int groupBits;
    private final int probes;

    @SuppressWarnings("unused") // accessed through CROWDED
    private volatile boolean crowded;

    /**
     * Makes room for no keys yet.
     *
     * @param capacity how many slots, a power of two up to 16 or a multiple of 16
     */
    TallyKeys(int capacity) {
        int group = Math.min(GROUP_MAX, capacity);
        this.groupMask = group - 1;
        this.groupBits = Integer.numberOfTrailingZeros(group);
        this.groups = capacity >>> groupBits;
        this.probes = Math.min(PROBES_MAX, groups);
        this.keys = new Object[capacity];
        this.marks = new long[Math.max(GROUP_MAX, capacity) / MARKS_AT_ONCE];
        this.claims = new int[capacity < STRIPED_CAPACITY ? 1 : STRIPES * STRIPE_SPACING];
    }

    /** Tells whether no key can come any more that is not on its way already. */
    abstract boolean isLeft();

    /** How many slots hold that many keys with room for half as many again. */
    static int capacityFor(long keys, int atLeast) {
        return slots(Math.max(keys + 1 + keys * 7 / 8, atLeast));
    }

    /** How many slots hold that many keys before the table is crowded. */
    static int capacityToHold(long keys, int atLeast) {
        return slots(Math.max((keys * 32 + 24) / 25, atLeast));
    }

    private static int slots(long wanted) {
        if (wanted > CAPACITY_MAX) {
            return CAPACITY_MAX;
        }
        if (wanted > GROUP_MAX) {
            return (int) (wanted + GROUP_MAX - 1) & -GROUP_MAX;
        }
        return wanted <= 1 ? 1 : Integer.highestOneBit((int) wanted - 1) << 1;
    }

    /** The most slots that are taken before the table is crowded. */
    final int threshold() {
        int capacity = keys.length;
        return capacity == CAPACITY_MAX ? Integer.MAX_VALUE : capacity - (capacity >>> 2) + (capacity >>> 5);
    }

    static int hash(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    /** Finds the slot of a key, or answers {@link #ABSENT}, {@link #FORWARD} or {@link #FULL}. */
    final int find(Object key, int hash) {
        int group = firstGroup(hash) << groupBits;
        int first = group + (hash & groupMask);
        if (keyAcquire(first) == key) { // mostly it is not, but then the keys of the group are on their way
            return first;
        }
        long wanted = mark(hash) * EACH_BYTE;
        long equal = equalBytes(marks[group / MARKS_AT_ONCE] ^ wanted) >>> 7
                | equalBytes(marks[group / MARKS_AT_ONCE + 1] ^ wanted) >>> 6;
        while (equal != 0) {
            int place = Long.numberOfTrailingZeros(equal);
            int slot = group + (place >>> 3) + (place & 1) * MARKS_AT_ONCE;
            Object found = keyAcquire(slot);
            if (found == key || (found != null && key.equals(found))) {
                return slot;
            }
            equal &= equal - 1;
        }
        return findSlotBySlot(key, hash);
    }

    /** Sets the high bit of each byte that is zero, and perhaps of one above such a byte. */
    private static long equalBytes(long differences) {
        return (differences - EACH_BYTE) & ~differences & EACH_HIGH_BIT;
    }

    private int findSlotBySlot(Object key, int hash) {
        int mark = mark(hash);
        int group = firstGroup(hash);
        for (int probe = 1; probe <= probes; probe++) {
            int base = group << groupBits;
            for (int step = 0; step <= groupMask; step++) {
                int slot = base + ((hash + step) & groupMask);
                int seen = markPlain(slot);
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
    final int claim(Object key, int hash) {
        int mark = mark(hash);
        int group = firstGroup(hash);
        for (int probe = 1; probe <= probes; probe++) {
            int base = group << groupBits;
            for (int step = 0; step <= groupMask; step++) {
                int slot = base + ((hash + step) & groupMask);
                int seen = markPlain(slot);
                if (seen != mark && seen != 0) {
                    continue;
                }
                Object found = keyAcquire(slot);
                if (found == null) {
                    boolean left = isLeft();
                    if (casKey(slot, left ? LEFT : key)) {
                        if (left) {
                            return FORWARD;
                        }
                        setMark(slot, mark);
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

    final boolean isCrowded() {
        return crowdedOpaque();
    }

    final int capacity() {
        return keys.length;
    }

    /** How many slots are taken. */
    final int claimed() {
        int sum = 0;
        for (int stripe = 0; stripe < claims.length; stripe += STRIPE_SPACING) {
            sum += (int) CLAIM.getVolatile(claims, stripe);
        }
        return sum;
    }

    private void countClaim(int hash) {
        if (claims.length == 1) {
            int now = (int) CLAIM.getAndAdd(claims, 0, 1) + 1;
            if (now > threshold()) {
                setCrowdedOpaque();
            }
            return;
        }
        int stripe = ((hash >>> STRIPE_SHIFT) & (STRIPES - 1)) * STRIPE_SPACING;
        int now = (int) CLAIM.getAndAdd(claims, stripe, 1) + 1;
        if ((now & (STRIPE_CHECK - 1)) == 0 && claimed() > threshold()) {
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

    private static int mark(int hash) {
        return Math.max(LEAST_MARK, (hash >>> 4) & MARK);
    }

    private int markPlain(int slot) {
        return (int) (marks[slot / MARKS_AT_ONCE] >>> (slot % MARKS_AT_ONCE * Byte.SIZE)) & MARK;
    }

    private void setMark(int slot, long mark) {
        MARKS.getAndBitwiseOr(marks, slot / MARKS_AT_ONCE, mark << (slot % MARKS_AT_ONCE * Byte.SIZE));
    }

    final @Nullable Object keyAcquire(int slot) {
        return KEY.getAcquire(keys, slot);
    }

    final boolean casKey(int slot, Object update) {
        return KEY.compareAndSet(keys, slot, null, update);
    }

    private boolean crowdedOpaque() {
        return (boolean) CROWDED.getOpaque(this);
    }

    private void setCrowdedOpaque() {
        CROWDED.setOpaque(this, true);
    }
}
