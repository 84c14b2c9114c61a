/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.stress.Processors;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

/** Measures what one run of a body's actors costs. */
final class Price {
    /** How long each round of two actors is, of which the compilers have the beginning. */
    private static final long ROUND_NANOS = 25_000_000;

    /** How many runs are timed at once: a few microseconds. */
    private static final int STRETCH = 2_000;

    /** As many as there is time for in one round. */
    private static final int MOST_STRETCHES = 50_000;

    /** So many numbers lie on lines of memory of their own. */
    private static final int APART = 64;

    /** Enough calls for the last compiler; the virtual machine waits for it, and does not go on with older code. */
    private static final int WARM_CALLS = 60_000;

    /** The same for actors that call on the system, which takes far longer than any code. */
    private static final int WARM_SLOW_CALLS = 2_000;

    private Price() {}

    /**
     * Measures all actors of a body, one after the other on one thread with no other in the way; on fresh states, or on
     * a single one if the effect is about something that is used over and over.
     *
     * @param effect the effect
     * @param variant the variant
     * @param millis how long to measure, after a third of it at least to warm up
     * @return nanoseconds for one run of all actors, the median of many blocks
     */
    static double alone(Effect effect, Variant variant, long millis) {
        boolean slow = effect.how() == Effect.How.FEW;
        boolean lastFirst = slow || effect.how() == Effect.How.ENDLESS;
        Body<?>[] block = new Body<?>[slow ? 32 : 1024];
        int actors = Samples.actors(variant.body());
        Supplier<Body<?>> samples = variant.samples();
        ActorLoop loop = ActorLoop.fresh();
        long start = System.nanoTime();
        long warm = start + millis * 1_000_000 / 3;
        long end = start + millis * 1_000_000 * 4 / 3;
        double[] each = new double[200_000];
        int n = 0;
        int calls = 0;
        Arrays.fill(block, samples.get());
        while (n < each.length) {
            for (int i = 0; i < block.length && !effect.steady(); i++) {
                block[i] = samples.get();
            }
            long before = System.nanoTime();
            for (int actor = 1; actor <= actors; actor++) {
                loop.run(lastFirst ? actors + 1 - actor : actor, actors, block);
            }
            long after = System.nanoTime();
            calls += block.length;
            boolean warmed = calls > (slow ? WARM_SLOW_CALLS : WARM_CALLS);
            if (warmed && after - warm > 0) {
                each[n++] = (double) (after - before) / block.length;
            }
            if (n > 0 && after - end > 0) {
                break;
            }
        }
        Arrays.sort(each, 0, n);
        return each[n / 2];
    }

    /**
     * Measures both actors side by side, each on its own thread, again and again on one state. A stretch counts only
     * where the other actor has ended one of its own meanwhile: on a busy machine one of the two often waits for a
     * processor, and the other then has everything to itself.
     *
     * @param variant the variant
     * @return nanoseconds for one run of one actor while the other runs too
     * @throws InterruptedException if the calling thread is interrupted; no actor is left
     */
    static double together(Variant variant) throws InterruptedException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            Body<?>[] same = new Body<?>[STRETCH];
            Arrays.fill(same, variant.sample());
            var ended = new AtomicIntegerArray(2 * APART);
            double[] nanos = new double[2];
            Thread[] threads = new Thread[2];
            for (int i = 0; i < 2; i++) {
                int actor = i + 1;
                ActorLoop loop = ActorLoop.fresh();
                int[] processors = Processors.of(2, round);
                threads[i] = new Thread(
                        () -> {
                            if (processors.length > 0) {
                                Processors.bind(processors[actor - 1]);
                            }
                            nanos[actor - 1] = stretches(() -> loop.run(actor, 2, same), ended, actor - 1);
                        },
                        "timed-" + actor);
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            best = Math.min(best, Math.max(nanos[0], nanos[1]));
        }
        return best;
    }

    /** The median of the stretches that met the other actor; of all, where none did. */
    private static double stretches(Runnable stretch, AtomicIntegerArray ended, int self) {
        double[] all = new double[MOST_STRETCHES];
        double[] met = new double[MOST_STRETCHES];
        int n = 0;
        int i = 0;
        long begin = System.nanoTime();
        long now = begin;
        while (i < MOST_STRETCHES && now - begin < ROUND_NANOS) {
            int before = ended.get((1 - self) * APART);
            long start = System.nanoTime();
            stretch.run();
            now = System.nanoTime();
            all[i++] = (double) (now - start) / STRETCH;
            ended.setRelease(self * APART, i);
            if (ended.get((1 - self) * APART) != before) {
                met[n++] = all[i - 1];
            }
        }
        double[] counted = n == 0 ? Arrays.copyOf(all, i) : Arrays.copyOf(met, n);
        Arrays.sort(counted);
        return counted[counted.length / 2];
    }
}
