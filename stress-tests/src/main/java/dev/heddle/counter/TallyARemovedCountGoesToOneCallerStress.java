/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two threads remove one key. */
@Proves(type = Tally.class, promise = "a removed count goes to one caller")
@Outcome(
        id = {"5, 0", "0, 5"},
        expect = ACCEPTABLE,
        desc = "One of them got the count.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyARemovedCountGoesToOneCallerStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyARemovedCountGoesToOneCallerStress.class)
    @Outcome(id = "5, 5", expect = FORBIDDEN, desc = "Both got the same count.")
    @State
    public static class Real {
        private final Tally<String> tally = Tally.create();

        public Real() {
            tally.add("key", 5);
        }

        @Actor
        public void first(JJ_Result r) {
            r.r1 = tally.remove("key");
        }

        @Actor
        public void second(JJ_Result r) {
            r.r2 = tally.remove("key");
        }
    }

    /** Reads the count and then removes the key. */
    @JCStressTest
    @JCStressMeta(TallyARemovedCountGoesToOneCallerStress.class)
    @Outcome(id = "5, 5", expect = ACCEPTABLE_INTERESTING, desc = "Both got the same count.")
    @State
    public static class Twin {
        private final ConcurrentHashMap<String, Long> counts = new ConcurrentHashMap<>();

        public Twin() {
            counts.put("key", 5L);
        }

        private long remove() {
            Long count = counts.get("key");
            counts.remove("key");
            return count == null ? 0 : count;
        }

        @Actor
        public void first(JJ_Result r) {
            r.r1 = remove();
        }

        @Actor
        public void second(JJ_Result r) {
            r.r2 = remove();
        }
    }
}
