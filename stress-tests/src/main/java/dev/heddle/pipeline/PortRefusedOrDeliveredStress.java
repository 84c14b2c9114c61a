/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
import dev.heddle.stress.Proves;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One thread offers while another stops the port and takes what is in it. The result: accepted, and delivered. */
@Proves(type = Port.class, promise = "an item is refused or delivered, whatever stops the port")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The offer came first: accepted and delivered.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The stop came first: refused.")
@Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and delivered.")
public class PortRefusedOrDeliveredStress {

    /** The real port. */
    @JCStressTest
    @JCStressMeta(PortRefusedOrDeliveredStress.class)
    @State
    public static class Real {
        private final Port<String> port = new Port<>(2, Parking.system());

        @Actor
        public void offer(II_Result r) {
            r.r1 = port.offer("item") ? 1 : 0;
        }

        @Actor
        public void stop(II_Result r) {
            port.stop();
            try {
                while (port.take() != null) {
                    r.r2++;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }

    /** The textbook's close: a flag that is looked at before the queue is used. */
    @JCStressTest
    @JCStressMeta(PortRefusedOrDeliveredStress.class)
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "Put in after the last look: accepted and lost.")
    @State
    public static class Twin {
        private final Queue<String> queue = new ConcurrentLinkedQueue<>();
        private volatile boolean stopped;

        @Actor
        public void offer(II_Result r) {
            if (!stopped) {
                queue.add("item");
                r.r1 = 1;
            }
        }

        @Actor
        public void stop(II_Result r) {
            stopped = true;
            while (queue.poll() != null) {
                r.r2++;
            }
        }
    }
}
