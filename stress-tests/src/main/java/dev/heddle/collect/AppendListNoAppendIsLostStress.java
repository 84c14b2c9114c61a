/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads append to one list. */
@Proves(type = AppendList.class, promise = "no append is lost and no index is answered twice")
@Outcome(
        id = {"0, 1, 2", "1, 0, 2"},
        expect = ACCEPTABLE,
        desc = "Each element has an index of its own.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class AppendListNoAppendIsLostStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(AppendListNoAppendIsLostStress.class)
    @Outcome(
            id = {"0, 0, 1", "0, 0, 2", "0, 1, 1", "1, 0, 1"},
            expect = FORBIDDEN,
            desc = "Both elements have the same index, or the size has forgotten one.")
    @State
    public static class Real {
        private final AppendList<String> list = AppendList.create();

        @Actor
        public void first(III_Result r) {
            r.r1 = list.append("first");
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = list.append("second");
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = list.size();
        }
    }

    /** An array list: reads its size, stores, and writes the size back. */
    @JCStressTest
    @JCStressMeta(AppendListNoAppendIsLostStress.class)
    @Outcome(
            id = {"0, 0, 1", "0, 0, 2", "0, 1, 1", "1, 0, 1"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both elements have the same index, or the size has forgotten one.")
    @State
    public static class Twin {
        private final String[] slots = new String[2];
        private int size;

        private int append(String element) {
            int index = size;
            slots[index] = element;
            size = index + 1;
            return index;
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = append("first");
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = append("second");
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = size;
        }
    }
}
