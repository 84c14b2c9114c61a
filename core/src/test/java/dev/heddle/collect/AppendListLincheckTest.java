/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every schedule of a few appends and reads is one that a list behind one lock could have answered. */
class AppendListLincheckTest {
    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(LincheckDepth.scenarios(6))
                .invocationsPerIteration(400);
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(20).invocationsPerIteration(1000).minimizeFailedScenario(false);
    }

    @Test
    void isLinearizable() {
        options().check(List.class);
    }

    @Test
    void isLinearizableAcrossTheEndOfASegment() {
        options().check(ListBeforeItsSecondSegment.class);
    }

    /** The calibrator: without it a checker that looks at nothing would pass the tests above. */
    @Test
    void findsTheListThatPublishesASlotBeforeItsElement() {
        assertThatThrownBy(() -> calibration().check(Holes.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void startsTheSegmentTestOneSlotBeforeTheEnd() {
        assertThat(new ListBeforeItsSecondSegment().append(1)).isEqualTo(15);
    }

    /** The list under test. */
    public static class List {
        final AppendList<Integer> list = AppendList.create();

        @Operation
        public int append(@Param(gen = IntGen.class) int element) {
            return list.append(element);
        }

        @Operation
        public int size() {
            return list.size();
        }

        @Operation
        public @Nullable Integer last() {
            int size = list.size();
            return size == 0 ? null : list.get(size - 1);
        }

        @Operation
        public @Nullable Integer lastAfterACopyForReaders() {
            list.flatten();
            return last();
        }

        @Operation
        public int sum() {
            int sum = 0;
            for (int element : list) {
                sum += element;
            }
            return sum;
        }
    }

    /** The same list with one free slot in its first segment. */
    public static class ListBeforeItsSecondSegment extends List {
        public ListBeforeItsSecondSegment() {
            for (int element = 0; element < 15; element++) {
                list.append(element);
            }
        }
    }

    /** A list that fetches an index first and stores its element afterwards. */
    public static class Holes {
        private final AtomicInteger size = new AtomicInteger();
        private final AtomicReferenceArray<Integer> slots = new AtomicReferenceArray<>(64);

        @Operation
        public int append(@Param(gen = IntGen.class) int element) {
            int index = size.getAndIncrement();
            slots.set(index, element);
            return index;
        }

        @Operation
        public @Nullable Integer last() {
            int size = this.size.get();
            return size == 0 ? null : slots.get(size - 1);
        }
    }
}
