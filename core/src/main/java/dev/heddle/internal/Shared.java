/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import dev.heddle.internal.PoolAccess.Opening;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A resource and the count of the handles that are open on it, in a word that its owner may use again for the next
 * resource or the next lease.
 *
 * @param <T> the type of the resource
 */
public abstract class Shared<T> extends Padding {
    /*
     * field     read      write    who writes
     * --------  --------  -------  -----------------------------------------------------------------
     * word      volatile  CAS      any owner of a share; the keeper of the cell (a cache, a pool)
     * resource  plain     plain    the keeper, while the count is HELD
     *
     * The word is the generation in the upper half and the count in the lower, with flags above it:
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
     *         +----- HELD <---------------+        (or straight to FREE, where rest() says so)
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
     *
     * LENT is for cells whose handles the net watches. Their resource has one life, so the upper half need not
     * tell its generations apart; it numbers the shares that were lent. One share at a time is, while the flag is set,
     * and the word says which. So it is given back by one CAS, which a second close of the same handle
     * does not repeat: it finds another number, or no flag. All other shares are only counted, and the handle of each
     * must say itself whether it is open.
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

    /** What a release answers that left the cell free, of which nobody else needs to hear. */
    public static final int DONE = 3;

    private static final int SHARED = 1 << 30;
    private static final int DETAINED = 1 << 29;
    private static final int SEALED = 1 << 28;
    private static final int LENT = 1 << 27;
    private static final int MOST = LENT - 1;

    /** A share that is only counted: whoever has it sees to it that it is given back once. */
    public static final long COUNTED = 0;

    /** No share. */
    public static final long NONE = -1;

    private static final long UPPER = -1L << 32;

    /** From a free cell to one share in the next generation. */
    private static final long FIRST = (1L << 32) + 1;

    private static final VarHandle WORD =
            fieldVarHandle(MethodHandles.lookup(), "word", VarHandle.class, Shared.class, long.class);

    private final boolean watched;

    private volatile long word;

    private @Nullable T resource;

    /**
     * Makes a cell in its first generation.
     *
     * @param watched whether the net under the handles looks for dropped ones, or the keeper does so itself
     * @param count the count to begin with
     * @param resource the resource, null when there is none yet
     */
    protected Shared(boolean watched, int count, @Nullable T resource) {
        this.watched = watched;
        this.resource = resource;
        this.word = pack(1, count);
    }

