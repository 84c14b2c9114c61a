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
     * hashes   plain    plain  the adder that took the slot, 0 -> hash of the key
     * claims   volatile xadd   an adder or mover that took a slot
     * crowded  opaque   opaque the adder that took one slot too many, false -> true
     *
     * The hash chooses a slot, the key's home. A probe run is the group of neighbouring slots that the home is in, from
     * the home on and round, and PROBES_MAX - 1 more groups. A key stands in the first slot of its run that was free
     * when it came. Slots are never freed, so a thread that meets null knows that the key is not further on, and a run
     * that is full without the key stays so: every thread then finds the key, or puts it, among the flooded keys.
     *
     * Hashes stand beside the keys, so that a look at the wrong key, which is somewhere else in memory, is rare. The
     * race on them is benign: zero means "not known yet", which costs a look at the key. Nothing else is published by
     * them. The lowest bit is always set, to tell a hash from zero.
     *
     * crowded publishes nothing; a reader that misses it grows the table at its next new key.
     */
    private static final int GROUP_MAX = 16;
    private static final int PROBES_MAX = 8;
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

    /** The key does not stand in the group of its home, or its hash is not known there yet. */
    static final int NOT_NEAR = -4;

    /** The key of a slot that was empty when its table was left. */
    static final Object LEFT = new Object();

    private static final VarHandle KEY = arrayVarHandle(MethodHandles.lookup(), "key", VarHandle.class, Object[].class);
    private static final VarHandle CLAIM =
            arrayVarHandle(MethodHandles.lookup(), "claim", VarHandle.class, int[].class);
    private static final VarHandle CROWDED =
            fieldVarHandle(MethodHandles.lookup(), "crowded", VarHandle.class, TallyKeys.class, boolean.class);

    private final @Nullable Object[] keys;
    private final int[] hashes;
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
        this.hashes = new int[capacity];
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

    /** Spreads a hash code, so that its high bits depend on all of it. */
    static int hash(Object key) {
        return key.hashCode() * 0x9E3779B9;
    }

    /** Finds the slot of a key, or answers {@link #ABSENT}, {@link #FORWARD} or {@link #FULL}. */
    final int find(Object key, int hash) {
        int slot = findNear(key, hash);
        return slot >= 0 ? slot : findAlongTheRun(key, hash);
    }

    /**
     * Finds the slot of a key that stands in the group of its home, or answers {@link #NOT_NEAR}. It is short enough to
     * be compiled into its callers, for whom a call would save and restore what they have in registers.
     */
    final int findNear(Object key, int hash) {
        int kept = kept(hash);
        int home = home(hash);
        int slot = home;
        do {
            int seen = hashes[slot];
            if (seen == kept) {
                Object found = keyAcquire(slot);
                if (found == key || (found != null && key.equals(found))) {
                    return slot;
                }
            } else if (seen == 0) {
                return NOT_NEAR;
            }
            slot = (slot & ~groupMask) | ((slot + 1) & groupMask);
        } while (slot != home);
        return NOT_NEAR;
    }

    private int findAlongTheRun(Object key, int hash) {
        int kept = kept(hash);
        int home = home(hash);
        int group = home >>> groupBits;
        for (int probe = 1; probe <= probes; probe++) {
            int base = group << groupBits;
            for (int step = 0; step <= groupMask; step++) {
                int slot = base + ((home + step) & groupMask);
                int seen = hashes[slot];
                if (seen == kept || seen == 0) {
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
        int kept = kept(hash);
        int home = home(hash);
        int group = home >>> groupBits;
        for (int probe = 1; probe <= probes; probe++) {
            int base = group << groupBits;
            for (int step = 0; step <= groupMask; step++) {
                int slot = base + ((home + step) & groupMask);
                int seen = hashes[slot];
                if (seen != kept && seen != 0) {
                    continue;
                }
                Object found = keyAcquire(slot);
                if (found == null) {
                    boolean left = isLeft();
                    if (casKey(slot, left ? LEFT : key)) {
                        if (left) {
                            return FORWARD;
                        }
                        hashes[slot] = kept;
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

    /** Tells whether a slot is known to hold a key whose home it is. */
    final boolean isAtHome(int slot) {
        int seen = hashes[slot];
        return seen != 0 && home(seen) == slot;
    }

    final int home(int hash) {
        return (int) (((hash & 0xFFFF_FFFFL) * keys.length) >>> Integer.SIZE);
    }

    private static int kept(int hash) {
        return hash | 1;
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

    private int nextGroup(int group, int probe) {
        int next = group + probe;
        while (next >= groups) {
            next -= groups;
        }
        return next;
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
