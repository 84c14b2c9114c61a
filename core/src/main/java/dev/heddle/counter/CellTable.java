/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The cells of one counter: those that a thread owns, found by the thread's id, and those that threads share. */
class CellTable {
    /*
     * field    read            write              who writes
     * -------  --------------  -----------------  -----------------------------------------------------------
     * index    plain           release            under the lock: longer, with the same cells
     * index[i] plain           release            under the lock: a cell for an id that may look here, or null
     * owned    acquire         release            under the lock: the same cells and one more
     * stripes  acquire         release            under the lock: the same cells and as many more
     * idle     under the lock  under the lock     claim
     *
     * A thread starts on the stripes, which all share, and there pays for a locked instruction. Every PATIENCE-th use
     * of a stripe promotes the thread that made it to a cell of its own, so that a counter has at most one cell for so
     * many additions, and the busy threads get them. A counter that two hundred threads touch now and then stays small.
     *
     * The index only finds cells; sums read `owned` and `stripes`, so a cell may leave the index or move in it without
     * a sum seeing it twice or missing it. A plain read of the index may be stale: the cell found then has another
     * owner, or there is none, and the thread looks again under the lock.
     *
     * A cell whose owner is dead goes to the next thread that is promoted, with its value in it. The taker does that
     * itself, under the lock: two takers without a lock would both own the cell and lose each other's additions.
     */
    private static final VarHandle INDEX =
            fieldVarHandle(MethodHandles.lookup(), "index", VarHandle.class, CellTable.class, Cell[].class);
    private static final VarHandle INDEX_ELEMENT = MethodHandles.arrayElementVarHandle(Cell[].class);
    private static final VarHandle OWNED =
            fieldVarHandle(MethodHandles.lookup(), "owned", VarHandle.class, CellTable.class, Cell[].class);
    private static final VarHandle STRIPES =
            fieldVarHandle(MethodHandles.lookup(), "stripes", VarHandle.class, CellTable.class, Cell[].class);

    /** How many uses of a stripe promote one thread. */
    static final int PATIENCE = 64;

    /** The most cells that threads own; more threads share the stripes. */
    static final int MAX_OWNED = 1024;

