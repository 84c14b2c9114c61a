/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/**
 * Finds out, by measuring, whether several workers are faster than one, and how many items one should carry at a time.
 *
 * <p>Guarded by the door of the source.
 */
final class Pace {
    /*
     * One worker runs the whole chain as a loop, in chunks that take about CHUNK_NANOS, and measures. What an item costs
     * there falls at once and rises slowly, and never on the word of one chunk: a collection, or another process that had
     * the processor, makes the items of one chunk look dear, and shared on that account trivial ones would take several
     * times as long. When the loop has gone on for a while, what an item costs there no longer falls, and it is more than
     * handing it over, the items are shared: each worker takes a batch of about BATCH_NANOS of work.
     *
     * A loop that the compilers have not found yet takes some 200 nanoseconds for an item, however little is to be done;
     * and when all items are shared it is never run, so they do not find it. A cold loop therefore keeps what could be
     * cheap, for some 50 milliseconds over all runs of a kind.
     *
     * Sharing is measured in turn, over EPOCH_NANOS; if an item then does not come out cheaper than in the loop - because
     * the serial stages are the larger part, because the memory is the limit, because some other process has the other
     * processor - the loop has it back for a time that doubles with each such disappointment. From time to time, at longer
     * and longer intervals, the loop is measured again.
     *
     * A source that waits is no reason to share, however much an item costs: one worker keeps up. Sharing begins when
     * the source has not waited for a certain backlog of work, and goes on across its waits as long as there was, since
     * the last one, work enough for a second worker: so the first item of a burst wakes a helper if the last burst was
     * one. The backlog that it takes halves when there was, and doubles when there was not, so that a source whose items
     * come late now and then, two at once, soon wakes nobody.
     *
     * A helper may be put on the processor of its waker, and be left there for a while: to some systems a virtual
     * processor that is halted does not look idle. Sharing then takes longer than the loop, because an item waits for its
     * turn with the helper, and all that follow it wait for that item. So each burst too is held against the loop; a
     * disappointment lets the helpers go on with threads of their own making, for which the system chooses a place anew;
     * and it takes some disappointments in a row to give up, because mostly the system finds its mistake. Bursts are soon
     * tried again: little is lost by that, since a worker that holds up the others is given a processor at once.
     */
    private static final long CHUNK_NANOS = 50_000;
    static final long BATCH_NANOS = 20_000;
    private static final long EPOCH_NANOS = 4_000_000;

    private static final long FIRST_SHARE_NANOS = 4_000_000;
    private static final long LAST_SHARE_NANOS = 64_000_000;
    private static final long FIRST_RETREAT_NANOS = 5_000_000;
    private static final long LAST_RETREAT_NANOS = 160_000_000;
    private static final long LAST_BURST_RETREAT_NANOS = 20_000_000;
    private static final long FIRST_BACKLOG_NANOS = 60_000;
    private static final long LEAST_BACKLOG_NANOS = 8_000;
    private static final long MOST_BACKLOG_NANOS = 480_000;
    private static final long START_NANOS = 100_000;
    private static final long MOVE_AGAIN_NANOS = 4_000_000;
    private static final int MOST_ITEMS = 1024;

    /** So many times in a row sharing has gained nothing when it is given up. */
    private static final int PATIENCE = 3;

    /** So much work between two waits of the source is worth a second worker, who has to be woken for it. */
    private static final long WORTH_NANOS = 70_000;

    /** What sharing must save, or else its measuring could as well be noise. */
    private static final double GAIN = 0.9;

    /** What an item costs in the loop falls where it is less than this part of what it was. */
    private static final double FALL = 0.75;

    /** A call of the source that took this long has waited. */
    static final long WAIT_NANOS = 2_000;

    /** What an item must cost to be worth sharing: more where workers can only take one at a time. */
    private static final int SHARE_NANOS = 40;

    private static final int SHARE_ONE_NANOS = 400;

    /** What an item costs at most where a copy of the loop, which begins cold, saves a good part of it. */
    private static final int COPY_NANOS = 12;

    /** What an item costs at least where the loop itself, compiled or not, is a small part of that. */
    private static final int HEAVY_NANOS = 500;

    private final LoopKind kind;
    private final boolean measured;
    private final boolean mayLoop;
    private final boolean alone;
    private final boolean mayWait;

    private volatile boolean sharing;
    private long burstStart;
    private int disappointed;
    private boolean misplaced;
    private long moveAgain;
    private int batch;
    private int chunk = 1;
    private double loopNanos;
    private double chunkNanos = Double.MAX_VALUE;
    private long loopTotal;
    private long backlog;
    private long backlogToShare = FIRST_BACKLOG_NANOS;
    private long share = FIRST_SHARE_NANOS;
    private long sinceWait;
    private long retreat = FIRST_RETREAT_NANOS;
    private long loopUntil;
    private long sharedSince;
    private long epochStart;
    private long epochItems;
    private int pulls;

