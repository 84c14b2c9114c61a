/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import dev.heddle.mapreduce.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lets a run keep what it has finished before the process ends, as Ctrl-C ends it. */
final class KeptOnExit implements AutoCloseable {
    private final @Nullable Thread hook;

    private KeptOnExit(@Nullable Thread hook) {
        this.hook = hook;
    }

    /** Watches over the run; does nothing where it keeps nothing. */
    static KeptOnExit of(Run<?> run, @Nullable Path kept, Streams streams) {
        if (kept == null) {
            return new KeptOnExit(null);
        }
        Thread hook = new Thread(
                () -> {
                    run.close();
                    if (!hint(kept).isEmpty()) {
                        streams.complain("interrupted" + hint(kept));
                    }
                },
                "heddle-keep");
        Runtime.getRuntime().addShutdownHook(hook);
        return new KeptOnExit(hook);
    }

    /** The end of a message about a count that was cut short; empty where nothing is kept. */
    static String hint(@Nullable Path kept) {
        return kept != null && Files.exists(kept) ? "; the same command goes on from " + kept : "";
    }

    /** The run has its result. */
    void callOff() {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // Too late, and it does no harm: there is nothing left to keep.
                return;
            }
        }
    }

    @Override
    public void close() {
        callOff();
    }
}
