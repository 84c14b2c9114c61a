/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * The net under all handles of the process: it finds the ones that were collected without being closed, reports each
 * once, and gives its share back.
 *
 * <p>A leak is found after the next garbage collection that begins at least a second after the handle was opened. Until
 * then the handle keeps its share. The level at start is the system property {@code dev.heddle.leaks} ({@code off},
 * {@code counted}, {@code sampled}, {@code full}), or else {@link LeakLevel#SAMPLED}.
 *
 * <p>The net is not a substitute for {@code close}: a resource that is still used through a variable of its own, while
 * its handle was dropped, is given back under the user's hands. Keep the handle as long as the resource.
 *
 * <p>When a leak is found is up to the garbage collector, and not promised.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>no open handle slips through the net
 *     </ul>
 */
public final class Leaks {
    private Leaks() {}

    /**
     * Reads the level.
     *
     * @return the level at which handles are opened from now on
     */
    public static LeakLevel level() {
        return LeakNet.level();
    }

    /**
     * Sets the level. Handles that are open stay at the level they were opened at.
     *
     * @param level the level at which handles are opened from now on
     */
    public static void level(LeakLevel level) {
        LeakNet.level(requireNonNull(level, "level"));
    }

    /**
     * Counts the leaks found.
     *
     * @return how many handles the net has caught since the process started
     */
    public static long found() {
        return LeakNet.found();
    }

    /**
     * Sets who hears of leaks instead of the log of {@code dev.heddle.handle}.
     *
     * <p><b>Failure:</b> what the listener throws is logged.
     *
     * @param listener is called once for each leak, before its share is given back, on a thread of its own
     */
    public static void listener(Consumer<? super Leak> listener) {
        LeakNet.listener(requireNonNull(listener, "listener"));
    }
}
