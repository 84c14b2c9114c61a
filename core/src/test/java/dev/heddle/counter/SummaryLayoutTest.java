/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** How the rows of summaries stand in memory, as the running virtual machine lays them out. */
class SummaryLayoutTest {
    @Test
    void rowsHaveTwoCacheLinesOnBothSidesOfWhatTheirWriterWrites() {
        int apart = 2 * 64 - Long.BYTES;
        for (Class<?> row : List.of(LongRow.class, DoubleRow.class)) {
            ClassLayout layout = ClassLayout.parseClass(row);
            long owner = offset(layout, "owner");
            for (String written : List.of("sequence", "uncounted", "min", "max")) {
                assertThat(offset(layout, written) - owner)
                        .as("%s.%s", row.getSimpleName(), written)
                        .isGreaterThanOrEqualTo(apart);
                assertThat(layout.instanceSize() - offset(layout, written))
                        .as("%s.%s", row.getSimpleName(), written)
                        .isGreaterThanOrEqualTo(apart);
            }
        }
    }

    private static long offset(ClassLayout layout, String name) {
        return layout.fields().stream()
                .filter(field -> field.name().equals(name))
                .mapToLong(FieldLayout::offset)
                .findFirst()
                .orElseThrow();
    }
}
