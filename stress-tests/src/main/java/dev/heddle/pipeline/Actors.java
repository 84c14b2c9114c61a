/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.internal.Parking;
import java.util.ArrayList;
import java.util.List;

/** A run whose workers are the actors of a harness: on a ring of two slots, one item in each, without measuring. */
final class Actors {
    private final Engine engine;
    private final List<Worker> workers = new ArrayList<>();

    Actors(Pipeline pipeline, int workers) {
        this(pipeline, workers, new Busy());
    }

    Actors(Pipeline pipeline, int workers, Parking parking) {
        engine = engine(pipeline, workers, parking);
        for (int i = 0; i < workers; i++) {
            Worker worker = engine.crew().enlist(Thread.currentThread());
            if (worker == null) {
                throw new AssertionError("the run is over before it began");
            }
            this.workers.add(worker);
        }
    }

    /** One worker that carries, and one that has a stage to itself. */
    Actors(Pipeline pipeline, Dormitory dormitory) {
        this(pipeline, 2, dormitory);
        workers.get(0).thread = dormitory.guest(0, engine);
        owner().thread = dormitory.guest(1, engine);
    }

    /** A run that no worker has joined. */
    static Engine deserted() {
        return deserted(1);
    }

    /** A run with places for workers, none of which is taken. */
    static Engine deserted(int workers) {
        return engine(Pipeline.from("none", List.of()).to("drop", item -> {}), workers, new Busy());
    }

    private static Engine engine(Pipeline pipeline, int workers, Parking parking) {
        return new Engine(pipeline.plan(), new Tuning(workers, Tuning.UNBOUNDED, 2, 1, 0, false, parking));
    }

    Engine engine() {
        return engine;
    }

    Worker worker(int index) {
        return workers.get(index);
    }

    /** The worker that has a stage to itself. */
    Worker owner() {
        return engine.crew().owners()[0];
    }

    /** Never sleeps. */
    private static final class Busy implements Parking {
        @Override
        public void park(Object blocker) {
            Thread.onSpinWait();
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            Thread.onSpinWait();
        }

        @Override
        public void unpark(Thread thread) {}
    }
}
