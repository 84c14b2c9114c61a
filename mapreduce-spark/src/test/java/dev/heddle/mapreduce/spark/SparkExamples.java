/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.nio.file.Path;

/** Examples that the Javadoc shows. */
class SparkExamples {
    static WordCounts onThisMachine(Path text) throws InterruptedException {
        WordCount count = WordCount.builder().foldCase().build();
        return count.job().run(Input.files(text));
    }

    static WordCounts onTheCluster(Path text) throws InterruptedException {
        // @start region="oneLine"
        WordCount count = WordCount.builder().foldCase().build();
        try (SparkEngine engine =
                SparkEngine.builder().master("spark://master:7077").connect()) {
            return engine.run(count.job(), Input.files(text)); // was: count.job().run(Input.files(text))
        }
        // @end
    }
}
