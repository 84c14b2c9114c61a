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
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One thread writes a plain field and appends; another reads the field, looks into the list, and reads the field again.
 */
@Proves(type = AppendList.class, promise = "an element that is seen is seen with all that was done before its append")
@Outcome(
        id = {"0, 0, 0", "0, 0, 1", "0, 1, 1", "1, 0, 0", "1, 0, 1", "1, 1, 1"},
        expect = ACCEPTABLE,
        desc = "Who sees the element sees the field.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class AppendListAnElementIsSeenWithWhatWasDoneBeforeStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(AppendListAnElementIsSeenWithWhatWasDoneBeforeStress.class)
    @Outcome(
            id = "0, 1, 0",
            expect = FORBIDDEN,
            desc = "The element is there, and the field still looks as it did before.")
    @State
    public static class Real {
        private final AppendList<Integer> list = AppendList.create();
        private int field;

        @Actor
        public void appender() {
            field = 1;
            list.append(7);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = field;
            r.r2 = list.size();
            r.r3 = field;
        }
    }

    /** A plain store and a plain load: the compiler may use what it has read before. */
    @JCStressTest
    @JCStressMeta(AppendListAnElementIsSeenWithWhatWasDoneBeforeStress.class)
    @Outcome(
            id = "0, 1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The element is there, and the field still looks as it did before.")
    @State
    public static class Twin {
        private final Integer[] slots = new Integer[1];
        private int field;

        @SuppressWarnings("unused") // written so that no compiler leaves the time out that it takes
        private int sink;

        @Actor
        public void appender() {
            field = 1;
            slots[0] = 7;
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = field;
            sink = dawdle(r.r1);
            r.r2 = slots[0] == null ? 0 : 1;
            r.r3 = field;
        }

        /** Loses time without a hint to the processor, before which a compiler forgets what it has read. */
        private static int dawdle(int value) {
            int mixed = value;
            for (int i = 0; i < 100; i++) {
                mixed = mixed * 31 + i;
            }
            return mixed;
        }
    }
}
