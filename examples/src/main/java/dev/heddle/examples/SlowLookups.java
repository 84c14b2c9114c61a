/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.task.Parallel;
import dev.heddle.task.Results;
import java.util.List;
import java.util.stream.IntStream;

/** Looks many things up where each lookup waits, and sums up what many numbers make, in their order. */
public final class SlowLookups {
    private SlowLookups() {}

    /**
     * Runs the example.
     *
     * @param args none
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        List<Integer> ids = IntStream.range(0, 500).boxed().toList();
        List<String> names = Parallel.io(100).map(ids, SlowLookups::lookUp); // 100 at once, in the order of the ids
        System.out.println(names.size() + " names, the last one " + names.getLast());

        long digits = 0;
        try (Results<String> texts = Parallel.cpu().results(ids, i -> Integer.toString(i * i))) {
            for (String text = texts.next(); text != null; text = texts.next()) {
                digits += text.length();
            }
        }
        System.out.println(digits + " digits");
    }

    private static String lookUp(int id) throws InterruptedException {
        Thread.sleep(5); // a database, a service
        return "name " + id;
    }
}
