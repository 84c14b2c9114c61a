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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The thread that looks after idle connections goes to sleep for a whole round while the opening for a key fails, which
 * is to be tried again sooner. The result: 1 if it sleeps for the round, and nobody will wake it.
 */
@Proves(type = ConnectionPool.class, promise = "a key that has failed is tried again when its pause is over")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Sleeps for the pause, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Sleeps for the round.")
public class ConnectionPoolAKeyIsTriedAgainStress {

    /** The pause of the key. A round is longer. */
    private static final long PAUSE_NANOS = 1_000_000;

    /** The real keeper. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolAKeyIsTriedAgainStress.class)
    @State
    public static class Real {
        private final Nap bed = new Nap();
        private final Engine<String, Server.Connection> engine = new Engine<>(new Settings<>(
                new Server(), "stress", 1, 1, 0, 0, 0, 0, 0, 0, null, new ReentrantLock(), bed, Runnable::run));
        private final Guard guard = new Guard(new ReentrantLock(), bed, Runnable::run);
        private final Keeper<String, Server.Connection> keeper =
                new Keeper<>(engine, new Stock<>(engine, guard, true), guard);
        private final Bucket<String, Server.Connection> bucket = new Bucket<>(engine, Server.KEY, 1);

        public Real() {
            keeper.keptBy(new Thread());
            bucket.notBefore = PAUSE_NANOS;
        }

        @Actor
        public void keeper() {
            try {
                keeper.keep();
            } catch (Bed.Parked parked) {
                // sleeps
            }
        }

        @Actor
        public void failure() {
            guard.enter();
            keeper.probe(bucket, bucket.notBefore);
            guard.leave();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = bed.isForTooLong() ? 1 : 0;
        }
    }

    /** Looks when it is to wake up, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolAKeyIsTriedAgainStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "The failure came between look and sleep.")
    @State
    public static class Twin {
        private final Nap bed = new Nap();
        private final AtomicBoolean failed = new AtomicBoolean();
        private final AtomicBoolean asleep = new AtomicBoolean();

        @Actor
        public void keeper() {
            long nanos = failed.get() ? PAUSE_NANOS : Long.MAX_VALUE;
            Dawdle.here();
            asleep.set(true);
            try {
                bed.parkNanos(this, nanos);
            } catch (Bed.Parked parked) {
                // sleeps
            }
        }

        @Actor
        public void failure() {
            Dawdle.here();
            failed.set(true);
            if (asleep.get()) {
                bed.unpark(Thread.currentThread());
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = bed.isForTooLong() ? 1 : 0;
        }
    }

    /** Where one sleeps while time stands still: who lies down without having been woken is thrown out. */
    private static final class Nap implements Parking {
        private final AtomicBoolean woken = new AtomicBoolean();
        private volatile long nanos;

        boolean isForTooLong() {
            return nanos > PAUSE_NANOS && !woken.get();
        }

        @Override
        public void park(Object blocker) {
            parkNanos(blocker, Long.MAX_VALUE);
        }

        @Override
        public void parkNanos(Object blocker, long atMost) {
            nanos = atMost;
            if (!woken.compareAndSet(true, false)) {
                throw new Bed.Parked();
            }
        }

        @Override
        public void unpark(Thread thread) {
            woken.set(true);
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }
}
