/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One thread appends twice while another reads the last element. */
@Proves(type = AppendList.class, promise = "an index below the size holds its element")
@Outcome(
        id = {"0, 0", "1, 7", "2, 7"},
        expect = ACCEPTABLE,
        desc = "The reader came before an append or found its element.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class AppendListAnIndexBelowTheSizeHoldsItsElementStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(AppendListAnIndexBelowTheSizeHoldsItsElementStress.class)
    @Outcome(
            id = {"1, 0", "2, 0"},
            expect = FORBIDDEN,
            desc = "The size counts an element that is not there.")
    @State
    public static class Real {
        private final AppendList<Integer> list = AppendList.create();

        @Actor
        public void appender() {
            list.append(7);
            list.append(7);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = list.size();
            r.r2 = r.r1 == 0 ? 0 : list.get(r.r1 - 1);
        }
    }

    /** Fetches an index first and stores the element afterwards, so that there is a hole in between. */
    @JCStressTest
    @JCStressMeta(AppendListAnIndexBelowTheSizeHoldsItsElementStress.class)
    @Outcome(
            id = {"1, 0", "2, 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "The size counts an element that is not there.")
    @State
    public static class Twin {
        private final AtomicInteger size = new AtomicInteger();
        private final AtomicIntegerArray slots = new AtomicIntegerArray(2);

        private void append() {
            int index = size.getAndIncrement();
            Dawdle.here();
            slots.set(index, 7);
        }

        @Actor
        public void appender() {
            append();
            append();
        }

        @Actor
        public void reader(II_Result r) {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            r.r1 = size.get();
            Dawdle.here();
            r.r2 = r.r1 == 0 ? 0 : slots.get(r.r1 - 1);
        }
    }
}
