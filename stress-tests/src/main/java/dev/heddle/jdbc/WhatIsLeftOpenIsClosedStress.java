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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads each close a statement and open another; then the connection is given back. */
@Proves(type = PooledDataSource.class, promise = "what a user leaves open is closed before the next user comes")
@Outcome(id = "cd", expect = ACCEPTABLE, desc = "What is open is closed, and what was closed is forgotten.")
@Outcome(expect = FORBIDDEN, desc = "A statement is forgotten, or one that is closed is kept.")
public class WhatIsLeftOpenIsClosedStress {

    /** A statement with a name. */
    private record Named(String name) implements AutoCloseable {
        @Override
        public void close() {}
    }

    /** What is open on a backend. */
    @JCStressTest
    @JCStressMeta(WhatIsLeftOpenIsClosedStress.class)
    @State
    public static class Real {
        private final OpenWork open = new OpenWork();
        private final Opened a = open.add(new Named("a"));
        private final Opened b = open.add(new Named("b"));

        @Actor
        public void first() {
            open.remove(a);
            open.add(new Named("c"));
        }

        @Actor
        public void second() {
            open.remove(b);
            open.add(new Named("d"));
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = open.takeAll().stream()
                    .map(each -> ((Named) each).name)
                    .sorted()
                    .collect(Collectors.joining());
        }
    }

    /** A list of which each thread sees the end, and hangs its own statement there. */
    @JCStressTest
    @JCStressMeta(WhatIsLeftOpenIsClosedStress.class)
    @Outcome(
            id = {"c", "d"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both hung their statement on the same one: the other is never closed.")
    @State
    public static class Twin {
        private volatile @Nullable Link newest;

        @Actor
        public void first() {
            add("c");
        }

        @Actor
        public void second() {
            add("d");
        }

        @Arbiter
        public void after(L_Result r) {
            StringBuilder names = new StringBuilder();
            for (Link link = newest; link != null; link = link.older) {
                names.append(link.name);
            }
            r.r1 = names.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
        }

        private void add(String name) {
            Link older = newest;
            Dawdle.here();
            newest = new Link(name, older);
        }

        /** A statement and the one that was opened before it. */
        private record Link(String name, @Nullable Link older) {}
    }
}
