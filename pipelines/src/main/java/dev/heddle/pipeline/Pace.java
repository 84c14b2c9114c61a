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
     * One worker runs the whole chain as a loop, in chunks that take about CHUNK_NANOS, and measures. When that has
     * gone on for a while and an item costs more than handing it over, the items are shared: each worker takes a
     * batch of about BATCH_NANOS of work. Sharing is measured in turn, over EPOCH_NANOS; if an item then does not
     * come out cheaper than in the loop - because the serial stages are the larger part, because the memory is the
     * limit, because some other process has the other processor - the loop has it back for a time that doubles with
     * each such disappointment. From time to time the loop is measured again.
     *
     * A source that waits is no reason to share, however much an item costs: one worker keeps up. Sharing begins when
     * the source has not waited for BACKLOG_NANOS of work, and ends as soon as it waits.
     */
    private static final long CHUNK_NANOS = 50_000;
    private static final long BATCH_NANOS = 20_000;
    private static final long EPOCH_NANOS = 10_000_000;
    private static final long SHARE_AGAIN_NANOS = 250_000_000;
    private static final long FIRST_RETREAT_NANOS = 5_000_000;
    private static final long LAST_RETREAT_NANOS = 160_000_000;
    private static final long BACKLOG_NANOS = 30_000;
    private static final long START_NANOS = 100_000;
    private static final int MOST_ITEMS = 1024;

    /** A call of the source that took this long has waited. */
    static final long WAIT_NANOS = 2_000;

    private final boolean measured;
    private final boolean mayLoop;
    private final boolean alone;
    private final boolean mayWait;

    /** What an item must cost to be worth sharing. */
    private final long shareNanos;

    private volatile boolean sharing;
    private int batch;
    private int chunk = 1;
    private double loopNanos;
    private long loopTotal;
    private long backlog;
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
     */
    Pace(Tuning tuning, boolean mayWait, boolean mayLoop) {
        this.measured = tuning.batch() == Tuning.MEASURED;
        this.mayLoop = mayLoop;
        this.alone = tuning.workers() == 1;
        this.mayWait = mayWait;
        this.shareNanos = mayWait ? 400 : 40;
        this.batch = measured ? 1 : tuning.batch();
        this.sharing = !measured || !mayLoop;
    }

    boolean isMeasured() {
        return measured;
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

    /** The loop has done {@code items} in {@code nanos}. */
    void looped(int items, long nanos, boolean waited, long now) {
        if (items == 0) {
            return;
        }
        double each = (double) nanos / items;
        loopNanos = loopNanos == 0 ? each : 0.75 * loopNanos + 0.25 * each;
        loopTotal += nanos;
        backlog = waited ? 0 : backlog + nanos;
        chunk = isEachTimed() ? 1 : clamp(CHUNK_NANOS / Math.max(loopNanos, 0.1), mayWait ? 64 : 4 * MOST_ITEMS);
        if (alone || loopNanos < shareNanos || loopTotal < START_NANOS || now - loopUntil < 0) {
            return;
        }
        if (mayWait && backlog < BACKLOG_NANOS) {
            return;
        }
        sharing = true;
        batch = clamp(BATCH_NANOS / loopNanos, MOST_ITEMS);
        sharedSince = now;
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
    }

    /** A pull was measured while items were shared. */
    void pulled(boolean waited, long now) {
        if (mayWait && waited && mayLoop) {
            sharing = false;
            backlog = 0;
            return;
        }
        long elapsed = now - epochStart;
        if (elapsed < EPOCH_NANOS) {
            return;
        }
        double each = (double) elapsed / Math.max(1, epochItems);
        if (!mayLoop) {
            batch = clamp(BATCH_NANOS / each, MOST_ITEMS);
        } else if (each > loopNanos) {
            sharing = false;
            loopUntil = now + retreat;
            retreat = Math.min(2 * retreat, LAST_RETREAT_NANOS);
        } else {
            retreat = FIRST_RETREAT_NANOS;
            if (now - sharedSince > SHARE_AGAIN_NANOS) {
                sharing = false;
            }
        }
        epochStart = now;
        epochItems = 0;
    }

    private static int clamp(double value, int most) {
        return (int) Math.max(1, Math.min(most, value));
    }
}
