/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import org.jspecify.annotations.Nullable;

/**
 * A resource that several owners have, made once and closed once: what a handle is opened on, and a cache keeps. The
 * net under the handles looks for dropped ones.
 *
 * @param <T> the type of the resource
 */
public abstract non-sealed class Watched<T> extends Shared<T> {
    /*
     * A share is borrowed, and repaid. One at a time is lent by the word (see Shared) itself: its upper half is that
     * share's number, and below 0 while the share is out. So it is repaid by one CAS, which a second close of the same
     * handle does not repeat: it finds another number, or none below 0. There are 2^31 numbers, and they come round
     * after as many shares that were lent; to be fooled, a closer must sleep through exactly that many between
     * two instructions.
     *
     * All other shares are only counted, and the handle of each must say itself whether it is open.
     */
    /** A share that is only counted: whoever has it sees to it that it is repaid once. */
    public static final int COUNTED = 0;

    /** No share. */
    public static final int NONE = 1;

    /** The sign of the upper half: one share is lent. */
    private static final long LENT = Long.MIN_VALUE;

    /**
     * Makes a cell.
     *
     * @param count the count to begin with, of shares that are only counted
     * @param resource the resource, null when there is none yet
     */
    protected Watched(int count, @Nullable T resource) {
        super(count, resource);
    }

    /**
     * Adds a share to those that are open: the one that is lent, if nobody has it, or one that is only counted.
     *
     * @return the share, below 0 if it is lent, or {@link #NONE} when no share is open
     */
    public final int borrow() {
        return borrow(1);
    }

    /**
     * As {@link #borrow()}, also of a free cell.
     *
     * @return the share, or {@link #NONE} when the cell is held
     */
    protected final int share() {
        return borrow(FREE);
    }

    private int borrow(int least) {
        for (; ; ) {
            long seen = word();
            int count = (int) seen; // a watched cell has no flags
            if (count < least) {
                return NONE;
            }
            checkRoom(count);
            if (seen < 0) {
                if (casWord(seen, seen + 1)) {
                    return COUNTED;
                }
            } else {
                long lent = seen + FIRST | LENT;
                if (casWord(seen, lent)) {
                    return upper(lent);
                }
            }
        }
    }

    /**
     * Gives a borrowed share back. One that is lent may be given back twice; of one that is counted the caller sees to
     * it that it is not.
     *
     * @param share the share
     * @return whether it was the last one, and what the cell is now: after {@link #LEFT_FREE} and {@link #LEFT_HELD}
     *     the caller must call {@link #lastClosed}
     */
    public final int repay(int share) {
        for (; ; ) {
            long seen = word();
            if (!isBorrowed(seen, share)) {
                return NOT_LAST;
            }
            if ((int) seen > 1) {
                if (casWord(seen, isLent(share) ? seen - 1 & ~LENT : seen - 1)) {
                    return NOT_LAST;
                }
            } else {
                int rest = rest();
                if (casWord(seen, pack(number(seen), rest))) {
                    return left(rest);
                }
            }
        }
    }

    /**
     * Gives a borrowed share back and, if it was the last one, acts on it.
     *
     * @param share the share
     * @throws Exception what the closer of the resource threw
     */
    public final void close(int share) throws Exception {
        int left = repay(share);
        if (left != NOT_LAST) {
            lastClosed(left == LEFT_HELD);
        }
    }

    /**
     * Says whether a share that was borrowed is open, as far as the word knows.
     *
     * @param share the share
     * @return false when it is one that was lent, and was given back; true when it is one that is only counted
     */
    public final boolean isBorrowed(int share) {
        return isBorrowed(word(), share);
    }

    /**
     * Says whether a share is one that is lent, so that the word knows whether it is open.
     *
     * @param share the share
     * @return false when it is only counted
     */
    public static boolean isLent(int share) {
        return share < 0;
    }

    /**
     * The number of the share that was lent last.
     *
     * @return a number that changes with each share that is lent, and so with each first share
     */
    protected final int number() {
        return number(word());
    }

    /**
     * Ends {@link #HELD} with shares that are only counted. Only the keeper that holds the cell may call this.
     *
     * @param shares how many, at least 1
     */
    protected final void begin(int shares) {
        checkRoom(shares);
        leaveHeld(pack(number(), shares));
    }

    private static boolean isBorrowed(long seen, int share) {
        return isLent(share) ? upper(seen) == share : (int) seen > 0;
    }

    private static int number(long seen) {
        return upper(seen & ~LENT);
    }
}
