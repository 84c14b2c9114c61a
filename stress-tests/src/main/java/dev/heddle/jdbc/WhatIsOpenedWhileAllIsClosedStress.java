/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread opens a statement while another takes all that are open, to close them; then the rest is taken. */
@Proves(type = PooledDataSource.class, promise = "what a user leaves open is closed before the next user comes")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Each of the two was taken once.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class WhatIsOpenedWhileAllIsClosedStress {
    private static final AutoCloseable STATEMENT = new Statement();

    /** Something to close. */
    private record Statement() implements AutoCloseable {
        @Override
        public void close() {}
    }

    /** What is open on a backend. */
    @JCStressTest
    @JCStressMeta(WhatIsOpenedWhileAllIsClosedStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "A statement is never closed.")
    @State
    public static class Real {
        private final OpenWork open = new OpenWork();
        private int taken;

        public Real() {
            open.add(STATEMENT);
        }

        @Actor
        public void opener() {
            open.add(STATEMENT);
        }

        @Actor
        public void closer() {
            taken = open.takeAll().size();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = taken + open.takeAll().size();
        }
    }

    /** Copies the list, and empties it then. */
    @JCStressTest
    @JCStressMeta(WhatIsOpenedWhileAllIsClosedStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Opened between the copy and the end: never closed.")
    @State
    public static class Twin {
        private final List<AutoCloseable> open = new ArrayList<>(List.of(STATEMENT));
        private int taken;

        @Actor
        public void opener() {
            // As long as the closer, or it would be ahead of it by whole samples.
            Dawdle.here();
            synchronized (open) {
                open.add(STATEMENT);
            }
        }

        @Actor
        public void closer() {
            List<AutoCloseable> copy;
            synchronized (open) {
                copy = List.copyOf(open);
            }
            taken = copy.size();
            Dawdle.here();
            synchronized (open) {
                open.clear();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = taken + open.size();
        }
    }
}
