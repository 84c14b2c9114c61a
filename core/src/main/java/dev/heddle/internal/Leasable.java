/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import dev.heddle.internal.PoolAccess.Opening;
import org.jspecify.annotations.Nullable;

/**
 * A resource that one owner after the other has for itself, and may share: a connection of a pool. Its keeper looks for
 * dropped handles itself.
 *
 * @param <T> the type of the resource
 */
public abstract non-sealed class Leasable<T> extends Shared<T> {
    /*
     * The upper half of the word (see Shared) is the generation: the number of the lease. What holds beyond Shared:
     *  - retain and release compare the generation in the same CAS that changes the count, so a share of an old
     *    one changes nothing, and lastClosed runs once per generation. A generation is a positive int, so it comes
     *    round after 2^31 leases of one cell; to be fooled, an owner must sleep through exactly that many
     *    between two instructions.
     *
     * SHARED is set by the first retain and stays until the generation ends. While it is not set there has
     * been one share only, so the word alone tells whether that share is closed, and releaseSole needs
     * nothing else to give it back once. With the flag, one of two shares may be what is left, and its
     * owner's handle must say whose.
     *
     * DETAINED is set by the keeper, or by an owner who found the resource broken: the last release then
     * goes to HELD, whatever rest() says.
     *
     * SEALED is set by an owner who is about to give its share back, and wants it to be the last: no retain
     * succeeds any more in this generation. While that owner has its share the count stays above zero, so it may
     * wait until the others are back, and of two owners of one share who seal at once only one succeeds.
     */
    /** What a release answers that left the cell free, of which nobody else needs to hear. */
    public static final int DONE = 3;

    private static final int SHARED = 1 << 30;
    private static final int DETAINED = 1 << 29;
    private static final int SEALED = 1 << 28;

    /**
     * Makes a cell in its first generation.
     *
     * @param count the count to begin with
     * @param resource the resource, null when there is none yet
     */
    protected Leasable(int count, @Nullable T resource) {
        super(count, resource);
    }

    /**
     * Adds a share to those that are open.
     *
     * @param generation the generation of a share that the caller has or had
     * @return false when no share of that generation is open, or it is sealed
     */
    public final boolean retain(int generation) {
        for (; ; ) {
            long seen = word();
            if (!canRetain(seen, generation)) {
                return false;
            }
            checkRoom(count(seen));
            if (casWord(seen, (seen + 1) | SHARED)) {
                return true;
            }
        }
    }

    /**
     * Gives a share back.
     *
     * @param generation the generation of the share
     * @return whether it was the last one, and what the cell is now: after {@link #LEFT_FREE} and {@link #LEFT_HELD}
     *     the caller must call {@link #lastClosed}
     */
    public final int release(int generation) {
        for (; ; ) {
            long seen = word();
            if (!isOpen(seen, generation)) {
                return NOT_LAST; // revoked
            }
            if (count(seen) > 1) {
                if (casWord(seen, seen - 1)) {
                    return NOT_LAST;
                }
            } else {
                int rest = ((int) seen & DETAINED) != 0 ? HELD : rest();
                if (casWord(seen, pack(generation, rest))) {
                    return left(rest);
                }
            }
        }
    }

    /**
     * Gives back the only share that there ever was in its generation, in one step. Two calls for one share are
     * harmless, which spares the caller the exchange that tells which of them is the first.
     *
     * @param first the share, as {@link #first} writes it
     * @return as {@link #release}; {@link #DONE} when there is nothing left to do; {@link #NOT_LAST} also when this way
     *     is not open, and the share is still there
     */
    public int releaseSole(long first) {
        return releaseSole(first, rest());
    }

    /**
     * As {@link #releaseSole(long)}, for cells whose every use is a share of its own: then the resource was never used.
     *
     * @param first the share, as {@link #first} writes it
     * @return as {@link #releaseSole(long)}
     */
    public int releaseUnused(long first) {
        return releaseSole(first, rest());
    }

    /**
     * Gives back the only share that there ever was in its generation, in one step.
     *
     * @param first the share, as {@link #first} writes it
     * @param rest where that leaves the count
     * @return as {@link #release}; {@link #NOT_LAST} also when this way is not open, and the share is still there
     */
    protected final int releaseSole(long first, int rest) {
        if (rest == FREE) {
            return casWord(first, first - 1) ? LEFT_FREE : NOT_LAST;
        }
        return casWord(first, pack(generation(first), rest)) ? LEFT_HELD : NOT_LAST;
    }

    /**
     * Lets no retain succeed in a generation any more. Only for the owner of a share that it still has.
     *
     * @param generation the generation
     * @return false when it is sealed already, or over
     */
    public final boolean seal(int generation) {
        for (; ; ) {
            long seen = word();
            if (!canRetain(seen, generation)) {
                return false;
            }
            if (casWord(seen, seen | SEALED)) {
                return true;
            }
        }
    }

    /**
     * Ends a generation that the caller has sealed, whoever still has shares of it: giving them back changes nothing.
     *
     * @param generation the generation
     * @return whether the cell is now held by the caller, who must call {@link #lastClosed}; false when it was revoked
     */
    public final boolean end(int generation) {
        for (; ; ) {
            long seen = word();
            if (!isOpen(seen, generation)) {
                return false;
            }
            if (casWord(seen, pack(generation, HELD))) {
                return true;
            }
        }
    }

    /**
     * Says whether {@link #retain} would succeed.
     *
     * @param generation the generation of a share
     * @return whether shares of it are open, and it is not sealed
     */
    public final boolean canRetain(int generation) {
        return canRetain(word(), generation);
    }

    /**
     * Says whether the owner of a share has the last one.
     *
     * @param generation the generation of the share
     * @return false while others are open
     */
    public final boolean isSole(int generation) {
        long seen = word();
        return count(seen) <= 1 || generation(seen) != generation;
    }

    /**
     * Says whether a share of a generation is open.
     *
     * @param generation the generation
     * @return whether there is one
     */
    public final boolean isOpen(int generation) {
        return isOpen(word(), generation);
    }

    /**
     * The generation at this moment.
     *
     * @return a number above 0 that changes with each lease
     */
    public final int generation() {
        return generation(word());
    }

    /**
     * Lets the last release of a generation leave the cell to its keeper.
     *
     * @param generation the generation
     * @return false when no share of that generation is open
     */
    protected final boolean detain(int generation) {
        for (; ; ) {
            long seen = word();
            if (!isOpen(seen, generation)) {
                return false;
            }
            if (casWord(seen, seen | DETAINED)) {
                return true;
            }
        }
    }

    /**
     * Takes a free cell for a first share.
     *
     * @return the new generation, or 0 when the cell is not free
     */
    protected final int claim() {
        long seen = word();
        if ((int) seen != FREE) {
            return 0;
        }
        int generation = next(generation(seen));
        return casWord(seen, pack(generation, 1)) ? generation : 0;
    }

    /**
     * As {@link #claim()}, where the new generation has one of some bits, and does not come round.
     *
     * @param bits the bits, those of a generation and the sign, in the upper half
     * @param opening what makes the lease
     * @param <L> the type of the lease
     * @return the lease; null when the cell is not free, or the generation would have none of the bits
     */
    protected final <L> @Nullable L claim(long bits, Opening<T, L> opening) {
        long seen = word();
        long first = seen + FIRST;
        if ((int) seen != FREE || (first & bits) <= 0) { // less than 0 where it would have come round
            return null;
        }
        return casWord(seen, first) ? opening.open(this, first) : null;
    }

    /**
     * Takes all shares away: what their owners still do with them is refused. Only the keeper may call this.
     *
     * @return true when there was a share to take away, and the cell is now held by the caller
     */
    protected final boolean revoke() {
        for (; ; ) {
            long seen = word();
            if (count(seen) <= 0) {
                return false;
            }
            if (casWord(seen, pack(next(generation(seen)), HELD))) {
                return true;
            }
        }
    }

    /** Ends {@link #HELD} with a share in a new generation. Only the keeper that holds the cell may call this. */
    protected final void begin() {
        leaveHeld(first(next(generation())));
    }

    /**
     * The generation of a share.
     *
     * @param first the share, as {@link #first} writes it
     * @return the upper half
     */
    public static int generation(long first) {
        return upper(first);
    }

    /**
     * The word of a cell while there is one share, and never was another, in a generation.
     *
     * @param generation the generation
     * @return the word
     */
    public static long first(int generation) {
        return pack(generation, 1);
    }

    private static boolean isOpen(long seen, int generation) {
        return count(seen) > 0 && generation(seen) == generation;
    }

    private static boolean canRetain(long seen, int generation) {
        return isOpen(seen, generation) && ((int) seen & SEALED) == 0;
    }

    private static int next(int generation) {
        return generation == Integer.MAX_VALUE ? 1 : generation + 1;
    }
}
