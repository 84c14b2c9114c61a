/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two stages keep a slot back and let it go, each on a thread of its own. The result: how many are held in the end, by
 * which the run finds out that nothing will come any more.
 */
@Proves(type = Pipeline.class, promise = "what a stage keeps back goes on when no item can follow it")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None.")
@Outcome(expect = FORBIDDEN, desc = "One was counted twice, or not at all: what is kept then stays for ever.")
public class PipelineTwoStagesKeepStress {

    /** The real engine. */
    @JCStressTest
    @JCStressMeta(PipelineTwoStagesKeepStress.class)
    @State
    public static class Real {
        private final Engine engine = Actors.deserted();
        private final Hold first = new Hold(engine, new Keeping(engine));
        private final Hold second = new Hold(engine, new Keeping(engine));

        @Actor
        public void one() {
            first.tryKeep(new Slot());
            first.release();
        }

        @Actor
        public void other() {
            second.tryKeep(new Slot());
            second.release();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = engine.held().get();
        }
    }

    /** A number that each reads, and then writes. */
    @JCStressTest
    @JCStressMeta(PipelineTwoStagesKeepStress.class)
    @Outcome(
            id = {"-2", "-1", "1", "2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "One counted while the other did.")
    @State
    public static class Twin {
        private volatile int held;

        @Actor
        public void one() {
            count(1);
            count(-1);
        }

        @Actor
        public void other() {
            count(1);
            count(-1);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = held;
        }

        private void count(int change) {
            int seen = held;
            Dawdle.here();
            held = seen + change;
        }
    }

    /** A stage that always keeps something back. */
    private static final class Keeping extends Step {
        private Keeping(Engine engine) {
            super(engine, 1, engine.plan().stages().get(0));
        }

        @Override
        void run(Slot slot, Worker worker) {}

        @Override
        void push(Object item, Worker worker) {}

        @Override
        @Nullable
        Object call(Object item, Worker worker) {
            return null;
        }

        @Override
        long keepsUntil() {
            return Long.MAX_VALUE;
        }
    }
}
