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
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two runs want one port. The result: whether the first and the second has it. */
@Proves(type = Port.class, promise = "of two runs that want a port at once one has it, and the other is told")
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One has it.")
@Outcome(expect = FORBIDDEN, desc = "Two take its items, or nobody does.")
public class PortHasOneRunStress {

    /** The real port. */
    @JCStressTest
    @JCStressMeta(PortHasOneRunStress.class)
    @State
    public static class Real {
        private final Port<String> port = new Port<>(2, Parking.system());

        private boolean binds() {
            try {
                port.bind();
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = binds();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = binds();
        }
    }

    /** Looks at a flag, and then sets it. */
    @JCStressTest
    @JCStressMeta(PortHasOneRunStress.class)
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "Both saw it free.")
    @State
    public static class Twin {
        private volatile boolean bound;

        private boolean binds() {
            if (bound) {
                return false;
            }
            bound = true;
            return true;
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = binds();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = binds();
        }
    }
}
