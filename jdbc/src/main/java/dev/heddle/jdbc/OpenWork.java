/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is open on a backend: the driver's statements, and rows that belong to none.
 *
 * <p>It holds the driver's objects, not their wrappers. A wrapper leads to the connection's handle, and a pool that
 * could reach the handle would never find out that everybody else has dropped it.
 */
final class OpenWork {
    /*
     * field                  guarded by lock
     * ---------------------  ------------------------------------------------------------------
     * newest                 the newest entry, null when nothing is open; read without it by isEmpty
     * Opened.older, .newer   the list; an entry that was taken out points nowhere and is not in it
     */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Opened newest;

    /** Whether nothing is open. Only asked when no call is under way, after the last of those that write. */
    boolean isEmpty() {
        return newest == null;
    }

    Opened add(AutoCloseable resource) {
        lock.lock();
        try {
            Opened opened = new Opened(resource);
            opened.older = newest;
            if (newest != null) {
                newest.newer = opened;
            }
            newest = opened;
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an entry out. Does nothing when it is out. */
    void remove(Opened opened) {
        lock.lock();
        try {
            Opened older = opened.older;
            Opened newer = opened.newer;
            if (older != null) {
                older.newer = newer;
            }
            if (newer != null) {
                newer.older = older;
            } else if (newest == opened) {
                newest = older;
            }
            opened.older = null;
            opened.newer = null;
        } finally {
            lock.unlock();
        }
    }

    /** What is open, newest first. */
    List<AutoCloseable> list() {
        lock.lock();
        try {
            List<AutoCloseable> list = new ArrayList<>();
            for (Opened opened = newest; opened != null; opened = opened.older) {
                list.add(opened.resource);
            }
            return list;
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out. */
    List<AutoCloseable> takeAll() {
        if (isEmpty()) {
            return List.of();
        }
        lock.lock();
        try {
            List<AutoCloseable> all = list();
            newest = null;
            return all;
        } finally {
            lock.unlock();
        }
    }
}
