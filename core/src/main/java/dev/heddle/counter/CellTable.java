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
     * field      read            write             who writes
     * ---------  --------------  ----------------  -----------------------------------------------------------
     * homes      plain           release           under the lock, once
     * homes[i]   plain           release           under the lock: the cell of an id that lives here, or null
     * index      plain           release           under the lock: longer, with the same cells
     * index[i]   plain           release           under the lock: a cell for an id that may look here, or null
     * owned      under the lock  under the lock    claim: the same cells and one more
     * stripes    acquire         release           under the lock: the same cells and as many more
     * routes     acquire         release           under the lock: longer, whenever stripes is
     * routes[i]  acquire         release           anyone: another of the stripes
     * cells      acquire         release           under the lock: all that owned and stripes hold
     * idle       under the lock  under the lock    claim
     *
     * A thread starts on the stripes, which all share, and there pays for a locked instruction. Every PATIENCE-th use
     * of a stripe promotes the thread that made it to a cell of its own, so that a counter has at most one cell for so
     * many additions, and the busy threads get them. A counter that two hundred threads touch now and then stays small.
     *
     * An owner's address must be known early: where a processor does not let a load pass a store whose address it does
     * not know yet, every load on the way to the cell adds to the time of the next addition. So the counter itself
     * holds the homes, of which there are always as many: one load, then one more by the thread's id. A thread whose
     * home is another's looks in the index, which grows.
     *
     * Homes and index only find cells; sums read `cells`, so a cell may leave a place or move without a sum seeing it
     * twice or missing it. What is read plainly may be stale: the cell found then has another owner, or there is none,
     * and the thread looks again under the lock.
     *
     * A cell whose owner is dead goes to the next thread that is promoted, with its value in it. The taker does that
     * itself, under the lock: two takers without a lock would both own the cell and lose each other's additions.
     *
     * A thread that shares finds its stripe by a route. When additions of two threads keep meeting in one stripe, one
     * of them sends its route elsewhere, as LongAdder moves a thread's probe, and both are alone again for as long as
     * they run; a thread that is started anew for each task could not remember that itself. Stripes become more only
     * when that does not help.
     */
    private static final VarHandle HOMES =
            fieldVarHandle(MethodHandles.lookup(), "homes", VarHandle.class, CellTable.class, Cell[].class);
    private static final VarHandle INDEX =
            fieldVarHandle(MethodHandles.lookup(), "index", VarHandle.class, CellTable.class, Cell[].class);
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Cell[].class);
    private static final VarHandle STRIPES =
            fieldVarHandle(MethodHandles.lookup(), "stripes", VarHandle.class, CellTable.class, Cell[].class);
    private static final VarHandle ROUTES =
            fieldVarHandle(MethodHandles.lookup(), "routes", VarHandle.class, CellTable.class, Cell[].class);
    private static final VarHandle CELLS =
            fieldVarHandle(MethodHandles.lookup(), "cells", VarHandle.class, CellTable.class, Cell[].class);

    /** How many uses of a stripe promote one thread. */
    static final int PATIENCE = 64;

    /** The most cells that threads own; more threads share the stripes. */
    static final int MAX_OWNED = 1024;

    private static final int HOME_COUNT = 64;
    private static final int MAX_STRIPES =
            Math.clamp(Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors()), 8, 64);
    private static final int ROUTES_PER_STRIPE = 16;
    private static final int MEETINGS_TO_REROUTE = 2;
    private static final int MEETINGS_TO_WIDEN = 16;
    private static final int MAX_INDEX = 4 * MAX_OWNED;
    private static final int MIN_INDEX = 16;
    private static final int PROBES = 8;
    private static final int REST_AFTER_REFUSAL = 64;

    private static final @Nullable Cell[] NO_INDEX = new Cell[1];
    private static final Cell[] NO_CELLS = {};

    private final int patience;

    @SuppressWarnings("unused") // accessed through HOMES
    private volatile @Nullable Cell @Nullable [] homes;

    @SuppressWarnings("unused") // written through INDEX
    private volatile @Nullable Cell[] index = NO_INDEX;

    @SuppressWarnings("unused") // written through STRIPES
    private volatile Cell[] stripes = NO_CELLS;

    @SuppressWarnings("unused") // written through ROUTES
    private volatile Cell[] routes = NO_CELLS;

    @SuppressWarnings("unused") // written through CELLS
    private volatile Cell[] cells = NO_CELLS;

    private Cell[] owned = NO_CELLS;
    private int idle;

    CellTable(int patience) {
        this.patience = patience;
    }

    /** Makes a cell for one owner or for many, under the lock. */
    Cell newCell(boolean shared) {
        return new Cell();
    }

    /** Returns where in the homes a thread with this id looks first. */
    static int home(long id) {
        return (int) id & (HOME_COUNT - 1);
    }

    /** Returns the homes, for a counter to keep; null before the first thread has a cell. */
    final @Nullable Cell @Nullable [] homesPlain() {
        return (@Nullable Cell @Nullable []) HOMES.get(this);
    }

    /** Returns the cell that the calling thread owns elsewhere than at home, or null when it shares. */
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
        Cell[] current = routesAcquire();
        if (current.length == 0) {
            current = widen(current); // no route: no stripe either, or another thread is making the first
        }
        return (Cell) ELEMENT.getAcquire(current, (int) id & (current.length - 1));
    }

    /** Notes that another thread came in between on a stripe; after a few times, sends the thread elsewhere. */
    final void collided(long id, Cell stripe) {
        int meetings = ++stripe.meetings;
        if (meetings % MEETINGS_TO_REROUTE != 0) {
            return;
        }
        Cell[] all = stripesAcquire();
        if (meetings >= MEETINGS_TO_WIDEN) {
            stripe.meetings = 0;
            if (all.length < MAX_STRIPES) {
                widen(all);
                return;
            }
        }
        if (all.length > 1) {
            Cell[] current = routesAcquire();
            int route = (int) id & (current.length - 1);
            // Two that collide must not both go the same way: so it depends on the route, and changes.
            Cell next = all[(route + meetings / MEETINGS_TO_REROUTE) & (all.length - 1)];
            ELEMENT.setRelease(current, route, next);
        }
    }

    /** Counts one use of a stripe, and answers whether its user has earned a cell. */
    final boolean isPromoting(Cell stripe) {
        if (--stripe.countdown > 0) {
            return false;
        }
        stripe.countdown = patience;
        return true;
    }

    /** Returns all cells, which only become more. */
    final Cell[] cellsAcquire() {
        return (Cell[]) CELLS.getAcquire(this);
    }

    /** Gives the calling thread a cell of its own, or null when there are as many as may be. */
    final synchronized @Nullable Cell claim(Thread thread, long id) {
        if (idle > 0) {
            idle--;
            return null;
        }
        Cell free = null;
        Cell cell = null;
        for (Cell candidate : owned) {
            if (candidate.ownerPlain() == id) {
                cell = candidate;
                break;
            }
            if (free == null && !candidate.isOwnerAlive()) {
                free = candidate;
            }
        }
        if (cell == null) {
            if (free == null && owned.length >= MAX_OWNED) {
                idle = REST_AFTER_REFUSAL;
                return null;
            }
            cell = free == null ? newCell(false) : free;
            remove(cell);
            cell.setOwner(thread, id);
            if (free == null) {
                owned = with(owned, cell);
                CELLS.setRelease(this, with(cellsAcquire(), cell));
            }
        }
        if (!isPlaced(cell, id) && !place(cell, id)) {
            idle = REST_AFTER_REFUSAL;
            return null;
        }
        return cell;
    }

    private static Cell[] with(Cell[] some, Cell... more) {
        Cell[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /** Doubles the stripes, unless another thread did since they were {@code seen}. Returns the routes. */
    private synchronized Cell[] widen(Cell[] seen) {
        Cell[] current = stripesAcquire();
        if (current.length != seen.length) {
            return routesAcquire();
        }
        Cell[] more = new Cell[Math.max(1, current.length)];
        for (int i = 0; i < more.length; i++) {
            more[i] = newCell(true);
            more[i].countdown = patience;
        }
        Cell[] wider = with(current, more);
        Cell[] wayTo = wider;
        if (wider.length > 1) {
            wayTo = new Cell[ROUTES_PER_STRIPE * wider.length];
            Arrays.setAll(wayTo, i -> wider[i & (wider.length - 1)]);
        }
        CELLS.setRelease(this, with(cellsAcquire(), more));
        STRIPES.setRelease(this, wider);
        ROUTES.setRelease(this, wayTo);
        return wayTo;
    }

    private boolean isPlaced(Cell cell, long id) {
        return cell.slot != Owned.NOWHERE || isAtHome(cell, id);
    }

    @SuppressWarnings("ReferenceEquality") // it is this cell or it is not
    private boolean isAtHome(Cell cell, long id) {
        @Nullable Cell[] near = homesPlain();
        return near != null && near[home(id)] == cell;
    }

    /** Puts the cell where its owner looks, in a longer index if need be; false when that may not grow either. */
    private boolean place(Cell cell, long id) {
        @Nullable Cell[] near = homesPlain();
        if (near == null) {
            near = new Cell[HOME_COUNT];
            HOMES.setRelease(this, near);
        }
        if (isVacant(near, home(id))) {
            ELEMENT.setRelease(near, home(id), cell);
            return true;
        }
        @Nullable Cell[] current = indexPlain();
        if (current.length < MAX_INDEX && current.length < 4 * owned.length) {
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
                cell.slot = Owned.NOWHERE;
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
            if (isVacant(into, slot)) {
                Cell there = into[slot];
                if (there != null) {
                    there.slot = Owned.NOWHERE;
                }
                cell.slot = slot;
                ELEMENT.setRelease(into, slot, cell);
                return true;
            }
        }
        return false;
    }

    private static boolean isVacant(@Nullable Cell[] places, int place) {
        Cell there = places[place];
        return there == null || !there.isOwnerAlive();
    }

    /** Takes a cell from where the owner that it had would look for it. */
    private void remove(Cell cell) {
        if (cell.slot != Owned.NOWHERE) {
            ELEMENT.setRelease(indexPlain(), cell.slot, (Cell) null);
            cell.slot = Owned.NOWHERE;
        } else if (isAtHome(cell, cell.ownerPlain())) {
            ELEMENT.setRelease(homesPlain(), home(cell.ownerPlain()), (Cell) null);
        }
    }

    private @Nullable Cell[] indexPlain() {
        return (@Nullable Cell[]) INDEX.get(this);
    }

    private Cell[] stripesAcquire() {
        return (Cell[]) STRIPES.getAcquire(this);
    }

    private Cell[] routesAcquire() {
        return (Cell[]) ROUTES.getAcquire(this);
    }
}
