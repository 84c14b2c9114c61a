/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.HashMap;
import java.util.Map;

/**
 * Takes samples of a body whose first actor may never end. Such an actor cannot be stopped, so this runs in a virtual
 * machine that is thrown away.
 */
final class Endless {
    private static final long WARM_MILLIS = 60;

    private Endless() {}

    /**
     * Takes a few samples.
     *
     * @param variant the variant to run
     * @param trials how many
     * @param limitMillis how long after its signal an actor is given up
     * @return what was seen
     * @throws InterruptedException if the calling thread is interrupted; an actor may be left
     */
    static Counts run(Variant variant, int trials, long limitMillis) throws InterruptedException {
        long start = System.nanoTime();
        Map<String, Long> seen = new HashMap<>();
        for (int i = 0; i < trials; i++) {
            Body<?> body = variant.sample();
            Thread looper = new Thread(body::actor1, "looper");
            looper.setDaemon(true);
            looper.start();
            looper.join(WARM_MILLIS); // long enough for the loop to be compiled while it runs
            body.actor2();
            looper.join(limitMillis);
            seen.merge(looper.isAlive() ? "STALE" : "TERMINATED", 1L, Long::sum);
        }
        return new Counts(seen, (System.nanoTime() - start) / 1_000_000);
    }
}
