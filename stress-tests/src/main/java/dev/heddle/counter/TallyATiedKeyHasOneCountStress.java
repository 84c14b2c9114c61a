/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Two threads count a new key for the first time, one that no order can tell from another key in a full table. */
@Proves(type = Tally.class, promise = "a new key has one count")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "Both count in the same place.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class TallyATiedKeyHasOneCountStress {

    /** Keys that have all one hash code, and no order. */
    private record Key(String name) {
        @Override
        public int hashCode() {
            return 0;
        }
    }

    /** The keys for which the table had no place. */
    @JCStressTest
    @JCStressMeta(TallyATiedKeyHasOneCountStress.class)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "The key has two counts, one of which nobody finds again.")
    @State
    public static class Real {
        private final FloodedKeys keys = new FloodedKeys();
        private FloodedKeys.@Nullable Entry one;
        private FloodedKeys.@Nullable Entry other;

        public Real() {
            keys.findOrAdd(new Key("there before"));
        }

        @Actor
        public void first() {
            one = keys.findOrAdd(new Key("new"));
        }

        @Actor
        public void second() {
            other = keys.findOrAdd(new Key("new"));
        }

        @Arbiter
        @SuppressWarnings("ReferenceEquality") // the question is whether it is the same place
        public void after(Z_Result r) {
            r.r1 = one == other;
        }
    }

    /** Looks for the key, and hangs it on the other one when it is not there. */
    @JCStressTest
    @JCStressMeta(TallyATiedKeyHasOneCountStress.class)
    @Outcome(
            id = "false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Neither saw the other's: the key has two counts, one of which nobody finds again.")
    @State
    public static class Twin {
        private volatile long @Nullable [] tied;
        private long @Nullable [] one;
        private long @Nullable [] other;

        @Actor
        public void first() {
            one = findOrAdd();
        }

        @Actor
        public void second() {
            other = findOrAdd();
        }

        @Arbiter
        @SuppressWarnings("ReferenceEquality") // the question is whether it is the same place
        public void after(Z_Result r) {
            r.r1 = one == other;
        }

        private long[] findOrAdd() {
            long[] found = tied;
            if (found == null) {
                Dawdle.here();
                found = new long[1];
                tied = found;
            }
            return found;
        }
    }
}
