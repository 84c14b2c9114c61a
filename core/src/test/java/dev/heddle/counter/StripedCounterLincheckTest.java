/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
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
    void calibratorUpsAndDownsAreFoundNotToBe() throws NoSuchMethodException {
        ModelCheckingOptions options = calibration().addCustomScenario(aSumThatReadsOneCellTooEarly());
        assertThatThrownBy(() -> options.check(UpsAndDowns.class)).isInstanceOf(LincheckAssertionError.class);
    }

    /** The middle thread sees the increment and takes it away again; the last one may see only the taking away. */
    private static ExecutionScenario aSumThatReadsOneCellTooEarly() throws NoSuchMethodException {
        var increment = new Actor(UpsAndDowns.class.getMethod("increment"), List.of());
        var decrement = new Actor(UpsAndDowns.class.getMethod("decrement"), List.of());
        var sum = new Actor(UpsAndDowns.class.getMethod("sum"), List.of());
        return new ExecutionScenario(
                List.of(), List.of(List.of(increment), List.of(sum, decrement), List.of(sum)), List.of(), null);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .iterations(LincheckDepth.scenarios(4))
                .invocationsPerIteration(200);
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(60).invocationsPerIteration(300).minimizeFailedScenario(false);
    }
}
