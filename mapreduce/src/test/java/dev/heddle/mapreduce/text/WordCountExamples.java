/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountExamples {
    @Test
    void listsTheMostFrequentWords(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "to be or Not to be");
        StringBuilder out = new StringBuilder();
        // @start region="top"
        WordCounts counts = WordCount.builder().foldCase().build().run(file);
        for (WordCounts.Entry entry : counts.top(20)) {
            out.append(entry.count() + " " + entry.word() + "\n");
        }
        // @end
        assertThat(out).hasToString("2 be\n2 to\n1 not\n1 or\n");
    }
}
