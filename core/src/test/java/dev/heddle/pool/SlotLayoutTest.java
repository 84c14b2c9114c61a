/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.CurrentLayouter;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/** Where the word of a slot lies, which owners write and whoever comes by reads. */
class SlotLayoutTest {
    private static final int LINE_BYTES = 64;

    /** The running virtual machine, and what others make of it. */
    static Stream<Layouter> layouters() {
        return Stream.of(
                new CurrentLayouter(),
                new HotSpotLayouter(new Model64(false, false, 8), 21),
                new HotSpotLayouter(new Model64(true, true, 8), 21),
                new HotSpotLayouter(new Model64_Lilliput(true, 8, false), 25));
    }

    @ParameterizedTest
    @MethodSource("layouters")
    void theWordSharesNoCacheLineWithAnotherObject(Layouter layouter) {
        ClassLayout layout = ClassLayout.parseClass(Slot.class, layouter);
        FieldLayout word = field(layout, "word");

        // A word is at a multiple of 8, so that it has at most 56 bytes of its line on either side.
        assertThat(word.offset()).isGreaterThanOrEqualTo(LINE_BYTES - Long.BYTES);
        assertThat(layout.instanceSize() - word.offset() - word.size()).isGreaterThanOrEqualTo(LINE_BYTES - Long.BYTES);
    }

    /** What every use of a lease reads lies where no other object is, too. */
    @ParameterizedTest
    @MethodSource("layouters")
    void theResourceLiesBesideTheWord(Layouter layouter) {
        ClassLayout layout = ClassLayout.parseClass(Slot.class, layouter);
        FieldLayout word = field(layout, "word");
        assertThat(field(layout, "resource").offset())
                .isBetween(word.offset() + word.size(), word.offset() + word.size() + Long.BYTES);
    }

    private static FieldLayout field(ClassLayout layout, String name) {
        return layout.fields().stream()
                .filter(field -> field.name().equals(name))
                .findAny()
                .orElseThrow();
    }
}
