/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Every schedule of a few operations on single keys is one that a map behind one lock could have answered. */
class TallyLincheckTest {
    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(LincheckDepth.scenarios(3))
                .invocationsPerIteration(200)
                .loopBound(5_000); // a walk over a table is no endless loop
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(10).invocationsPerIteration(500).minimizeFailedScenario(false);
    }

    @Test
    void isLinearizablePerKeyWhileItGrowsForNearlyEveryKey() {
        options().check(Growing.class);
    }

    @Test
    void isLinearizablePerKeyWhereThreadsMeetInTheMiddleOfGrowth() {
        options().threads(3).actorsPerThread(2).actorsBefore(1).check(Growing.class);
    }

    @Test
    void isLinearizablePerKeyAmongFloodedKeys() {
        options()
                .iterations(LincheckDepth.scenarios(2))
                .invocationsPerIteration(50)
                .check(Flooded.class);
    }

    /** The calibrator: without it a checker that looks at nothing would pass the tests above. */
    @Test
    void findsTheTallyThatHoldsACountInItsHandWhileItGrows() {
        assertThatThrownBy(() -> calibration().check(InHand.class)).isInstanceOf(LincheckAssertionError.class);
    }

    /** A tally that begins with one slot. */
    public static class Growing {
        private final Tally<Integer> tally;

        public Growing() {
            this(new Tally<>(1, 1));
        }

        Growing(Tally<Integer> tally) {
            this.tally = tally;
        }

        @Operation
        public long add(
                @Param(gen = IntGen.class, conf = "0:3") int key, @Param(gen = IntGen.class, conf = "-2:2") int delta) {
            return tally.add(key, delta);
        }

        @Operation
        public long increment(@Param(gen = IntGen.class, conf = "0:3") int key) {
            return tally.increment(key);
        }

        @Operation
        public long count(@Param(gen = IntGen.class, conf = "0:3") int key) {
            return tally.count(key);
        }

        @Operation
        public long remove(@Param(gen = IntGen.class, conf = "0:3") int key) {
            return tally.remove(key);
        }
    }

    /** A tally in which the run of the tested keys is full, and three quarters of the slots are free. */
    public static class Flooded {
        private final Tally<TallyTest.Key> tally = new Tally<>(512, 1);

        public Flooded() {
            for (int id = 1_000; id < 1_128; id++) {
                tally.increment(key(id));
            }
        }

        private static TallyTest.Key key(int id) {
            return new TallyTest.Key(id, 1);
        }

        @Operation
        public long add(
                @Param(gen = IntGen.class, conf = "0:2") int key, @Param(gen = IntGen.class, conf = "-2:2") int delta) {
            return tally.add(key(key), delta);
        }

        @Operation
        public long count(@Param(gen = IntGen.class, conf = "0:2") int key) {
            return tally.count(key(key));
        }

        @Operation
        public long remove(@Param(gen = IntGen.class, conf = "0:2") int key) {
            return tally.remove(key(key));
        }

        @Operation
        public void rebuild() {
            tally.rebuild();
        }
    }

    /** Moves a count by taking it out of the old map first, so that for a moment it is in neither. */
    public static class InHand {
        private final ConcurrentHashMap<Integer, AtomicLong> before = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<Integer, AtomicLong> after = new ConcurrentHashMap<>();

        public InHand() {
            before.put(0, new AtomicLong(5));
        }

        @Operation
        public long move() {
            AtomicLong taken = before.remove(0);
            if (taken != null) {
                after.put(0, taken);
            }
            return 0;
        }

        @Operation
        public long count() {
            AtomicLong count = before.getOrDefault(0, after.get(0));
            return count == null ? 0 : count.get();
        }
    }
}
