/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParallelExamples {
    @Test
    void map() throws InterruptedException {
        // @start region="map"
        List<String> names = List.of("warp", "weft", "heddle");
        List<Integer> lengths = Parallel.io(10).map(names, String::length); // [4, 4, 6]
        // @end
        assertThat(lengths).containsExactly(4, 4, 6);
    }

    @Test
    void results() throws InterruptedException {
        Stream<Integer> numbers = IntStream.range(0, 1000).boxed();
        long sum = 0;
        // @start region="results"
        try (Results<Integer> squares = Parallel.cpu().results(numbers::iterator, n -> n * n)) {
            for (Integer square = squares.next(); square != null; square = squares.next()) {
                sum += square;
            }
        }
        // @end
        assertThat(sum).isEqualTo(332_833_500);
    }
}
