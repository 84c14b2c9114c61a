/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A sum that many threads add to and few read: a drop-in for {@link java.util.concurrent.atomic.LongAdder}.
 *
 * <p>A thread that adds often owns a cell of the counter and adds to it with a load and a store, where
 * {@code LongAdder} needs a locked instruction, which waits until every earlier store has left the core. The gain is
 * largest beside other work. The first platform thread owns a cell inside the counter itself, which then takes no more
 * than a {@code LongAdder} without contention. Threads that add now and then, virtual threads, and threads beyond the
 * first thousand share a few cells. A dead thread leaves nothing behind: its cell goes to another thread.
 *
 * <p>A {@link #sum} is exact while no thread adds. A sum that runs beside additions of amounts that are not negative
 * lies between the total at its start and the total at its end; amounts of both signs may show a value that the total
 * never had. For a count that goes up and down, see {@link Gauge}; for one with limits, {@link BoundedCounter}. Totals
 * wrap around as a {@code long} does.
 *
 * <p>An addition is no fence. After {@code LongAdder.increment()} a thread reads what others wrote before they read the
 * sum; after {@link #increment} here it may read older values. Code that counts itself in and then looks at a flag uses
 * {@link #addFenced} and {@link #sumFenced}.
 *
 * <p>The serialized form is the sum alone.
 *
 * <p><b>Progress:</b> additions of a thread that owns a cell are wait-free; a thread's first additions may wait for the
 * lock of the counter, which is held for a time that grows with the number of cells. {@link #sum} is wait-free but for
 * concurrent resets, each of which may make it begin again. {@link #reset} and {@link #sumThenReset} take the lock.
 *
 * <p><b>Memory effects:</b> actions before an {@link #add} happen-before actions after a {@link #sum} that includes it.
 *
 * <p><b>Cost:</b> an addition allocates nothing, except that a thread which adds often takes one padded cell of 144
 * bytes, or one that a dead thread left. A sum takes time that grows with the number of cells.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>no addition is lost
 *       <li>no addition is lost when a thread takes over the cell of a dead one
 *       <li>who sees an addition in a sum sees what its thread did before
 *       <li>sums never go back while nothing is subtracted
 *       <li>every addition is handed out by exactly one reset
 *       <li>of a fenced addition and a fenced sum at least one sees what came before the other
 *     </ul>
 */
public final class StripedCounter extends Number {
    /*
     * field   read            write            who writes
     * ------  --------------  ---------------  ---------------------------------------------------------------------
     * own     plain, acquire  release          the first owner alone; from its retirement on nobody
     * owner   plain           CAS, opaque      0 -> id: the first platform thread that adds; -> RETIRED: anyone
     * table   acquire         CAS              null -> table, once
     * homes   plain           release          null -> the homes of the table, by any thread that has a cell
     *
     * The cell inside the counter has one owner in its life. It is retired, not handed over, when a second thread has
     * earned a cell or the stripes are busy: from then on others read `homes`, on the same cache line, all the time.
     * The owner may be in the middle of an addition when that happens. It is still the only one who writes `own`, so
     * nothing is lost; it sees its retirement at a later addition. A plain read of `owner` is enough, as in Owned;
     * so is one of `homes`, for a thread that does not find its cell there looks on.
     */
    private static final VarHandle OWN =
            fieldVarHandle(MethodHandles.lookup(), "own", VarHandle.class, StripedCounter.class, long.class);
    private static final VarHandle OWNER =
            fieldVarHandle(MethodHandles.lookup(), "owner", VarHandle.class, StripedCounter.class, long.class);
    private static final VarHandle TABLE =
            fieldVarHandle(MethodHandles.lookup(), "table", VarHandle.class, StripedCounter.class, Table.class);

    private static final VarHandle HOMES =
            fieldVarHandle(MethodHandles.lookup(), "homes", VarHandle.class, StripedCounter.class, Cell[].class);

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long RETIRED = -1;

    @SuppressWarnings("unused") // accessed through OWN
    private transient volatile long own;

    @SuppressWarnings("unused") // accessed through OWNER
    private transient volatile long owner;

    @SuppressWarnings("unused") // accessed through TABLE
    private transient volatile @Nullable Table table;

    @SuppressWarnings("unused") // accessed through HOMES
    private transient volatile @Nullable Cell @Nullable [] homes;

    /** Makes a counter whose sum is zero. */
    public StripedCounter() {}

    private StripedCounter(long sum) {
        own = sum;
    }

    /** Makes a counter that gives every platform thread a cell at its {@code patience}-th addition to a stripe. */
    static StripedCounter withPatience(int patience) {
        StripedCounter counter = new StripedCounter();
        counter.table = new Table(patience);
        return counter;
    }

    /**
     * Adds {@code delta}.
     *
     * @param delta the amount to add, of either sign
     */
    public void add(long delta) {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        @Nullable Cell[] known = homesPlain();
        if (known != null) {
            Cell cell = known[CellTable.home(id)];
            if (cell != null && cell.ownerPlain() == id) {
                cell.addOwned(delta);
                return;
            }
        } else if (ownerPlain() == id) {
            setOwnRelease(ownPlain() + delta);
            return;
        }
        addWithoutHome(thread, id, delta);
    }

    /** Adds one. */
    public void increment() {
        add(1);
    }

    /** Subtracts one. */
    public void decrement() {
        add(-1);
    }

    /**
     * Adds {@code delta} as a full fence: what the calling thread did before, this addition included, takes effect
     * before anything that it does afterwards.
     *
     * <p><b>Memory effects:</b> of an {@code addFenced} in one thread and a {@link #sumFenced} in another, either the
     * sum includes the addition, or what the summing thread did before the sum is visible after the addition, or both.
     *
     * @param delta the amount to add, of either sign
     */
    public void addFenced(long delta) {
        add(delta);
        VarHandle.fullFence();
    }

    /**
     * Returns the total of all additions since the last reset.
     *
     * @return the sum, exact when no thread adds meanwhile
     */
    public long sum() {
        Table current = tableAcquire();
        if (current == null) {
            long sum = ownAcquire();
            current = tableAcquire();
            if (current == null) {
                return sum;
            }
        }
        long baseline = current.baselineAcquire();
        while (true) {
            long sum = sumSinceCreation(current) - baseline;
            // Without this second look a reset in between would leave its interval in the sum.
            long baselineAfter = current.baselineAcquire();
            if (baselineAfter == baseline) {
                return sum;
            }
            baseline = baselineAfter;
        }
    }

    /**
     * Returns the sum as {@link #sum} does, after a full fence.
     *
     * <p><b>Memory effects:</b> as told at {@link #addFenced}.
     *
     * @return the sum, exact when no thread adds meanwhile
     */
    public long sumFenced() {
        VarHandle.fullFence();
        return sum();
    }

    /**
     * Begins a new interval: what was added so far is in no later sum. An addition meanwhile is in one or the other.
     */
    public void reset() {
        sumThenReset();
    }

    /**
     * Returns the sum and begins a new interval. Every addition is in the result of exactly one call, or in the
     * {@link #sum} that is left after the last one, also while other threads add.
     *
     * @return the total of the additions since the last reset
     */
    public long sumThenReset() {
        Table current = tableOrNew();
        synchronized (current) {
            long total = sumSinceCreation(current);
            long sum = total - current.baselineAcquire();
            current.setBaselineRelease(total);
            return sum;
        }
    }

    /**
     * Returns {@link #sum} in decimal digits.
     *
     * @return the sum as text
     */
    @Override
    public String toString() {
        return Long.toString(sum());
    }

    /**
     * Returns {@link #sum}.
     *
     * @return the sum
     */
    @Override
    public long longValue() {
        return sum();
    }

    /**
     * Returns the low 32 bits of {@link #sum}.
     *
     * @return the sum after a narrowing conversion
     */
    @Override
    public int intValue() {
        return (int) sum();
    }

    /**
     * Returns {@link #sum}, rounded.
     *
     * @return the sum after a widening conversion
     */
    @Override
    public float floatValue() {
        return (float) sum();
    }

    /**
     * Returns {@link #sum}, rounded.
     *
     * @return the sum after a widening conversion
     */
    @Override
    public double doubleValue() {
        return (double) sum();
    }

    /** Counts the cells beside the one inside the counter. */
    int cells() {
        Table current = tableAcquire();
        return current == null ? 0 : current.cellsAcquire().length;
    }

    private void addWithoutHome(Thread thread, long id, long delta) {
        Table current = tableAcquire();
        if (current == null || !thread.isVirtual()) {
            addAway(current, thread, id, delta);
            return;
        }
        if (ownerPlain() > 0) {
            retireOwner();
        }
        Cell stripe = current.stripe(id);
        if (stripe.addShared(id, delta)) {
            current.collided(id, stripe);
        }
    }

    /** Adds for a platform thread that is not at home, or to a counter without a table. */
    private void addAway(@Nullable Table seen, Thread thread, long id, long delta) {
        Table current = seen;
        if (current == null) {
            if (!thread.isVirtual() && casOwner(0, id)) {
                setOwnRelease(ownPlain() + delta);
                return;
            }
            current = tableOrNew();
        }
        Cell cell = current.find(id);
        if (cell != null) {
            cell.addOwned(delta);
            return;
        }
        Cell stripe = current.stripe(id);
        if (stripe.addShared(id, delta)) {
            current.collided(id, stripe);
        }
        if (current.isPromoting(stripe)) {
            retireOwner();
            if (!thread.isVirtual() && current.claim(thread, id) != null) {
                setHomesRelease(current.homesPlain());
            }
        }
    }

    /** The total of all additions, resets not counted: what each cell holds, read once, in any order. */
    private long sumSinceCreation(Table current) {
        return ownAcquire() + current.sumOfCells();
    }

    Table tableOrNew() {
        Table current = tableAcquire();
        if (current == null) {
            Table made = new Table(CellTable.PATIENCE);
            Table before = casTable(made);
            current = before == null ? made : before;
        }
        return current;
    }

    private long ownPlain() {
        return (long) OWN.get(this);
    }

    private long ownAcquire() {
        return (long) OWN.getAcquire(this);
    }

    private void setOwnRelease(long sum) {
        OWN.setRelease(this, sum);
    }

    private long ownerPlain() {
        return (long) OWNER.get(this);
    }

    private boolean casOwner(long expected, long id) {
        return OWNER.compareAndSet(this, expected, id);
    }

    private void retireOwner() {
        if (ownerPlain() != RETIRED) {
            OWNER.setOpaque(this, RETIRED);
        }
    }

    private @Nullable Table tableAcquire() {
        return (@Nullable Table) TABLE.getAcquire(this);
    }

    private @Nullable Table casTable(Table made) {
        return (@Nullable Table) TABLE.compareAndExchange(this, (Table) null, made);
    }

    private @Nullable Cell @Nullable [] homesPlain() {
        return (@Nullable Cell @Nullable []) HOMES.get(this);
    }

    private void setHomesRelease(@Nullable Cell @Nullable [] known) {
        HOMES.setRelease(this, known);
    }

    /**
     * Writes the sum in the counter's place.
     *
     * @return the serialized form
     * @serialData the sum, a {@code long}
     */
    @Serial
    private Object writeReplace() {
        return new SerializedForm(sum());
    }

    /**
     * Refuses a stream that does not hold the serialized form.
     *
     * @param in the stream
     * @throws InvalidObjectException always
     */
    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a StripedCounter is read through its serialized form");
    }

    /**
     * What is written in the counter's place.
     *
     * @param sum the sum when it was written
     */
    private record SerializedForm(long sum) implements Serializable {
        /**
         * Makes the counter that was written.
         *
         * @return a counter with the sum
         */
        @Serial
        private Object readResolve() {
            return new StripedCounter(sum);
        }
    }

    /** The cells of the counter, and what the sums of the current interval leave out. */
    static final class Table extends CellTable {
        private static final VarHandle BASELINE =
                fieldVarHandle(MethodHandles.lookup(), "baseline", VarHandle.class, Table.class, long.class);

        /** Written under the lock with release; read with acquire, so that no cell is read as older than it. */
        @SuppressWarnings("unused") // accessed through BASELINE
        private volatile long baseline;

        Table(int patience) {
            super(patience);
        }

        long baselineAcquire() {
            return (long) BASELINE.getAcquire(this);
        }

        void setBaselineRelease(long total) {
            BASELINE.setRelease(this, total);
        }

        /**
         * Adds up what the cells hold: up to fifteen of them in a straight line, since getting into an unrolled loop
         * and out again takes longer than so few reads. Each read sees what its owner did before the addition.
         */
        long sumOfCells() {
            Cell[] cells = cellsAcquire();
            int count = cells.length;
            int i = count & -16;
            long sum = i == 0 ? 0 : sumOf(cells, i);
            if ((count & 8) != 0) {
                sum += cells[i].valueVolatile()
                        + cells[i + 1].valueVolatile()
                        + cells[i + 2].valueVolatile()
                        + cells[i + 3].valueVolatile()
                        + cells[i + 4].valueVolatile()
                        + cells[i + 5].valueVolatile()
                        + cells[i + 6].valueVolatile()
                        + cells[i + 7].valueVolatile();
                i += 8;
            }
            if ((count & 4) != 0) {
                sum += cells[i].valueVolatile()
                        + cells[i + 1].valueVolatile()
                        + cells[i + 2].valueVolatile()
                        + cells[i + 3].valueVolatile();
                i += 4;
            }
            if ((count & 2) != 0) {
                sum += cells[i].valueVolatile() + cells[i + 1].valueVolatile();
                i += 2;
            }
            return (count & 1) == 0 ? sum : sum + cells[i].valueVolatile();
        }

        private static long sumOf(Cell[] cells, int count) {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += cells[i].valueVolatile();
            }
            return sum;
        }
    }
}