    /**
     * Begins.
     *
     * @param mayLoop whether one worker may run the whole chain; if not, only the batch is found out
     * @param kind whether the loop is cold
     */
    Pace(Tuning tuning, boolean mayWait, boolean mayLoop, LoopKind kind) {
        this.kind = kind;
        this.measured = tuning.batch() == Tuning.MEASURED;
        this.mayLoop = mayLoop;
        this.alone = tuning.workers() == 1;
        this.mayWait = mayWait;
        this.batch = measured ? 1 : tuning.batch();
        this.sharing = !measured || !mayLoop;
    }

    boolean isMeasured() {
        return measured;
    }

    /** Whether an item takes so little that it matters how its functions are called. */
    boolean isQuick() {
        return loopNanos < COPY_NANOS;
    }

    boolean isSharing() {
        return sharing;
    }

    int batch() {
        return batch;
    }

    /** How many items the loop takes before it measures. */
    int chunk() {
        return chunk;
    }

    /** Whether each call of the source is worth measuring. */
    boolean isEachTimed() {
        return mayWait && !alone && loopNanos >= 1_000;
    }

    /**
     * The loop has done {@code items} in {@code nanos}.
     *
     * @param blind whether the source may have been waited for, and did not say so before
     */
    void looped(int items, long nanos, boolean waited, boolean blind, long now) {
        if (items == 0) {
            return;
        }
        kind.looped();
        double last = (double) nanos / items;
        double each = Math.min(last, chunkNanos);
        chunkNanos = last;
        boolean falls = each < FALL * loopNanos;
        loopNanos = loopNanos == 0 || each < loopNanos ? each : 0.75 * loopNanos + 0.25 * each;
        loopTotal += nanos;
        backlog = waited ? 0 : backlog + nanos;
        chunk = isEachTimed() ? 1 : clamp(CHUNK_NANOS / Math.max(loopNanos, 0.1), blind ? 64 : 4 * MOST_ITEMS);
        if (alone
                || loopNanos < (blind ? SHARE_ONE_NANOS : SHARE_NANOS)
                || loopTotal < START_NANOS
                || falls
                || now - loopUntil < 0
                || (loopNanos < HEAVY_NANOS && kind.isCold())) {
            return;
        }
        if (mayWait && backlog < backlogToShare) {
            return;
        }
        sharing = true;
        batch = clamp(BATCH_NANOS / loopNanos, MOST_ITEMS);
        sharedSince = now;
        burstStart = now;
        sinceWait = 0;
        epochStart = now;
        epochItems = 0;
    }

    /** Whether the next call of the source is to be measured while items are shared. */
    boolean isPullTimed() {
        return measured && (loopNanos >= 2_000 || (++pulls & 7) == 0 || batch >= 16);
    }

    /** A worker has taken {@code items} to carry them. */
    void shared(int items) {
        epochItems += items;
        sinceWait += items;
    }

    /** A pull that was begun at {@code begin} was measured while items were shared. */
    void pulled(long begin, long now) {
        if (mayWait && now - begin > WAIT_NANOS && mayLoop) {
            hasWaited(begin, now);
            return;
        }
        long elapsed = now - epochStart;
        if (elapsed < EPOCH_NANOS) {
            return;
        }
        double each = (double) elapsed / Math.max(1, epochItems);
        if (!mayLoop) {
            batch = clamp(BATCH_NANOS / each, MOST_ITEMS);
        } else if (each > GAIN * loopNanos) {
            disappoint(now, LAST_RETREAT_NANOS);
        } else {
            gained();
            if (now - sharedSince > share) {
                share = Math.min(2 * share, LAST_SHARE_NANOS);
                sharing = false;
            }
        }
        epochStart = now;
        epochItems = 0;
    }

    /** The source had nothing while items were shared: was it worth it since it had nothing last? */
    private void hasWaited(long begin, long now) {
        double work = sinceWait * loopNanos;
        if (work < WORTH_NANOS) {
            backlogToShare = Math.min(MOST_BACKLOG_NANOS, 2 * backlogToShare);
            sharing = false;
        } else {
            backlogToShare = Math.max(LEAST_BACKLOG_NANOS, backlogToShare / 2);
            if (begin - burstStart > GAIN * work) {
                misplaced = now - moveAgain >= 0;
                disappoint(now, LAST_BURST_RETREAT_NANOS);
            } else {
                gained();
            }
        }
        backlog = 0;
        burstStart = now;
        sinceWait = 0;
        epochStart = now;
        epochItems = 0;
    }

    /** Whether the helpers are to begin on other threads, since they seem to stand in the way of who woke them. */
    boolean takeMisplaced(long now) {
        if (!misplaced) {
            return false;
        }
        misplaced = false;
        moveAgain = now + MOVE_AGAIN_NANOS;
        return true;
    }

    private void gained() {
        disappointed = 0;
        retreat = FIRST_RETREAT_NANOS;
    }

    /** Sharing has gained nothing. If that goes on, the loop has the items back for a time. */
    private void disappoint(long now, long lastRetreat) {
        if (++disappointed >= PATIENCE) {
            disappointed = 0;
            sharing = false;
            loopUntil = now + retreat;
            retreat = Math.min(2 * retreat, lastRetreat);
        }
    }

    private static int clamp(double value, int most) {
        return (int) Math.max(1, Math.min(most, value));
    }
}
