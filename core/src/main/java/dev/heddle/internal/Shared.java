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
 * A resource and the count of the handles that are open on it, in a word that its owner may use again for the next
 * resource or the next lease.
 *
 * @param <T> the type of the resource
 */
public abstract class Shared<T> {
    /*
     * field     read      write    who writes
     * --------  --------  -------  -----------------------------------------------------------------
     * word      volatile  CAS      any owner of a share; the keeper of the cell (a cache, a pool)
     * resource  plain     plain    the keeper, while the count is HELD
     *
     * The word is the generation in the upper half and the count in the lower:
     *
     *      n > 0   n shares are open
     *      FREE    none is open, and only the keeper may open the next one (claim), in a new generation
     *      HELD    none is open and none can be; the keeper alone works on the cell
     *
     *                     claim                         retain / release
     *      FREE(g) ------------------> 1(g + 1) <--------------------------------> n(g + 1)
     *         ^   \                       |
     *         |    \ hold                 | release of the last share, or revoke
     *    free |     v                     v
     *         +----- HELD <---------------+        (a cell made with rest == FREE skips HELD)
     *
     * One CAS decides everything, which is the whole argument:
     *  - retain moves n to n + 1 only from n > 0 and only in its own generation, so it cannot revive a
     *    resource: of a retain and the last release one comes first in the order of the word, and either
     *    the retain finds no share or the release finds two.
     *  - release moves 1 to the state of rest once per generation, so lastClosed runs once per generation.
     *  - a share of an old generation changes nothing: both operations compare the generation in the same
     *    CAS that changes the count. The generation has 32 bits, so it comes round after 2^32 leases of
     *    one cell; to be fooled, an owner must sleep through exactly that many between two instructions.
     *  - every change is a read-modify-write on one word, so what any owner did before its release
     *    happens-before what the last one does after its own, and before what the next claim sees.
     *
     * The plain resource is published by the word: the keeper writes it while HELD, then leaves HELD.
     */
    /** The count of a cell that only its keeper may claim. */
    public static final int FREE = 0;

    /** The count of a cell on which only its keeper works. */
    public static final int HELD = -1;

    private static final VarHandle WORD =
            fieldVarHandle(MethodHandles.lookup(), "word", VarHandle.class, Shared.class, long.class);

    private final int rest;

    private volatile long word;

    private @Nullable T resource;

    /**
     * Makes a cell in its first generation.
     *
     * @param rest where the last release leaves the count: {@link #FREE} or {@link #HELD}
     * @param count the count to begin with
     * @param resource the resource, null when there is none yet
     */
    protected Shared(int rest, int count, @Nullable T resource) {
        this.rest = rest;
        this.resource = resource;
        this.word = pack(1, count);
    }

    /**
     * Acts after the last share of a generation was given back, on the thread that did so. Runs once per generation.
     *
     * @throws Exception what the closer of the resource threw
     */
    public abstract void lastClosed() throws Exception;

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
     * Hears that a share was dropped without being given back. It is given back right after.
     *
     * @param taken the stack that took the share, null when it was not recorded
     */
    public void leaked(@Nullable Throwable taken) {}

    /**
     * Adds a share to those that are open.
     *
     * @param generation the generation of a share that the caller has or had
     * @return false when no share of that generation is open
     */
    public final boolean retain(int generation) {
        for (; ; ) {
            long seen = word;
            int count = count(seen);
            if (count <= 0 || generation(seen) != generation) {
                return false;
            }
            if (count == Integer.MAX_VALUE) {
                throw new IllegalStateException("resource has 2147483647 open handles");
            }
            if (casWord(seen, seen + 1)) {
                return true;
            }
        }
    }

    /**
     * Gives a share back.
     *
     * @param generation the generation of the share
     * @return true when it was the last one: the caller must then call {@link #lastClosed}
     */
    public final boolean release(int generation) {
        for (; ; ) {
            long seen = word;
            int count = count(seen);
            if (count <= 0 || generation(seen) != generation) {
                return false; // revoked
            }
            if (count > 1) {
                if (casWord(seen, seen - 1)) {
                    return false;
                }
            } else if (casWord(seen, pack(generation, rest))) {
                return true;
            }
        }
    }

    /**
     * Gives a share back and, if it was the last one, acts on it.
     *
     * @param generation the generation of the share
     * @throws Exception what the closer of the resource threw
     */
    public final void close(int generation) throws Exception {
        if (release(generation)) {
            lastClosed();
        }
    }

    /**
     * Reads the resource for the owner of a share.
     *
     * @param generation the generation of the share
     * @return the resource, null when the share was revoked
     */
    public final @Nullable T resource(int generation) {
        return generation(word) == generation ? resource : null;
    }

    /**
     * Takes a free cell for a first share.
     *
     * @return the new generation, or 0 when the cell is not free
     */
    protected final int claim() {
        long seen = word;
        if (count(seen) != FREE) {
            return 0;
        }
        int generation = next(generation(seen));
        return casWord(seen, pack(generation, 1)) ? generation : 0;
    }

    /**
     * Adds a share to those that are open, or claims a free cell for a first one in a new generation.
     *
     * @return the generation of the share, or 0 when the cell is held
     */
    protected final int share() {
        for (; ; ) {
            long seen = word;
            int count = count(seen);
            if (count < 0) {
                return 0;
            }
            if (count == Integer.MAX_VALUE) {
                throw new IllegalStateException("resource has 2147483647 open handles");
            }
            int generation = count == FREE ? next(generation(seen)) : generation(seen);
            if (casWord(seen, pack(generation, count + 1))) {
                return generation;
            }
        }
    }

    /**
     * Takes a free cell out of use.
     *
     * @return false when it is not free
     */
    protected final boolean hold() {
        long seen = word;
        return count(seen) == FREE && casWord(seen, pack(generation(seen), HELD));
    }

    /**
     * Takes a free cell out of use if its generation is still the one given.
     *
     * @param generation the generation
     * @return false when it is not free, or was used since
     */
    protected final boolean hold(int generation) {
        return casWord(pack(generation, FREE), pack(generation, HELD));
    }

    /**
     * Takes all shares away: what their owners still do with them is refused. Only the keeper may call this.
     *
     * @return true when there was a share to take away, and the cell is now held by the caller
     */
    protected final boolean revoke() {
        for (; ; ) {
            long seen = word;
            if (count(seen) <= 0) {
                return false;
            }
            if (casWord(seen, pack(next(generation(seen)), HELD))) {
                return true;
            }
        }
    }

    /**
     * Ends {@link #HELD}: a new generation begins with {@code count} shares. Only the keeper that holds the cell may
     * call this.
     *
     * @param count the shares to begin with, 0 leaves the cell free
     * @return the new generation
     */
    protected final int begin(int count) {
        int generation = next(generation(word));
        word = pack(generation, count);
        return generation;
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

    /**
     * The count at this moment.
     *
     * @return the number of open shares, or {@link #FREE}, or {@link #HELD}
     */
    public final int count() {
        return count(word);
    }

    /**
     * The generation at this moment.
     *
     * @return a number that is not 0 and changes with each first share
     */
    public final int generation() {
        return generation(word);
    }

    private static int next(int generation) {
        return generation == -1 ? 1 : generation + 1;
    }

    private static long pack(int generation, int count) {
        return ((long) generation << 32) | (count & 0xffff_ffffL);
    }

    private static int generation(long word) {
        return (int) (word >>> 32);
    }

    private static int count(long word) {
        return (int) word;
    }

    private boolean casWord(long expect, long update) {
        return WORD.compareAndSet(this, expect, update);
    }
}
