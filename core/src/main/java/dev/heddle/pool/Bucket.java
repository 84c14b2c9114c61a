/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of one key, and those who wait for one. */
final class Bucket<K, C> {
    /*
     * field            read      write     who writes
     * ---------------  --------  --------  --------------------------------------------------------
     * slots            volatile  volatile  the pool, under its lock; the array itself never changes
     * line             volatile  volatile  the pool, under its lock; the higher of what the queue and the pool want
     * everything else  plain     plain     the pool, under its lock
     *
     * line tells a passer-by what to do, without the lock:
     *   CALM     nobody waits, or who is first is awake and will look by itself
     *   WAKE     the first sleeps: whoever frees a slot must wake it
     *   CAREFUL  some key has found no room, or the pool is closing: what comes back is held, for the pool to decide
     *   HANDOFF  the first has waited for too long: no one may claim before it, and what comes back is
     *            held and given to it
     *
     * No wake-up is lost: the pool writes line and then reads the words of the slots; whoever frees a slot
     * writes its word and then reads line. All four are sequentially consistent, so one of them sees the
     * other: the slot is found, or the first is woken. Where line says that what comes back is held, an owner reads it
     * before its release and again afterwards, so that none slips through between the two.
     */
    static final int CALM = 0;
    static final int WAKE = 1;
    static final int CAREFUL = 2;
    static final int HANDOFF = 3;

    final Engine<K, C> engine;
    final K key;
    final int number;
    final Totals totals = new Totals();

    /** Connections that were opened, or are being opened or closed. */
    int size;

    int opening;
    int validating;
    int closing;

    /** How many connections must be validated before anyone gets them. */
    int stale;

    /** Leases that last, see {@link Benched}. Most keys never have one. */
    private List<Benched<K, C>> benched = List.of();

    /** How often all connections became suspect. */
    int epoch;

    @Nullable
    Waiter<K, C> first;

    @Nullable
    Waiter<K, C> last;

    int waiters;

    /** Whether it stands in the queue of those that found no room. */
    boolean hungry;

    /** Whether it was taken out of the pool, and whoever found it must look again. */
    boolean dead;

    /** What is known of the speed of this key. */
    final Pace pace = new Pace();

    @Nullable
    Throwable failure;

    /** The last failure to open, if it is final: who waits while there is no connection is told. */
    @Nullable
    Throwable refusal;

    /** Final failures in a row. */
    int finals;

    /** When the failure was seen. */
    long failedAt;

    /** Failures since the last success. */
    int failures;

    /** How many openings may run at once: all, but one for a key of which nothing is known, and few after failures. */
    int openers = 1;

    /** Whether an opening has ended, well or not. */
    boolean known;

    /** When the first opening began, 0 for not yet. */
    long firstOpening;

    /** No opening begins before, while there are failures. */
    long notBefore;

    private volatile Slot<K, C>[] slots = noSlots();

    private int queue = CALM;

    private volatile int line = CALM;

    Bucket(Engine<K, C> engine, K key, int number) {
        this.engine = engine;
        this.key = key;
        this.number = number;
    }

    void beginOpening(long now) {
        size++;
        opening++;
        if (firstOpening == 0) {
            firstOpening = now;
        }
    }

    Slot<K, C>[] slots() {
        return slots;
    }

    int line() {
        return line;
    }

    /** Says what those who pass by must know of the queue. */
    void line(int wanted) {
        queue = wanted;
        turn();
    }

    /** Takes note of whether the pool is {@linkplain Engine#isCareful careful}. */
    void turn() {
        int now = Math.max(queue, engine.isCareful() ? CAREFUL : CALM);
        if (line != now) {
            line = now;
        }
    }

    /** Whether a slot that comes back must be held for the pool to decide. */
    boolean isCareful() {
        return line >= CAREFUL;
    }

    /** Whether nobody needs to hear of a slot that comes back. */
    boolean isCalm() {
        return line == CALM;
    }

