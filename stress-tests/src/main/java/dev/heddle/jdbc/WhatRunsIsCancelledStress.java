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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A thread closes a statement while another lists those that are open, to cancel what still runs. */
@Proves(type = PooledDataSource.class, promise = "what still runs on a connection that is given up is cancelled")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The statement that runs is in the list.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class WhatRunsIsCancelledStress {
    private static final AutoCloseable RUNS = new Statement("runs");
    private static final AutoCloseable ENDS = new Statement("ends");

    /** Something to cancel. */
    private record Statement(String name) implements AutoCloseable {
        @Override
        public void close() {}
    }

    /** What is open on a backend. */
    @JCStressTest
    @JCStressMeta(WhatRunsIsCancelledStress.class)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "A statement that runs was passed over.")
    @State
    public static class Real {
        private final OpenWork open = new OpenWork();
        private final Opened ends;

        public Real() {
            open.add(RUNS);
            ends = open.add(ENDS);
            open.add(ENDS);
        }

        @Actor
        public void user() {
            open.remove(ends);
        }

        @Actor
        public void canceller(Z_Result r) {
            List<AutoCloseable> listed = open.list();
            r.r1 = listed.contains(RUNS);
        }
    }

    /** Goes from link to link while others take links out. */
    @JCStressTest
    @JCStressMeta(WhatRunsIsCancelledStress.class)
    @Outcome(
            id = "false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Stood on the link that was taken out: it leads nowhere any more.")
    @State
    public static class Twin {
        private final Link runs = new Link(RUNS);
        private final Link ends = new Link(ENDS);
        private final Link newest = new Link(ENDS);

        public Twin() {
            newest.older = ends;
            ends.older = runs;
        }

        @Actor
        public void user() {
            Dawdle.here();
            newest.older = runs;
            ends.older = null;
            // Longer than the other over two links and shorter than over three: neither gets ahead by whole samples.
            for (int i = 0; i < 4; i++) {
                Dawdle.here();
            }
        }

        @Actor
        public void canceller(Z_Result r) {
            Link link = newest;
            while (link != null) {
                r.r1 |= link.resource.equals(RUNS);
                link = link.older;
                Dawdle.here();
                Dawdle.here();
            }
        }

        /** A statement and the one that was opened before it. */
        private static final class Link {
            final AutoCloseable resource;
            volatile @Nullable Link older;

            Link(AutoCloseable resource) {
                this.resource = resource;
            }
        }
    }
}
