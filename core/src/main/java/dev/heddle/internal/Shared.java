/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A resource and the count of the handles that are open on it, in one word: what a {@linkplain Leasable leasable} and a
 * {@linkplain Watched watched} one have in common.
 *
 * @param <T> the type of the resource
 */
public abstract sealed class Shared<T> extends Padding permits Leasable, Watched {
    /*
     * field     read      write    who writes
     * --------  --------  -------  -----------------------------------------------------------------
     * word      volatile  CAS      any owner of a share; the keeper of the cell (a cache, a pool)
     * resource  plain     plain    the keeper, while the count is HELD
     *
     * The lower half of the word is the count, with flags of a leasable cell above it; the upper half tells shares apart:
     *
     *      n > 0   n shares are open
     *      FREE    none is open, and only the keeper may open the next one
     *      HELD    none is open and none can be; the keeper alone works on the cell
     *
     *                     claim, share                  retain, borrow / release, repay
     *      FREE -------------------------> 1 <---------------------------------------> n
     *       ^   \                          |
     *       |    \ hold                    | release or repayment of the last share, or revoke
     *  free |     v                        v
     *       +--- HELD <--------------------+           (or straight to FREE, where rest() says so)
     *
     * One CAS decides everything, which is the whole argument:
     *  - a share is added to n only where n > 0, so that cannot revive a resource: of it and the last release
     *    one comes first in the order of the word, and either the one finds no share or the other finds two.
     *  - what takes the last share moves 1 to the state of rest, so lastClosed runs once.
     *  - every change is a read-modify-write on one word, so what any owner did before its release
     *    happens-before what the last one does after its own, and before what the next claim sees.
     *
     * The plain resource is published by the word: the keeper writes it while HELD, then leaves HELD.
     */
    /** The count of a cell that only its keeper may claim. */
    public static final int FREE = 0;

    /** The count of a cell on which only its keeper works. */
    public static final int HELD = -1;

    /** What a release answers when other shares are open, or the share was revoked. */
    public static final int NOT_LAST = 0;

    /** What a release answers that left the cell free. */
    public static final int LEFT_FREE = 1;

    /** What a release answers that left the cell held by the caller. */
    public static final int LEFT_HELD = 2;

    /** Adds a share, and one to the upper half. */
    static final long FIRST = (1L << 32) + 1;

    /** The most shares; the bits above are for flags. */
    private static final int MOST = (1 << 28) - 1;

    private static final VarHandle WORD =
            fieldVarHandle(MethodHandles.lookup(), "word", VarHandle.class, Shared.class, long.class);

    /** Fills the gap behind the header: else the resource would lie there, beside another object and not the word. */
    @SuppressWarnings("unused")
    private int gap;

    private volatile long word;

    private @Nullable T resource;

    /**
     * Makes a cell.
     *
     * @param count the count to begin with
     * @param resource the resource, null when there is none yet
     */
    Shared(int count, @Nullable T resource) {
        this.resource = resource;
        this.word = pack(1, count);
    }

    /**
     * Acts after the last share was given back, on the thread that did so. Runs once for each first share.
     *
     * @param held whether the cell is now held by the caller, or free and perhaps claimed by others already
     * @throws Exception what the closer of the resource threw
     */
    public abstract void lastClosed(boolean held) throws Exception;

    /**
     * Tells where the last release leaves the count.
     *
     * @return {@link #FREE} or {@link #HELD}
     */
    protected int rest() {
        return HELD;
    }

    /**
     * Names the kind of resource for a report.
     *
     * @return the name of the resource's class, which holds no secret
     */
    public String kind() {
        T seen = resource;
        return seen == null ? "nothing" : seen.getClass().getName();
    }

    /**
     * Reads the resource for an owner of a share.
     *
     * @return the resource, null when there is none
     */
    public final @Nullable T resource() {
        return resource;
    }

    /**
     * The count at this moment.
     *
     * @return the number of open shares, or {@link #FREE}, or {@link #HELD}
     */
    public final int count() {
        return count(word);
    }

    /**
     * Takes a free cell out of use.
     *
     * @return false when it is not free
     */
    protected final boolean hold() {
        long seen = word;
        return count(seen) == FREE && casWord(seen, pack(upper(seen), HELD));
    }

    /**
     * Takes a free cell out of use if nobody has had a share since its number was seen.
     *
     * @param number the upper half of the word
     * @return false when it is not free, or was used since
     */
    protected final boolean hold(int number) {
        return casWord(pack(number, FREE), pack(number, HELD));
    }

    /** Ends {@link #HELD} and leaves the cell free. Only the keeper that holds the cell may call this. */
    protected final void free() {
        word = pack(upper(word), FREE);
    }

    /**
     * The resource, for the keeper that holds the cell.
     *
     * @return the resource, null when there is none
     */
    protected final @Nullable T held() {
        return resource;
    }

    /**
     * Puts a resource into the cell. Only the keeper that holds the cell may call this.
     *
     * @param resource the resource, null for none
     */
    protected final void held(@Nullable T resource) {
        this.resource = resource;
    }

    /** Ends {@link #HELD} with a word that has shares. Only the keeper that holds the cell may call this. */
    final void leaveHeld(long begun) {
        word = begun;
    }

    final long word() {
        return word;
    }

    final boolean casWord(long expect, long update) {
        return WORD.compareAndSet(this, expect, update);
    }

    /** What a release answers that left a cell at rest. */
    static int left(int rest) {
        return rest == FREE ? LEFT_FREE : LEFT_HELD;
    }

    static void checkRoom(int count) {
        if (count == MOST) {
            throw new IllegalStateException("resource has " + MOST + " open handles");
        }
    }

    static int count(long word) {
        return (int) word < 0 ? HELD : (int) word & MOST;
    }

    static int upper(long word) {
        return (int) (word >>> 32);
    }

    static long pack(int upper, int lower) {
        return ((long) upper << 32) | (lower & 0xffff_ffffL);
    }
}
