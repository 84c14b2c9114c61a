/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread has added one and died; two threads that earn a cell at once may both want the one that it left. */
@Proves(type = StripedCounter.class, promise = "no addition is lost when a thread takes over the cell of a dead one")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing is missing.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterTakeOverStress {
    private static final Thread DEAD = died();

    private static Thread died() {
        // Without a body of ours, which would wait for this class, whose initialisation waits for the thread.
        Thread thread = new Thread("dead");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
        }
        return thread;
    }

    private static void addTwice(CellState cell) {
        Thread thread = Thread.currentThread();
        if (cell.isOwnerAlive()) {
            // Has a cell elsewhere then, which the sum would include.
            cell.addShared(thread.threadId(), 2);
            return;
        }
        cell.setOwner(thread, thread.threadId());
        cell.addOwned(1);
        cell.addOwned(1);
    }

    /** The real class. */
    @JCStressTest
    @JCStressMeta(StripedCounterTakeOverStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "Both took the cell, and one lost an addition of the other.")
    @State
    public static class Real {
        private final StripedCounter counter = StripedCounter.withPatience(1);

        public Real() {
            counter.tableOrNew().claim(DEAD, DEAD.threadId()).addOwned(1);
        }

        @Actor
        public void first() {
            counter.increment();
            counter.increment();
        }

        @Actor
        public void second() {
            counter.increment();
            counter.increment();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = counter.sum() == 5 ? 0 : 1;
        }
    }

    /** Looks whether the owner is dead and writes itself in, without a lock around the two. */
    @JCStressTest
    @JCStressMeta(StripedCounterTakeOverStress.class)
    @Outcome(
            id = "1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both took the cell, and one lost an addition of the other.")
    @State
    public static class Twin {
        private final CellState cell = new Cell();

        public Twin() {
            cell.setOwner(DEAD, DEAD.threadId());
            cell.addOwned(1);
        }

        @Actor
        public void first() {
            addTwice(cell);
        }

        @Actor
        public void second() {
            addTwice(cell);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = cell.valueOpaque() == 5 ? 0 : 1;
        }
    }
}
