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
import org.openjdk.jcstress.infra.results.I_Result;

/** Two workers carry three items of one key, and one of another, to a stage that writes down digits by key. */
@Proves(type = Pipeline.class, promise = "a stage by key has the items of each key one at a time and in order")
@Outcome(id = "123", expect = ACCEPTABLE, desc = "One after the other, in the order of the source.")
@Outcome(expect = FORBIDDEN, desc = "Out of order, or two at a time, of which one was not seen.")
public class PipelineAKeyIsInOrderStress {

    /** The real engine. */
    @JCStressTest
    @JCStressMeta(PipelineAKeyIsInOrderStress.class)
    @State
    public static class Real {
        private final int[] written = new int[2];
        private final Actors actors = new Actors(
                Pipeline.from("digits", List.of(1, 9, 2, 3))
                        .parallelByKey("write down", 2, i -> i / 9, i -> written[i / 9] = 10 * written[i / 9] + i)
                        .to("drop", i -> {}),
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
        public void after(I_Result r) {
            r.r1 = written[0];
        }
    }

    /** The workers of the textbook lock the key: its items come one at a time, in any order. */
    @JCStressTest
    @JCStressMeta(PipelineAKeyIsInOrderStress.class)
    @Outcome(
            id = {"132", "213", "231", "312", "321"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "A worker was overtaken on its way to the sink.")
    @State
    public static class Twin {
        private final AtomicInteger next = new AtomicInteger(1);
        private int written;

        @Actor
        public void first() {
            carry();
        }

        @Actor
        public void second() {
            carry();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = written;
        }

        private void carry() {
            for (int i = next.getAndIncrement(); i <= 3; i = next.getAndIncrement()) {
                synchronized (this) {
                    written = 10 * written + i;
                }
            }
        }
    }
}
