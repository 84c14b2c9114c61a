/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress.suite;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A test that stands for no promise. */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions are in the total.")
@Outcome(expect = FORBIDDEN, desc = "One addition is lost.")
@State
public class CalibratorProvesNothing {
    private final Total total = new Total();

    @Actor
    public void first() {
        total.add(1);
    }

    @Actor
    public void second() {
        total.add(1);
    }

    @Arbiter
    public void after(J_Result r) {
        r.r1 = total.sum();
    }
}