    /**
     * Acts after the last share of a generation was given back, on the thread that did so. Runs once per generation.
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
     * Says who looks for dropped handles.
     *
     * @return whether the net under the handles does
     */
    public final boolean isWatched() {
        return watched;
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
     * Adds a share to those that are open.
     *
     * @param generation the generation of a share that the caller has or had
     * @return false when no share of that generation is open, or it is sealed
     */
    public final boolean retain(int generation) {
        for (; ; ) {
            long seen = word;
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
            long seen = word;
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
                    return rest == FREE ? LEFT_FREE : LEFT_HELD;
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
        return watched ? NOT_LAST : releaseSole(first, rest()); // the net must hear which handle it was
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
            long seen = word;
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
            long seen = word;
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
        return canRetain(word, generation);
    }

    /**
     * Says whether the owner of a share has the last one.
     *
     * @param generation the generation of the share
     * @return false while others are open
     */
    public final boolean isSole(int generation) {
        long seen = word;
        return count(seen) <= 1 || generation(seen) != generation;
    }

    /**
     * Gives a borrowed share back and, if it was the last one, acts on it.
     *
     * @param share the share
     * @throws Exception what the closer of the resource threw
     */
    public final void close(long share) throws Exception {
        int left = repay(share);
        if (left != NOT_LAST) {
            lastClosed(left == LEFT_HELD);
        }
    }

    /**
     * Says whether a share of a generation is open.
     *
     * @param generation the generation
     * @return whether there is one
     */
    public final boolean isOpen(int generation) {
        return isOpen(word, generation);
    }

    /**
     * Lets the last release of a generation leave the cell to its keeper.
     *
     * @param generation the generation
     * @return false when no share of that generation is open
     */
    protected final boolean detain(int generation) {
        for (; ; ) {
            long seen = word;
            if (!isOpen(seen, generation)) {
                return false;
            }
            if (casWord(seen, seen | DETAINED)) {
                return true;
            }
        }
    }

    /**
     * Reads the resource for the owner of a share.
     *
     * @param generation the generation of the share
     * @return the resource, null when the share was revoked
     */
    public final @Nullable T resource(int generation) {
        return isOpen(generation) ? resource : null;
    }

    /**
     * Reads the resource for an owner of a share who need not hear that it was revoked just now.
     *
     * @return the resource, null when there is none
     */
    public final @Nullable T resource() {
        return resource;
    }

    /**
     * Takes a free cell for a first share.
     *
     * @return the new generation, or 0 when the cell is not free
     */
    protected final int claim() {
        long seen = word;
        if ((int) seen != FREE) {
            return 0;
        }
        int generation = next(generation(seen));
        return casWord(seen, pack(generation, 1)) ? generation : 0;
    }

    /**
     * As {@link #claim()}, where the new generation has one of some bits.
     *
     * @param bits the bits, those of a generation, in the upper half
     * @param opening what makes the lease
     * @param <L> the type of the lease
     * @return the lease; null when the cell is not free, or the generation would have none of the bits
     */
    protected final <L> @Nullable L claim(long bits, Opening<T, L> opening) {
        long seen = word;
        long first = seen + FIRST;
        if ((int) seen != FREE || (first & bits) == 0) { // so the generation is never 0
            return null;
        }
        return casWord(seen, first) ? opening.open(this, first) : null;
    }

    /**
     * Adds a share to those that are open, of a cell that is {@linkplain #isWatched watched}: the one that is lent, if
     * nobody has it, or one that is only counted.
     *
     * @return the share, or {@link #NONE} when no share is open
     */
    public final long borrow() {
        return borrow(false);
    }

    /**
     * As {@link #borrow()}, also of a free cell.
     *
     * @return the share, or {@link #NONE} when the cell is held
     */
    protected final long share() {
        return borrow(true);
    }

    private long borrow(boolean free) {
        for (; ; ) {
            long seen = word;
            int count = count(seen);
            if (count < 0 || (count == FREE && !free)) {
                return NONE;
            }
            checkRoom(count);
            boolean lent = isLent(seen);
            long next = lent ? seen + 1 : seen + FIRST | LENT;
            if (casWord(seen, next)) {
                return lent ? COUNTED : next & (UPPER | LENT);
            }
        }
    }

    /**
     * Gives a borrowed share back. One that is lent may be given back twice; of one that is counted the caller sees to
     * it that it is not.
     *
     * @param share the share
     * @return as {@link #release}
     */
    public final int repay(long share) {
        for (; ; ) {
            long seen = word;
            if (!isBorrowed(seen, share)) {
                return NOT_LAST;
            }
            if (count(seen) > 1) {
                if (casWord(seen, isLent(share) ? seen - 1 & ~(long) LENT : seen - 1)) {
                    return NOT_LAST;
                }
            } else {
                int rest = rest();
                if (casWord(seen, pack(generation(seen), rest))) {
                    return rest == FREE ? LEFT_FREE : LEFT_HELD;
                }
            }
        }
    }

    /**
     * Says whether a share that was borrowed is open, as far as the word knows.
     *
     * @param share the share
     * @return false when it is one that was lent, and was given back; true when it is one that is only counted
     */
    public final boolean isBorrowed(long share) {
        return isBorrowed(word, share);
    }

    /**
     * Says whether a share is one that was lent, so that the word knows whether it is open.
     *
     * @param share the share, or the word of a cell: whether one is lent
     * @return false when it is only counted, or one of a cell that is not watched
     */
    public static boolean isLent(long share) {
        return ((int) share & LENT) != 0;
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
     * Ends {@link #HELD} with the shares of several owners in a new generation. Only the keeper that holds the cell may
     * call this.
     *
     * @param shares how many, at least 1
     * @return the new generation
     */
    protected final int begin(int shares) {
        checkRoom(shares);
        int generation = next(generation(word));
        word = pack(generation, shares > 1 ? shares | SHARED : shares);
        return generation;
    }

    /** Ends {@link #HELD} and leaves the cell free. Only the keeper that holds the cell may call this. */
    protected final void free() {
        word = pack(generation(word), FREE);
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

    private static boolean isOpen(long seen, int generation) {
        return count(seen) > 0 && generation(seen) == generation;
    }

    private static boolean isBorrowed(long seen, long share) {
        return count(seen) > 0 && (!isLent(share) || ((seen ^ share) & (UPPER | LENT)) == 0);
    }

    private static boolean canRetain(long seen, int generation) {
        return isOpen(seen, generation) && ((int) seen & SEALED) == 0;
    }

    private static void checkRoom(int count) {
        if (count == MOST) {
            throw new IllegalStateException("resource has " + MOST + " open handles");
        }
    }

    private static int next(int generation) {
        return generation == -1 ? 1 : generation + 1;
    }

    private static long pack(int generation, int count) {
        return ((long) generation << 32) | (count & 0xffff_ffffL);
    }

    /**
     * The generation of a share.
     *
     * @param first the share, as {@link #first} writes it
     * @return the upper half
     */
    public static int generation(long first) {
        return (int) (first >>> 32);
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

    private static int count(long word) {
        return (int) word < 0 ? HELD : (int) word & MOST;
    }

    private boolean casWord(long expect, long update) {
        return WORD.compareAndSet(this, expect, update);
    }
}
