/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A pool small enough for the model checker: no threads of its own, and waiters that sleep until they are woken. */
final class SmallPool {
    static final String KEY = "key";

    private SmallPool() {}

    /** A pool of one connection, which is open. */
    static ConnectionPool<String, Object> of(boolean resets, Beds beds) {
        ConnectionPool<String, Object> pool = of(new Plain(resets, false), beds);
        pool.tryAcquire(KEY);
        return pool;
    }

    /** A pool with room for one connection, which callers open themselves. */
    static ConnectionPool<String, Object> prompt(Beds beds) {
        return of(new Plain(false, true), beds);
    }

    private static ConnectionPool<String, Object> of(Plain connector, Beds beds) {
        return new ConnectionPool<>(
                new Settings<>(connector, "small", 1, 1, 0, 0, 0, 0, 0, 0, null, new Monitor(), beds, Runnable::run));
    }

    private record Plain(boolean resets, boolean isPrompt) implements Connector<String, Object> {
        @Override
        public Object open(String key) {
            return new Object();
        }

        @Override
        public void close(Object connection) {}

        @Override
        public boolean needsReset(Object connection) {
            return resets;
        }
    }

    /** A lock with few steps: that of the JDK has its own proofs, and many schedules. */
    private static final class Monitor implements Lock {
        private boolean held;

        @Override
        public synchronized void lock() {
            boolean interrupted = false;
            while (held) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            held = true;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public synchronized void unlock() {
            held = false;
            notifyAll();
        }

        @Override
        public Condition newCondition() {
            return new Expired();
        }

        @Override
        public void lockInterruptibly() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tryLock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }

    /** Whoever waits for it to be empty finds at once that the time is over. */
    private static final class Expired implements Condition {
        @Override
        public void signal() {}

        @Override
        public void signalAll() {}

        @Override
        public void await() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void awaitUninterruptibly() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long awaitNanos(long nanos) {
            return 0;
        }

        @Override
        public boolean await(long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean awaitUntil(Date deadline) {
            throw new UnsupportedOperationException();
        }
    }

    /**
     * Sleep without an end of its own: a wake-up that is lost is a deadlock, and so is found. Time stands still until
     * somebody lets it pass.
     */
    static final class Beds implements Parking {
        private final Map<Thread, Semaphore> permits = new ConcurrentHashMap<>();
        private volatile long now = 1;

        @Override
        public void park(Object blocker) {
            try {
                of(Thread.currentThread()).acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            park(blocker);
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void unpark(Thread thread) {
            of(thread).release();
        }

        /** Lets so much time pass, and the sleep of a thread be over by it. */
        void pass(long nanos, Thread sleeper) {
            now += nanos;
            unpark(sleeper);
        }

        private Semaphore of(Thread thread) {
            return permits.computeIfAbsent(thread, none -> new Semaphore(0));
        }
    }
}
