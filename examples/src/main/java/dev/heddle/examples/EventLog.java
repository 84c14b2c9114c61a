/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.collect.AppendList;
import dev.heddle.counter.Tally;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Keeps every event in a list that many threads append to, and counts the events by kind. */
public final class EventLog {
    private record Event(String kind, int number) {}

    private EventLog() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        AppendList<Event> log = AppendList.create();
        Tally<String> kinds = Tally.create();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 10_000; i++) {
                Event event = new Event(i % 4 == 0 ? "write" : "read", i);
                threads.execute(() -> {
                    int index = log.append(event); // its index for ever
                    assert log.get(index).equals(event);
                    kinds.increment(event.kind());
                });
            }
        }
        System.out.println(log.size() + " events, most of them " + kinds.top(1));
    }
}
