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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two workers publish a slot each before a gate, and work there until they see nothing to do. */
@Proves(type = Pipeline.class, promise = "no published item is left lying when its worker goes away")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both items went through the gate.")
@Outcome(expect = FORBIDDEN, desc = "An item stands before the gate, and nobody looks any more.")
public class PipelineNothingIsLeftLyingStress {

    /** The real gate. */
    @JCStressTest
    @JCStressMeta(PipelineNothingIsLeftLyingStress.class)
    @State
    public static class Real {
        private int through;
        private final Actors actors =
                new Actors(Pipeline.from("none", List.of()).to("count", i -> through++), 2);

        public Real() {
            for (int i = 0; i < 2; i++) {
                Slot slot = actors.engine().claim(i);
                slot.items[0] = "item " + i;
                slot.size = 1;
                slot.phase = SlotFields.CARRIED;
            }
        }

        @Actor
        public void first() {
            publish(0);
        }

        @Actor
        public void second() {
            publish(1);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = through;
        }

        private void publish(int index) {
            Engine engine = actors.engine();
            Worker worker = actors.worker(index);
            engine.handOn(engine.slot(index), 1, worker);
            boolean found = true;
            while (found) {
                found = engine.tryAdvance(worker);
            }
        }
    }

    /** Whoever finds the gate taken relies on the other, who drains, leaves and does not look again. */
    @JCStressTest
    @JCStressMeta(PipelineNothingIsLeftLyingStress.class)
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Published after the last look and before the gate was free: left lying.")
    @State
    public static class Twin {
        private final AtomicBoolean gate = new AtomicBoolean();
        private final AtomicInteger[] slots = {new AtomicInteger(), new AtomicInteger()};
        private int cursor;
        private int through;

        @Actor
        public void first() {
            publish(0);
        }

        @Actor
        public void second() {
            publish(1);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = through;
        }

        private void publish(int index) {
            slots[index].set(1);
            if (gate.compareAndSet(false, true)) {
                while (cursor < slots.length && slots[cursor].get() == 1) {
                    through++;
                    cursor++;
                }
                Dawdle.here();
                gate.set(false);
            }
        }
    }
}