    void add(Slot<K, C> slot) {
        Slot<K, C>[] grown = Arrays.copyOf(slots, slots.length + 1);
        grown[slots.length] = slot;
        slots = grown;
    }

    /** Takes a slot out, whose leases count all the same. */
    void remove(Slot<K, C> slot) {
        Slot<K, C>[] seen = slots;
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] == slot) {
                Slot<K, C>[] shrunk = Arrays.copyOf(seen, seen.length - 1);
                System.arraycopy(seen, i + 1, shrunk, i, shrunk.length - i);
                slots = shrunk;
                totals.acquired += slot.countLeases();
                return;
            }
        }
    }

    /** Has a connection validated before anyone gets it; the pool holds its slot. */
    void addStale(Slot<K, C> slot) {
        slot.stale = true;
        stale++;
    }

    /** Takes a slot out of those to be validated; false when it is not one of them. */
    boolean removeStale(Slot<K, C> slot) {
        boolean was = slot.stale;
        if (was) {
            slot.stale = false;
            stale--;
        }
        return was;
    }

    /** The next slot to be validated, null when there is none. */
    @Nullable
    Slot<K, C> nextStale() {
        if (stale > 0) {
            for (Slot<K, C> slot : slots) {
                if (removeStale(slot)) {
                    return slot;
                }
            }
        }
        return null;
    }

    List<Benched<K, C>> benched() {
        return benched;
    }

    void add(Benched<K, C> lasting) {
        if (benched.isEmpty()) {
            benched = new ArrayList<>(1);
        }
        benched.add(lasting);
    }

    /** Takes a lease out of those that last; false when it is not one of them. */
    boolean remove(Benched<K, C> lasting) {
        return !benched.isEmpty() && benched.remove(lasting);
    }

    /** Claims any free slot for a waiter; false when there is none. */
    boolean claimFor(Waiter<K, C> waiter) {
        for (Slot<K, C> slot : slots) {
            if (slot.tryClaim() != 0) {
                waiter.give(slot);
                return true;
            }
        }
        return false;
    }

    boolean anyFree() {
        for (Slot<K, C> slot : slots) {
            if (slot.count() == Slot.FREE) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is no connection that somebody could get, now or when it comes back. */
    boolean isBare() {
        return slots.length == 0 && benched.isEmpty();
    }

    int free() {
        int free = 0;
        for (Slot<K, C> slot : slots) {
            if (slot.count() == Slot.FREE) {
                free++;
            }
        }
        return free;
    }

    /** Counts the leases, the low bits of it: each moves a generation. Under the lock. */
    int leases() {
        int sum = (int) totals.acquired;
        for (Slot<K, C> slot : slots) {
            sum += slot.newLeases();
        }
        return sum;
    }

    /** Changes whenever a lease begins. */
    int generationSum() {
        int sum = 0;
        for (Slot<K, C> slot : slots) {
            sum += slot.generation();
        }
        return sum;
    }

    int leased() {
        int leased = benched.size();
        for (Slot<K, C> slot : slots) {
            if (slot.count() > 0) {
                leased++;
            }
        }
        return leased;
    }

    void enqueue(Waiter<K, C> waiter) {
        Waiter<K, C> before = last;
        if (before == null) {
            first = waiter;
        } else {
            before.next = waiter;
        }
        last = waiter;
        waiters++;
    }

    void unlink(Waiter<K, C> waiter) {
        Waiter<K, C> before = null;
        for (Waiter<K, C> each = first; each != null; before = each, each = each.next) {
            if (each == waiter) {
                if (before == null) {
                    first = each.next;
                } else {
                    before.next = each.next;
                }
                if (last == each) {
                    last = before;
                }
                each.next = null;
                waiters--;
                return;
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of slots of these types
    private static <K, C> Slot<K, C>[] noSlots() {
        return new Slot[0];
    }
}
