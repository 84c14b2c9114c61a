/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.stress.Dawdle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One who waits for what another does, and what became of him. */
final class Sleeper {
    static final int REFUSED = 0;
    static final int ASLEEP = 1;
    static final int SERVED = 2;
    static final int ERROR = 3;

    private Sleeper() {}

    /** Waits for the connection of a pool that somebody else has, until it comes back or the pool is closed. */
    static int waitFor(ConnectionPool<String, Server.Connection> pool) {
        return waitFor(pool, Server.KEY);
    }

    /** Waits for a connection of a key. */
    static int waitFor(ConnectionPool<String, Server.Connection> pool, String key) {
        try {
            pool.acquire(key, Duration.ofHours(1));
            return SERVED;
        } catch (Bed.Parked parked) {
            return ASLEEP;
        } catch (IllegalStateException closed) {
            return REFUSED;
        } catch (InterruptedException e) {
            return ERROR;
        }
    }

    /** The textbook's waiter: he looks whether it is told, and only then says that he sleeps. */
    static final class Careless {
        private final Bed bed = new Bed();
        private final AtomicBoolean told = new AtomicBoolean();
        private final AtomicBoolean waiting = new AtomicBoolean();
        private final int awake;

        /** One who does not sleep, but has become this. */
        Careless(int awake) {
            this.awake = awake;
        }

        int waitFor() {
            if (told.get()) {
                return awake;
            }
            Dawdle.here();
            Dawdle.here();
            waiting.set(true);
            try {
                bed.park(this);
                return awake;
            } catch (Bed.Parked parked) {
                return ASLEEP;
            }
        }

        void tell() {
            Dawdle.here();
            told.set(true);
            if (waiting.get()) {
                bed.unpark(Thread.currentThread());
            }
        }

        boolean isWoken() {
            return bed.isWoken();
        }
    }
}
