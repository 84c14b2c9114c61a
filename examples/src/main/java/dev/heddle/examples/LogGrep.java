/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.mapreduce.Groups;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import java.nio.file.Path;
import java.util.Map;

/** The lines of a file that hold a word, in their order, found by all processors. */
public final class LogGrep {
    private LogGrep() {}

    /**
     * Runs the example.
     *
     * @param args the file, and what to look for
     * @throws InterruptedException if interrupted while reading
     */
    public static void main(String[] args) throws InterruptedException {
        String wanted = args[1];
        Job<Slice, Groups<Long, String>> matching = Job.lines()
                .<Long, String>map((line, out) -> {
                    String text = line.toString();
                    if (text.contains(wanted)) {
                        out.emit(line.position(), text);
                    }
                })
                .combine((left, right) -> left);
        for (Map.Entry<Long, String> line :
                matching.run(Input.files(Path.of(args[0]))).sorted(Map.Entry.comparingByKey())) {
            System.out.println(line.getValue());
        }
    }
}
