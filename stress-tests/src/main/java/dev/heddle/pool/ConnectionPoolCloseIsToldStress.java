/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Who closes a pool waits for its last connection, while that comes back. The result: 1 if he sleeps and nobody is left
 * to wake him, so that a lost wake-up is an outcome and not a wait of an hour.
 */
@Proves(type = ConnectionPool.class, promise = "a close that waits ends with the last connection")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Did not sleep, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Sleeps beside an empty pool.")
public class ConnectionPoolCloseIsToldStress {
    private static final long HOUR = 3_600_000_000_000L;

    /** The real lock of a pool, and what one who closes it does with it. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolCloseIsToldStress.class)
    @State
    public static class Real {
        private final WatchedLock lock = new WatchedLock();
        private final Guard guard = new Guard(lock, Parking.system(), Runnable::run);
        private boolean isEmpty;

        @Actor
        public void closer(I_Result r) {
            guard.enter();
            try {
                guard.awaitEmptied(HOUR, () -> isEmpty);
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                guard.leave();
            }
        }

        @Actor
        public void owner() {
            guard.enter();
            isEmpty = true;
            guard.emptied();
            guard.leave();
            lock.nobodyComes = true;
        }
    }

    /** Looks whether it is empty without the lock, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolCloseIsToldStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "It came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final AtomicBoolean empty = new AtomicBoolean();
        private final AtomicBoolean waiting = new AtomicBoolean();
        private volatile boolean woken;
        private volatile boolean nobodyComes;

        @Actor
        public void closer(I_Result r) {
            if (!empty.get()) {
                Dawdle.here();
                waiting.set(true);
                while (!woken && !nobodyComes) {
                    Thread.onSpinWait();
                }
                r.r1 = woken ? 0 : 1;
            }
        }

        @Actor
        public void owner() {
            empty.set(true);
            if (waiting.get()) {
                woken = true;
            }
            nobodyComes = true;
        }
    }

    /** A lock whose one sleeper is thrown out when nobody is left to wake it. */
    private static final class WatchedLock extends ReentrantLock implements Condition {
        private static final long serialVersionUID = 1;

        private volatile boolean nobodyComes;
        private volatile boolean told;

        @Override
        public Condition newCondition() {
            return this;
        }

        @Override
        public long awaitNanos(long nanos) {
            unlock();
            while (!told && !nobodyComes) {
                Thread.onSpinWait();
            }
            lock();
            if (!told) {
                throw new Bed.Parked();
            }
            return nanos;
        }

        @Override
        public void signalAll() {
            told = true;
        }

        @Override
        public void signal() {
            throw new AssertionError("not used");
        }

        @Override
        public void await() {
            throw new AssertionError("not used");
        }

        @Override
        public boolean await(long time, TimeUnit unit) {
            throw new AssertionError("not used");
        }

        @Override
        public boolean awaitUntil(Date deadline) {
            throw new AssertionError("not used");
        }

        @Override
        public void awaitUninterruptibly() {
            throw new AssertionError("not used");
        }
    }
}
