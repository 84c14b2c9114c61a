/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How much of the heap the sums of one run may take, and where the rest goes. Used by all threads of the run. */
final class Memory {
    /** Less than this does not hold one worker's table. */
    static final int LEAST_BYTES = 1 << 17;

    private final Disk disk;
    private final long bytes;
    private final int workers;

    /** Guards the spaces. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<Disk.Space> open = new ArrayList<>();

    /** Takes what tables do not hold, and keeps it for another run; written by the leader before it makes workers. */
    private @Nullable Journal journal;

    private long commitNanos;

    Memory(Disk disk, long bytes, int workers) {
        this.disk = disk;
        this.bytes = bytes;
        this.workers = (int) Math.max(1, Math.min(workers, bytes / LEAST_BYTES));
    }

    /** The share of the heap that sums take where nobody says how much: the other parts are for those who read them. */
    static long defaultBytes() {
        return Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    /** As much as there is, for a worker whose result somebody else watches. */
    static Memory unbounded() {
        return new Memory(new FolderDisk(""), Long.MAX_VALUE, 1);
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    /** What tables do not hold goes there instead of to the disk, and what they hold every so many nanoseconds. */
    void keepIn(Journal taken, long everyNanos) {
        journal = taken;
        commitNanos = everyNanos;
    }

    long commitNanos() {
        return commitNanos;
    }

    Disk disk() {
        return disk;
    }

    long bytes() {
        return bytes;
    }

    /** How many workers there may be. */
    int workers() {
        return workers;
    }

    /** What one worker may take. */
    long share() {
        return bytes / workers;
    }

    Disk.Space open() {
        try {
            Disk.Space space = disk.open();
            lock.lock();
            try {
                open.add(space);
            } finally {
                lock.unlock();
            }
            return space;
        } catch (IOException e) {
            throw JobException.spilling("make", disk, e);
        }
    }

    /** Closes all spaces but one, which the result of the run reads from. Called after all threads have ended. */
    void close(Disk.@Nullable Space kept) {
        lock.lock();
        try {
            for (Disk.Space space : open) {
                if (kept == null || !space.equals(kept)) {
                    closeSilently(space);
                }
            }
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    static void closeSilently(Disk.Space space) {
        try {
            space.close();
        } catch (IOException e) {
            // Nobody reads it any more.
            return;
        }
    }
}
