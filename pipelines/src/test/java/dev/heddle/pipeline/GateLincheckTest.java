/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Every schedule of two workers that publish a slot each before a gate and then work there until they find nothing. The
 * calibrator, a gate whose last worker does not look again, stands in {@link PipelineLincheckTest}.
 */
class GateLincheckTest {
    private static final int SCHEDULES = 8 * Integer.getInteger("lincheck.depth", 1);

    @Test
    void anOrderedGateTakesBothInOrder() {
        check(stages -> stages, true);
    }

    @Test
    void aGateWithoutOrderTakesBoth() {
        check(stages -> stages.parallel("mix", 2, i -> i).unordered(), false);
    }

    @Test
    void aGateThatLetsTwoOfThreeInTakesBoth() {
        check(stages -> stages.parallel("two", 2, i -> i), true, 3);
    }

    @Test
    void bothLanesPassOverBothInOrder() {
        check(stages -> stages.parallelByKey("key", 2, i -> i, i -> i), true);
    }

    private static void check(UnaryOperator<Stages<Integer>> more, boolean ordered) {
        check(more, ordered, 2);
    }

    private static void check(UnaryOperator<Stages<Integer>> more, boolean ordered, int workers) {
        Lincheck.runConcurrentTest(SCHEDULES, () -> {
            Two two = new Two(more, workers);
            Actor first = new Actor(() -> two.publish(0));
            Actor second = new Actor(() -> two.publish(1));
            first.start();
            second.start();
            first.end();
            second.end();
            if (two.results.size() != 2 || (ordered && two.results.get(0) != 0) || !two.engine.isDrained()) {
                throw new AssertionError(two.results);
            }
        });
    }

    /** A run in which two slots have been claimed, each with one item. */
    private static final class Two {
        private final List<Integer> results = new ArrayList<>();
        private final List<Worker> workers = new ArrayList<>();
        private final Engine engine;

        Two(UnaryOperator<Stages<Integer>> more, int workers) {
            Pipeline pipeline = more.apply(Pipeline.from("numbers", List.of())).to("gather", results::add);
            engine = new Engine(pipeline.plan(), new Tuning(workers, Tuning.UNBOUNDED, 2, 1, 0, false, new Beds()));
            for (int i = 0; i < workers; i++) {
                this.workers.add(engine.crew().enlist(Thread.currentThread()));
            }
            for (int i = 0; i < 2; i++) {
                Slot slot = engine.claim(i);
                slot.items[0] = i;
                slot.size = 1;
                slot.taken = 1;
                slot.phase = SlotFields.CARRIED;
            }
            engine.sourceDoor().cursor = 2;
        }

        void publish(int index) {
            Worker worker = workers.get(index);
            engine.handOn(engine.slot(index), 1, worker);
            boolean found = true;
            while (found) {
                found = engine.tryAdvance(worker);
            }
        }
    }
}
