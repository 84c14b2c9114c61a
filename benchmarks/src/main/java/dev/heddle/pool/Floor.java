/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** No pools, but what shows how much of a wait, or of the processors' time, is not the pool's. */
enum Floor {
    /** The longest wait is then that of a thread whose time slice ended between two looks at the clock. */
    NONE("(no pool: a connection for each thread)") {
        @Override
        Contender.Leases open(int connections) {
            return new Contender.Leases() {
                @Override
                public Object acquire() {
                    return this;
                }

                @Override
                public void release(Object lease) {}

                @Override
                public void close() {}
            };
        }
    },

    /** First come, first served, and nothing else: no limit in time, no keys, nothing checked. */
    SEMAPHORE("(a fair Semaphore and a deque)") {
        @Override
        Contender.Leases open(int connections) {
            Semaphore permits = new Semaphore(connections, true);
            ConcurrentLinkedDeque<Object> free = new ConcurrentLinkedDeque<>();
            for (int i = 0; i < connections; i++) {
                free.push(new IdleConnection());
            }
            return new Contender.Leases() {
                @Override
                public Object acquire() throws InterruptedException {
                    permits.acquire();
                    return free.pop();
                }

                @Override
                public void release(Object lease) {
                    free.push(lease);
                    permits.release();
                }

                @Override
                public void close() {}
            };
        }
    };

    final String title;

    Floor(String title) {
        this.title = title;
    }

    abstract Contender.Leases open(int connections);
}
