/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.internal.Parking;

/**
 * How an engine works.
 *
 * @param workers how many threads at most
 * @param window how many items of the source may be live at once
 * @param slots how many slots the ring has, a power of two
 * @param batch how many items a worker takes at once; 0 to find out by measuring, and to work alone where that is
 *     faster
 * @param spins how often a worker looks for work before it parks
 * @param isVirtual whether the workers are virtual threads
 * @param parking how it parks
 */
record Tuning(int workers, int window, int slots, int batch, int spins, boolean isVirtual, Parking parking) {
    /** Found out by measuring. */
    static final int MEASURED = 0;

    /** The window unless the description says otherwise: it is then bounded by the slots alone. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * A helper that is woken on the processor of its waker may wait there for some ticks of the scheduler. The ring has
     * room for 10 milliseconds of work of each worker meanwhile, at the 20 microseconds of work that a slot is filled
     * with.
     */
    private static final int SLOTS_PER_WORKER = 512;

    /** Of more than so many workers most wait for a processor. */
    private static final int MOST_WORKERS = 128;

    private static final int LEAST_SLOTS = 1024;
    private static final int MOST_SLOTS = 1 << 20;
    private static final int SPINS = 200;
    private static final int SLOTS_PER_WAITING_WORKER = 16;

    /** How many turns in a row are not timed: none of them where each takes long anyway, else fifteen in sixteen. */
    int sampleMask() {
        return isVirtual ? 0 : 15;
    }

    /** Whether the clock may be read for anything that is not needed. */
    boolean isTimed() {
        return batch == MEASURED || isVirtual;
    }

    static Tuning of(int workers, int window, int batch) {
        int slots = slots(SLOTS_PER_WORKER, Math.min(workers, MOST_WORKERS), window);
        return new Tuning(workers, window, slots, batch, SPINS, false, Parking.system());
    }

    /** For stages that wait: many workers with one item each, and room for a slow item to be overtaken by many. */
    static Tuning blocking(int workers, int window) {
        int slots = slots(SLOTS_PER_WAITING_WORKER, workers, window);
        return new Tuning(workers, window, slots, 1, 0, true, Parking.system());
    }

    private static int slots(int each, int workers, int window) {
        int slots = LEAST_SLOTS;
        while (slots < (long) each * workers && slots < MOST_SLOTS) {
            slots *= 2;
        }
        while (slots / 2 >= window && slots > 1) {
            slots /= 2;
        }
        return slots;
    }
}
