/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Every schedule of a few additions, sums and resets. */
class StripedCounterLincheckTest {
    /** A counter that only goes up by one, from the cell inside the counter on. */
    public static class Units {
        private final StripedCounter counter = new StripedCounter();

        @Operation
        public void increment() {
            counter.increment();
        }

        @Operation
        public long sum() {
            return counter.sum();
        }
    }

    /** The same, where each thread earns a cell with its first addition. */
    public static class OwnedUnits {
        private final StripedCounter counter = StripedCounter.withPatience(1);

        @Operation
        public void increment() {
            counter.increment();
        }

        @Operation
        public long sum() {
            return counter.sum();
        }
    }

    /** The calibrator: ups and downs, whose sums may show a value that never was. */
    public static class UpsAndDowns {
        private final StripedCounter counter = StripedCounter.withPatience(1);

        @Operation
        public void increment() {
            counter.increment();
        }

        @Operation
        public void decrement() {
            counter.decrement();
        }

        @Operation
        public long sum() {
            return counter.sum();
        }
    }

    @Test
    void countingByOneIsLinearizable() {
        options().check(Units.class);
    }

    @Test
    void countingByOneInOwnedCellsIsLinearizable() {
        options().check(OwnedUnits.class);
    }

    @Test
    void calibratorUpsAndDownsAreFoundNotToBe() {
        assertThatThrownBy(() -> options().iterations(60).check(UpsAndDowns.class))
                .isInstanceOf(LincheckAssertionError.class);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .iterations(15)
                .invocationsPerIteration(300);
    }
}
