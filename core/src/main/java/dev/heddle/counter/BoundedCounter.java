/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A balance that never leaves its bounds: an account, a quota, a stock level.
 *
 * <p>An addition that would leave {@code [min, max]} is refused and changes nothing; nothing wraps around. The value is
 * exact: a read sees every addition that was over before it began. While one thread at a time uses the counter it is a
 * single word. When threads are seen to disturb each other far from the bounds, the funds are split over cells, and
 * each thread adds and takes in its own; near a bound, and whenever somebody asks for the value, they come back into
 * one word.
 *
 * <p>{@link #tryTransferTo} moves an amount between two counters and {@link #snapshot} reads many at one instant.
 * Nobody can see the one side of a transfer without the other, whichever methods they look with.
 *
 * <p>Counters that stand side by side in memory may slow each other down: a million accounts matter more than their
 * padding.
 *
 * <p><b>Progress:</b> {@link #tryAdd} and {@link #get} are one read or one compare-and-set, retried when another thread
 * was faster, so that some thread always gets on. They wait - they spin, then park - for a thread that moves funds just
 * then: a transfer, a snapshot, or a change between one word and cells. Those hold a counter for a few memory accesses,
 * without calling anything. {@link #tryTransferTo} and {@link #snapshot} are blocking and free of deadlock.
 *
 * <p><b>Memory effects:</b> actions before a successful {@link #tryAdd} or {@link #tryTransferTo} happen-before actions
 * after a {@link #get}, {@link #snapshot}, {@link #tryTransferTo} or refused {@link #tryAdd} that follows it. Two
 * successful additions of different threads may meet in different cells: there is no such edge between them.
 *
 * <p><b>Interruption:</b> is not noticed; no method waits for longer than another thread needs to move funds.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>never leaves its bounds
 *       <li>no addition is lost
 *       <li>refuses only what does not fit
 *       <li>a read is exact
 *       <li>a transfer is never seen halfway
 *       <li>a snapshot's total is the same through any transfers
 *       <li>transfers in a circle never wait for each other
 *       <li>a read that counts an addition sees what came before it
 *     </ul>
 */
public final class BoundedCounter {
    /*
     * The value is kept as its distance from min, in 0..range, so that negative words are free to say where the funds
     * are:
     *
     *   word >= 0   here, all of them
     *   SPREAD      in the cells of the escrow, all of them
     *   HELD        in the hands of one thread
     *   AWAITED     the same, and some thread is parked until it lets go
     *
     * field     read      write     who writes
     * --------  --------  --------  ------------------------------------------------------------------------------
     * word      volatile  volatile  whoever adds, by CAS from a value >= 0; whoever takes hold, by CAS to HELD; who
     *                               waits, by CAS from HELD to AWAITED; and the holder, by swap, to let go
     * escrow    volatile  volatile  the holder, once
     * patience  opaque    opaque    any thread that lost a CAS, and the holder
     *
     * Cells. Each cell owns an equal part of the room between the bounds, capacity = range / cells, and holds a part of
     * the funds within 0..capacity. Whatever the cells do, their sum stays within 0..range: so an addition that fits its
     * cell fits the counter, and needs nothing but a CAS on that cell. An addition that does not fit its cell says
     * nothing about the counter. It takes hold, freezes cell by cell (each gives up its funds by a swap and refuses all
     * additions from then on) and, when the last one is frozen, has all the funds in hand at one instant. There it
     * decides, and there a refusal takes effect. A cell that is opened again always opens with a valid share, so an
     * addition that was delayed since before the freeze may still succeed on it: it finds a share like any other.
     *
     * Exact reads. A word >= 0 is published only after the last cell is frozen, and goes away (to HELD) before the first
     * one opens; so such a word is the value, and reading it is an exact read. Every other read takes hold. Funds are
     * outside the word and the cells only while the word says HELD, and then nobody answers: without that rule a reader
     * would miss what a refill carries from one to the other.
     *
     * Transfers and snapshots hold all their counters at once, taken in the order of their ids, so that circles of
     * waiting threads cannot form. While both counters of a transfer are held no value of either can be seen; each
     * becomes visible already changed. A reader that saw the first one changed finds the second one held, or changed.
     *
     * Waiting. A waiter marks the word AWAITED under the lock of a waiting room and parks there; the holder's swap finds
     * the mark, takes the same lock and wakes the room. The mark is set only over HELD, by CAS, so it cannot be
     * set behind the swap. Rooms are shared by all counters: a counter pays no memory for a queue that is empty for all
     * its life, and a thread woken for the neighbour looks again and parks.
     *
     * When to spread. A call that loses its second CAS in a row costs the counter one point of patience; when they are
     * used up, and the share of every cell would cover many additions of this size, the funds are spread. Gathering them
     * soon after that doubles the next patience, since spreading did not pay; so a counter that is read, drained or used
     * in transfers all the time stays one word. Races on patience lose or repeat a point: that moves the moment of
     * spreading by a few calls and nothing else.
     */
    private static final VarHandle WORD =
            fieldVarHandle(MethodHandles.lookup(), "word", VarHandle.class, BoundedCounter.class, long.class);
    private static final VarHandle PATIENCE =
            fieldVarHandle(MethodHandles.lookup(), "patience", VarHandle.class, BoundedCounter.class, int.class);

    private static final long SPREAD = -1;
    private static final long HELD = -2;
    private static final long AWAITED = -3;

    /**
     * How often a waiter looks again before it parks, and how long one that lost a race stands back; there is no use in
     * it on a single processor.
     */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

    private static final AtomicLong IDS = new AtomicLong();

    private final long min;
    private final long range;
    final long id = IDS.incrementAndGet();
    private final EscrowTuning tuning;

    private volatile long word;
    private volatile @Nullable Escrow escrow;

    @SuppressWarnings("unused") // accessed through PATIENCE
    private volatile int patience;

    private BoundedCounter(long min, long range, long funds, EscrowTuning tuning) {
        this.min = min;
        this.range = range;
        this.tuning = tuning;
        this.patience = tuning.patience();
        this.word = funds;
    }

    /**
     * Makes a counter that stands at {@code initial} and stays within {@code min} and {@code max}.
     *
     * @param min the least value
     * @param max the greatest value, at least {@code min} and at most {@code min + Long.MAX_VALUE}
     * @param initial the first value, from {@code min} to {@code max}
     * @return the counter
     * @throws IllegalArgumentException if {@code max} or {@code initial} is out of its range
     */
    public static BoundedCounter of(long min, long max, long initial) {
        return of(min, max, initial, EscrowTuning.DEFAULT);
    }

    static BoundedCounter of(long min, long max, long initial, EscrowTuning tuning) {
        if (max < min) {
            throw new IllegalArgumentException("max: " + max + " (expected: at least min, " + min + ")");
        }
        long range = max - min;
        if (range < 0) {
            throw new IllegalArgumentException(
                    "max: " + max + " (expected: at most min + Long.MAX_VALUE, " + (min + Long.MAX_VALUE) + ")");
        }
        if (initial < min || initial > max) {
            throw new IllegalArgumentException(
                    "initial: " + initial + " (expected: from min to max, " + min + " to " + max + ")");
        }
        return new BoundedCounter(min, range, initial - min, tuning);
    }

    /**
     * Makes a counter that stands at {@code initial} and never goes below zero.
     *
     * @param initial the first value, at least 0
     * @return the counter, with {@link Long#MAX_VALUE} as its greatest value
     * @throws IllegalArgumentException if {@code initial} is negative
     */
    public static BoundedCounter nonNegative(long initial) {
        if (initial < 0) {
            throw new IllegalArgumentException("initial: " + initial + " (expected: at least 0)");
        }
        return of(0, Long.MAX_VALUE, initial);
    }

    /**
     * Adds {@code delta}, or takes away when it is negative, unless that would leave the bounds.
     *
     * <p><b>Cost:</b> one compare-and-set alone; with many writers far from the bounds one compare-and-set in the
     * thread's own cell; near them as a retry loop on one word.
     *
     * @param delta what to add; any value, zero included
     * @return whether it was added; {@code false} means that at one instant during this call the counter stood where
     *     {@code delta} did not fit
     */
    public boolean tryAdd(long delta) {
        long funds = word;
        if (funds >= 0) {
            long next = funds + delta; // funds >= 0, so this can overflow only upwards, into the negative
            if (isOutside(next)) {
                return false;
            }
            if (casWord(funds, next)) {
                return true;
            }
        } else if (funds == SPREAD && escrow().tryAdd(delta) == Escrow.Answer.DONE) {
            return true;
        }
        return tryAddContended(delta);
    }

    /**
     * Adds one unless the counter stands at its greatest value.
     *
     * @return whether it was added
     */
    public boolean tryIncrement() {
        return tryAdd(1);
    }

    /**
     * Takes one away unless the counter stands at its least value.
     *
     * @return whether it was taken
     */
    public boolean tryDecrement() {
        return tryAdd(-1);
    }

    /**
     * Returns the value at one instant during this call.
     *
     * <p><b>Cost:</b> one read when the counter is one word. When it is spread it comes back into one word, which takes
     * two atomic operations for each cell, and writers wait for that long.
     *
     * @return the exact value
     */
    public long get() {
        long funds = word;
        if (funds < 0) {
            funds = hold();
            release(funds);
        }
        return min + funds;
    }

    /**
     * Moves {@code amount} from this counter to another: takes it here and adds it there, or does neither.
     *
     * <p>To the counter itself nothing is moved, and the answer tells whether {@code amount} could be taken.
     *
     * <p><b>Progress:</b> blocking. Any number of threads may transfer in any directions, circles included; none waits
     * for a thread that waits for it.
     *
     * <p><b>Cost:</b> two atomic operations for each of the two counters, and both come back into one word.
     *
     * @param other where the amount goes
     * @param amount how much, at least 0
     * @return whether it was moved; {@code false} means that at one instant during this call this counter held less
     *     than {@code amount} above its least value, or the other had less room than {@code amount}
     * @throws IllegalArgumentException if {@code amount} is negative
     */
    public boolean tryTransferTo(BoundedCounter other, long amount) {
        requireNonNull(other, "other");
        if (amount < 0) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: at least 0)");
        }
        if (other == this) {
            return get() - min >= amount;
        }
        if (isShort(word, amount) || other.isFull(other.word, amount)) {
            return false;
        }
        return HeldTogether.transfer(this, other, amount);
    }

    /**
     * Returns the values of several counters at one instant during this call.
     *
     * <p>Transfers between these counters do not change the total of what is returned.
     *
     * <p><b>Progress:</b> blocking.
     *
     * <p><b>Cost:</b> sorts the counters, then takes two atomic operations for each; whoever uses one of them meanwhile
     * waits until all of them are read.
     *
     * @param counters the counters to read; the same one may appear more than once
     * @return their values, in the order of the arguments
     */
    public static long[] snapshot(BoundedCounter... counters) {
        return HeldTogether.snapshot(counters);
    }

    /**
     * Returns the least value that this counter can have.
     *
     * @return the lower bound
     */
    public long min() {
        return min;
    }

    /**
     * Returns the greatest value that this counter can have.
     *
     * @return the upper bound
     */
    public long max() {
        return min + range;
    }

    /**
     * Returns the value and the bounds for people to read; unlike {@link #get} it waits for nothing, and says
     * {@code about} before a value that other threads may be changing in several cells.
     */
    @Override
    public String toString() {
        long funds = word;
        String value;
        if (funds >= 0) {
            value = Long.toString(min + funds);
        } else if (funds == SPREAD) {
            value = "about " + (min + escrow().estimate());
        } else {
            value = "busy";
        }
        return "BoundedCounter[" + value + " in " + min + ".." + max() + "]";
    }

    private boolean tryAddContended(long delta) {
        for (; ; ) {
            long funds = word;
            if (funds >= 0) {
                long next = funds + delta;
                if (isOutside(next)) {
                    return false;
                }
                if (casWord(funds, next)) {
                    return true;
                }
                if (isPatienceSpent()) {
                    trySpread(delta);
                }
                standBack();
            } else if (funds == SPREAD) {
                Escrow.Answer answer = escrow().tryAdd(delta);
                if (answer == Escrow.Answer.DONE) {
                    return true;
                }
                if (answer == Escrow.Answer.SHORT && casWord(SPREAD, HELD)) {
                    return addToAll(delta);
                }
            } else {
                awaitRelease();
            }
        }
    }

    /** Decides on {@code delta} with all funds in hand. The caller has taken hold of a spread counter. */
    private boolean addToAll(long delta) {
        Escrow cells = escrow();
        long funds = cells.freeze();
        long next = funds + delta;
        boolean fits = !isOutside(next);
        if (fits) {
            funds = next;
        }
        if (tuning.isWorthSpreading(funds, range, delta)) {
            cells.open(funds);
            release(SPREAD);
        } else {
            setPatienceOpaque(cells.patienceAfterFreeze());
            release(funds);
        }
        return fits;
    }

    /**
     * Leaves the word to the thread that was faster, which gets on with many additions while it has the cache line to
     * itself; two that try again at once send the line to and fro for each.
     */
    private static void standBack() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
    }

    private boolean isPatienceSpent() {
        int left = patienceOpaque();
        if (left > 0) {
            setPatienceOpaque(left - 1);
            return false;
        }
        return true;
    }

    /** Splits the funds over the cells if they are still in one word and far from the bounds. */
    void trySpread(long delta) {
        long funds = word;
        if (funds < 0) {
            return;
        }
        if (!tuning.isWorthSpreading(funds, range, delta)) {
            setPatienceOpaque(16 * tuning.patience());
            return;
        }
        Escrow cells = escrow;
        if (cells == null) {
            cells = new Escrow(range, tuning); // before taking hold: what can fail must not fail there
        }
        if (!casWord(funds, HELD)) {
            return;
        }
        Escrow first = escrow;
        if (first == null) {
            escrow = cells;
        } else {
            cells = first;
        }
        cells.open(funds);
        release(SPREAD);
    }

    boolean isSpread() {
        return word == SPREAD;
    }

    /** Takes all funds into the hands of this thread, which must {@link #release} them. */
    long hold() {
        for (; ; ) {
            long funds = word;
            if (funds >= 0) {
                if (casWord(funds, HELD)) {
                    return funds;
                }
            } else if (funds == SPREAD) {
                if (casWord(SPREAD, HELD)) {
                    Escrow cells = escrow();
                    long all = cells.freeze();
                    setPatienceOpaque(cells.patienceAfterFreeze());
                    return all;
                }
            } else {
                awaitRelease();
            }
        }
    }

    /** Lets go: {@code next} is the funds, or {@link #SPREAD} when they are in the cells. */
    void release(long next) {
        if (getAndSetWord(next) == AWAITED) {
            WaitingRoom.of(id).wake();
        }
    }

    private void awaitRelease() {
        for (int i = 0; i < SPINS; i++) {
            if (word >= SPREAD) {
                return;
            }
            Thread.onSpinWait();
        }
        WaitingRoom.of(id).await(this);
    }

    /** Marks a held counter as awaited. The caller holds the lock of the waiting room. */
    boolean mustAwait() {
        for (; ; ) {
            long now = word;
            if (now >= SPREAD) {
                return false;
            }
            if (now == AWAITED || casWord(HELD, AWAITED)) {
                return true;
            }
        }
    }

    private Escrow escrow() {
        return requireNonNull(escrow);
    }

    /** Negative is outside, too: taken as unsigned it is greater than any range. */
    private boolean isOutside(long funds) {
        return Long.compareUnsigned(funds, range) > 0;
    }

    /** Tells of funds that are in one word whether the amount cannot be taken from them. */
    static boolean isShort(long funds, long amount) {
        return funds >= 0 && funds < amount;
    }

    /** Tells of funds that are in one word whether there is no room for the amount. */
    boolean isFull(long funds, long amount) {
        return funds >= 0 && range - funds < amount;
    }

    private boolean casWord(long expect, long update) {
        return WORD.compareAndSet(this, expect, update);
    }

    private long getAndSetWord(long update) {
        return (long) WORD.getAndSet(this, update);
    }

    private int patienceOpaque() {
        return (int) PATIENCE.getOpaque(this);
    }

    private void setPatienceOpaque(int value) {
        PATIENCE.setOpaque(this, value);
    }
}
