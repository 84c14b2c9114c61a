/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.counter.CounterGroup;
import dev.heddle.counter.Gauge;
import dev.heddle.counter.StripedCounter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a server counts: requests that are open, requests in all, and what each of them read and wrote. */
public final class RequestCounters {
    private enum Traffic {
        BYTES_IN,
        BYTES_OUT
    }

    private static final StripedCounter REQUESTS = new StripedCounter();
    private static final Gauge OPEN = new Gauge();
    private static final CounterGroup<Traffic> TRAFFIC = CounterGroup.of(Traffic.class);

    private RequestCounters() {}

    private static void serve() {
        REQUESTS.increment();
        OPEN.up();
        TRAFFIC.row().add(Traffic.BYTES_IN, 120).add(Traffic.BYTES_OUT, 4096);
        OPEN.down();
    }

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 100_000; i++) {
                threads.execute(RequestCounters::serve);
            }
        }
        System.out.println(REQUESTS.sum() + " requests, " + OPEN.value() + " open, " + TRAFFIC.sum(Traffic.BYTES_OUT)
                + " bytes out");
    }
}
