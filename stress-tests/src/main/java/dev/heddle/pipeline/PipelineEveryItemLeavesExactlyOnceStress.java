/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two workers carry four items over a ring of two slots. The result: how many came out, and which. */
@Proves(type = Pipeline.class, promise = "every item leaves exactly once")
@Outcome(id = "4, 15", expect = ACCEPTABLE, desc = "Each of the four items came out once.")
@Outcome(expect = FORBIDDEN, desc = "An item is lost or came out twice.")
public class PipelineEveryItemLeavesExactlyOnceStress {

    /** The real engine. */
    @JCStressTest
    @JCStressMeta(PipelineEveryItemLeavesExactlyOnceStress.class)
    @State
    public static class Real {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger which = new AtomicInteger();
        private final Actors actors = new Actors(
                Pipeline.from("bits", List.of(1, 2, 4, 8))
                        .parallel("same", 2, i -> i)
                        .to("count", i -> {
                            count.incrementAndGet();
                            which.accumulateAndGet(i, (a, b) -> a | b);
                        }),
                2);

        @Actor
        public void first() {
            actors.worker(0).run();
        }

        @Actor
        public void second() {
            actors.worker(1).run();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = count.get();
            r.r2 = which.get();
        }
    }

    /** Looks whether there is an item left, and then takes it: another worker may have come in between. */
    @JCStressTest
    @JCStressMeta(PipelineEveryItemLeavesExactlyOnceStress.class)
    @Outcome(
            id = "(?!4, 15$)\\d+, \\d+",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Two workers took the same item, as often as one of them held the place in the list back.")
    @State
    public static class Twin {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger which = new AtomicInteger();
        private final List<Integer> bits = List.of(1, 2, 4, 8);
        private int next;

        @Actor
        public void first() {
            carry();
        }

        @Actor
        public void second() {
            carry();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = count.get();
            r.r2 = which.get();
        }

        private void carry() {
            for (int i = next; i < bits.size(); i = next) {
                int item = bits.get(i);
                next = i + 1;
                count.incrementAndGet();
                which.accumulateAndGet(item, (a, b) -> a | b);
            }
        }
    }
}
