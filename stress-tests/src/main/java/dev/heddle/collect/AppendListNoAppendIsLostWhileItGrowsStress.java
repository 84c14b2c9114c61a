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
import java.util.Arrays;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads append to a list that is full: both find no room, and both make some. */
@Proves(type = AppendList.class, promise = "no append is lost and no index is answered twice")
@Outcome(
        id = {"0, 1, 2", "1, 0, 2"},
        expect = ACCEPTABLE,
        desc = "Each element has an index of its own, and stands there.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class AppendListNoAppendIsLostWhileItGrowsStress {
    /** The first index for which the list needs a segment, and a longer directory of segments. */
    private static final int FULL = 240;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(AppendListNoAppendIsLostWhileItGrowsStress.class)
    @Outcome(
            id = {"., ., 0", "., ., 1", "0, 0, 2"},
            expect = FORBIDDEN,
            desc = "One made room where the other had, and an element stands in what was thrown away.")
    @State
    public static class Real {
        private final AppendList<String> list = AppendList.create();

        public Real() {
            for (int i = 0; i < FULL; i++) {
                list.append("early");
            }
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = list.append("first") - FULL;
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = list.append("second") - FULL;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = list.size() - FULL;
        }
    }

    /** An array that is copied into a longer one when it is full; its slots are given out one by one. */
    @JCStressTest
    @JCStressMeta(AppendListNoAppendIsLostWhileItGrowsStress.class)
    @Outcome(
            id = {"., ., 0", "., ., 1", "0, 0, 2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "One made room where the other had, and an element stands in what was thrown away.")
    @State
    public static class Twin {
        private volatile String[] slots = {};

        private int append(String element) {
            synchronized (this) {
                if (slots.length > 0) {
                    return put(element);
                }
            }
            String[] longer = Arrays.copyOf(slots, 2);
            Dawdle.here();
            slots = longer;
            synchronized (this) {
                return put(element);
            }
        }

        private int put(String element) {
            int index = 0;
            while (slots[index] != null) {
                index++;
            }
            slots[index] = element;
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
            r.r3 = (int) Arrays.stream(slots).filter(Objects::nonNull).count();
        }
    }
}