    private static final int MAX_STRIPES =
            Math.clamp(Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors()), 8, 64);
    private static final int MAX_INDEX = 4 * MAX_OWNED;
    private static final int MIN_INDEX = 16;
    private static final int PROBES = 8;
    private static final int COLLISIONS_TO_WIDEN = 16;
    private static final int REST_AFTER_REFUSAL = 64;

    private static final @Nullable Cell[] NO_INDEX = new Cell[1];
    private static final Cell[] NO_CELLS = {};

    private final int patience;

    @SuppressWarnings("unused") // written through INDEX
    private volatile @Nullable Cell[] index = NO_INDEX;

    @SuppressWarnings("unused") // written through OWNED
    private volatile Cell[] owned = NO_CELLS;

    @SuppressWarnings("unused") // written through STRIPES
    private volatile Cell[] stripes = NO_CELLS;

    private int idle;

    CellTable(int patience) {
        this.patience = patience;
    }

    /** Makes a cell for one owner or for many, under the lock. */
    Cell newCell(boolean shared) {
        return new Cell();
    }

    /** Returns the cell in the first place where a thread with this id looks: perhaps another's, perhaps none. */
    final @Nullable Cell home(long id) {
        @Nullable Cell[] current = indexPlain();
        return current[(int) id & (current.length - 1)];
    }

    /** Returns the cell that the calling thread owns, or null when it shares. */
    final @Nullable Cell find(long id) {
        @Nullable Cell[] current = indexPlain();
        int mask = current.length - 1;
        int probes = Math.min(PROBES, current.length);
        for (int probe = 0; probe < probes; probe++) {
            Cell cell = current[((int) id + probe) & mask];
            if (cell != null && cell.ownerPlain() == id) {
                return cell;
            }
        }
        return null;
    }

    /** Returns the cell that a thread with this id shares. */
    final Cell stripe(long id) {
        Cell[] current = stripesAcquire();
        if (current.length == 0) {
            current = widen(current);
        }
        return current[(int) id & (current.length - 1)];
    }

    /** Counts one use of a stripe, and answers whether its user has earned a cell. */
    final boolean isPromoting(Cell stripe) {
        if (--stripe.countdown > 0) {
            return false;
        }
        stripe.countdown = patience;
        if (stripe.collisions >= COLLISIONS_TO_WIDEN) {
            stripe.collisions = 0;
            Cell[] current = stripesAcquire();
            if (current.length < MAX_STRIPES) {
                widen(current);
            }
        }
        return true;
    }

    final Cell[] ownedAcquire() {
        return (Cell[]) OWNED.getAcquire(this);
    }

    final Cell[] stripesAcquire() {
        return (Cell[]) STRIPES.getAcquire(this);
    }

    /** Gives the calling thread a cell of its own, or null when there are as many as may be. */
    final synchronized @Nullable Cell claim(Thread thread, long id) {
        if (idle > 0) {
            idle--;
            return null;
        }
        Cell[] cells = ownedAcquire();
        Cell free = null;
        Cell cell = null;
        for (Cell candidate : cells) {
            if (candidate.ownerPlain() == id) {
                cell = candidate;
                break;
            }
            if (free == null && !candidate.isOwnerAlive()) {
                free = candidate;
            }
        }
        if (cell == null) {
            if (free == null && cells.length >= MAX_OWNED) {
                idle = REST_AFTER_REFUSAL;
                return null;
            }
            cell = free == null ? newCell(false) : free;
            remove(cell);
            cell.setOwner(thread, id);
            if (free == null) {
                Cell[] more = Arrays.copyOf(cells, cells.length + 1);
                more[cells.length] = cell;
                setOwnedRelease(more);
            }
        }
        if (cell.slot == CellState.NOWHERE && !place(cell, id)) {
            idle = REST_AFTER_REFUSAL;
            return null;
        }
        return cell;
    }

    private synchronized Cell[] widen(Cell[] seen) {
        Cell[] current = stripesAcquire();
        if (current.length != seen.length) {
            return current;
        }
        Cell[] wider = Arrays.copyOf(current, Math.max(1, 2 * current.length));
        for (int i = current.length; i < wider.length; i++) {
            wider[i] = newCell(true);
            wider[i].countdown = patience;
        }
        setStripesRelease(wider);
        return wider;
    }

    /** Finds a slot for the cell, in a longer index when there is none; false when that may not grow either. */
    private boolean place(Cell cell, long id) {
        @Nullable Cell[] current = indexPlain();
        if (current.length < MAX_INDEX && current.length < 4 * ownedAcquire().length) {
            current = grow(current);
        }
        while (!insert(current, cell, id)) {
            if (current.length == MAX_INDEX) {
                return false;
            }
            current = grow(current);
        }
        return true;
    }

    private @Nullable Cell[] grow(@Nullable Cell[] current) {
        @Nullable Cell[] longer = new Cell[Math.max(MIN_INDEX, 2 * current.length)];
        for (Cell cell : current) {
            if (cell != null) {
                // One that finds no room here is found again by its owner's next claim.
                cell.slot = CellState.NOWHERE;
                insert(longer, cell, cell.ownerPlain());
            }
        }
        INDEX.setRelease(this, longer);
        return longer;
    }

    private static boolean insert(@Nullable Cell[] into, Cell cell, long id) {
        int mask = into.length - 1;
        int probes = Math.min(PROBES, into.length);
        for (int probe = 0; probe < probes; probe++) {
            int slot = ((int) id + probe) & mask;
            Cell there = into[slot];
            if (there == null || !there.isOwnerAlive()) {
                if (there != null) {
                    there.slot = CellState.NOWHERE;
                }
                cell.slot = slot;
                INDEX_ELEMENT.setRelease(into, slot, cell);
                return true;
            }
        }
        return false;
    }

    private void remove(Cell cell) {
        if (cell.slot != CellState.NOWHERE) {
            INDEX_ELEMENT.setRelease(indexPlain(), cell.slot, (Cell) null);
            cell.slot = CellState.NOWHERE;
        }
    }

    private @Nullable Cell[] indexPlain() {
        return (@Nullable Cell[]) INDEX.get(this);
    }

    private void setOwnedRelease(Cell[] cells) {
        OWNED.setRelease(this, cells);
    }

    private void setStripesRelease(Cell[] cells) {
        STRIPES.setRelease(this, cells);
    }
}
