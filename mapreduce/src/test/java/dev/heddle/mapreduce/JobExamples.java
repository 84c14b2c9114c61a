/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobExamples {
    @Test
    void sumsBytesByFirstWord(@TempDir Path folder) throws Exception {
        Path log = Files.writeString(folder.resolve("log"), "GET /a\nPUT /b\nGET /cc\n\n");
        // @start region="bytesByFirstWord"
        Job<Slice, Sums> bytesByFirstWord = Job.lines().sum((line, out) -> {
            int space = line.indexOf((byte) ' ', 0);
            out.add(line.part(0, space < 0 ? line.length() : space), line.length());
        });
        Sums sums = bytesByFirstWord.run(Input.files(log));
        // @end
        assertThat(sums.entries())
                .containsExactly(
                        new Sums.Entry(Bytes.of("GET"), 13),
                        new Sums.Entry(Bytes.of("PUT"), 6),
                        new Sums.Entry(Bytes.of(""), 0));
    }
}
