/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.stress.Processors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples of a body in this virtual machine: one thread per actor, a block of fresh states, a spinning
 * rendezvous, every actor through the block at its own pace, a second rendezvous, and a look at each state.
 *
 * <p>Each actor has a processor of its own where there are enough. Then a block counts only if two actors were in it at
 * the same time: one that they went through one after the other has nothing to tell, and would make rare outcomes
 * rarer.
 */
public final class Runner {
    /*
     * field     read      write     who writes
     * --------  --------  --------  -------------------------------------------------------------------
     * arrived   volatile  volatile  each actor adds one; the last one of a phase sets it back to zero
     * phase     volatile  volatile  the last actor of a phase, after arrived is back at zero
     * block     plain     plain     the first actor, between the second and the next first rendezvous
     * over      plain     plain     the first actor, as block
     * began[i]  plain     plain     actor i, between the second and the third rendezvous
     * ended[i]  plain     plain     actor i, as began
     * failure   volatile  volatile  the first actor that throws, null -> throwable
     *
     * A rendezvous is passed by reading the phase that the last arrival has written after all others had written
     * arrived: what an actor did before it happens-before what any actor does after it, block and over included.
     */
    private static final int SPINS = 1_000;

    /** How much longer than it should a run goes on where the actors never meet. */
    private static final int PATIENCE = 4;

    private final Supplier<Body<?>> samples;
    private final Object result;
    private final Supplier<Object> results;
    private final int actors;
    private final ActorLoop loop = ActorLoop.fresh();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Map<Object, long[]> seen = new HashMap<>();
    private final int blockSize;
    private final int[] processors;
    private final long[] began;
    private final long[] ended;
    private volatile int phase;
    private Body<?>[] block = new Body<?>[0];
    private boolean over;

    private Runner(Variant variant, int blockSize) {
        samples = variant.samples();
        results = () -> Samples.newResult(variant.body());
        result = results.get();
        actors = Samples.actors(variant.body());
        this.blockSize = blockSize;
        processors = Processors.of(actors, 0);
        began = new long[actors];
        ended = new long[actors];
    }

    /**
     * Takes samples for a while.
     *
     * @param effect the effect, which says how its samples are taken
     * @param variant the variant to run
     * @param millis how long; one block is taken however long it lasts
     * @return what was seen; on a machine that never lets the actors meet, that of blocks that they had to themselves
     * @throws InterruptedException if the calling thread is interrupted; no actor is left
     */
    public static Counts run(Effect effect, Variant variant, long millis) throws InterruptedException {
        if (effect.how() == Effect.How.ENDLESS || effect.how() == Effect.How.TIMED) {
            throw new IllegalArgumentException("effect: " + effect.name() + " (expected: one that runs in blocks)");
        }
        return new Runner(variant, effect.how() == Effect.How.FEW ? 2 : 256).run(millis);
    }

    private Counts run(long millis) throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= actors; i++) {
            int actor = i;
            Thread thread = new Thread(() -> act(actor, start, millis * 1_000_000), "actor-" + actor);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("an actor failed", failed);
        }
        Map<String, Long> counts = new HashMap<>();
        seen.forEach((outcome, count) -> counts.put(outcome.toString(), count[0]));
        return new Counts(counts, (System.nanoTime() - start) / 1_000_000);
    }

    private void act(int actor, long start, long nanos) {
        int seed = actor * 0x9E3779B9;
        try {
            if (processors.length > 0) {
                Processors.bind(processors[actor - 1]);
            }
            while (true) {
                if (actor == 1) {
                    over = !seen.isEmpty() && System.nanoTime() - start >= nanos;
                    block = fresh();
                }
                meet();
                if (over) {
                    return;
                }
                meet(); // the first one may have been slept through; whoever passes the second is running now
                seed = seed * 1_664_525 + 1_013_904_223;
                for (int i = seed >>> 28; i > 0; i--) {
                    Thread.onSpinWait(); // so that the actors do not go through all blocks in the same step
                }
                began[actor - 1] = System.nanoTime();
                loop.run(actor, actors, block);
                ended[actor - 1] = System.nanoTime();
                meet();
                if (actor == 1 && (haveMet() || System.nanoTime() - start >= PATIENCE * nanos)) {
                    observe();
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // with more actors than processors, spinning on would keep the others away
    private static void yieldProcessor() {
        Thread.yield();
    }

    private Body<?>[] fresh() {
        Body<?>[] states = new Body<?>[blockSize];
        for (int i = 0; i < blockSize; i++) {
            states[i] = samples.get();
        }
        return states;
    }

    /** Waits until all actors have come. */
    private void meet() {
        int now = phase;
        if (arrived.incrementAndGet() == actors) {
            arrived.set(0);
            phase = now + 1;
            return;
        }
        for (int spins = 0; phase == now; spins++) {
            if (failure.get() != null) {
                throw new IllegalStateException("another actor failed");
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                yieldProcessor();
            }
        }
    }

    /** Whether two actors were in the block at once; more actors than processors take turns, and may. */
    private boolean haveMet() {
        if (actors > Runtime.getRuntime().availableProcessors()) {
            return true;
        }
        for (int one = 0; one < actors; one++) {
            for (int other = 0; other < one; other++) {
                if (began[one] - ended[other] < 0 && began[other] - ended[one] < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // the result is made from the parameter of the body's own observe
    private void observe() {
        for (Body<?> state : block) {
            ((Body<Object>) state).observe(result);
            long[] count = seen.get(result);
            if (count == null) {
                Object key = results.get();
                ((Body<Object>) state).observe(key);
                count = new long[1];
                seen.put(key, count);
            }
            count[0]++;
        }
    }
}
