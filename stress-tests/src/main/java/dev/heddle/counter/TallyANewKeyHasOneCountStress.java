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
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two threads are the first to see a key. */
@Proves(type = Tally.class, promise = "a new key has one count")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The first thread came first.")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The second thread came first.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyANewKeyHasOneCountStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyANewKeyHasOneCountStress.class)
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Each thread has made a count of its own.")
    @State
    public static class Real {
        private final Tally<String> tally = Tally.create();

        @Actor
        public void first(JJ_Result r) {
            r.r1 = tally.increment("key");
        }

        @Actor
        public void second(JJ_Result r) {
            r.r2 = tally.increment("key");
        }
    }

    /** Looks whether there is a count and then puts one: between the two, another thread does the same. */
    @JCStressTest
    @JCStressMeta(TallyANewKeyHasOneCountStress.class)
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Each thread has made a count of its own.")
    @State
    public static class Twin {
        private final ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();

        private long increment() {
            AtomicLong count = counts.get("key");
            if (count == null) {
                count = new AtomicLong();
                counts.put("key", count);
            }
            return count.incrementAndGet();
        }

        @Actor
        public void first(JJ_Result r) {
            r.r1 = increment();
        }

        @Actor
        public void second(JJ_Result r) {
            r.r2 = increment();
        }
    }
}
