/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a run fails: a function of the pipeline threw, which is the cause. What other functions threw before the
 * run was over is suppressed on this exception.
 */
public class StageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The name of the stage. */
    private final String stage;

    /** The number of the item, in the order of the source. */
    private final long item;

    StageException(String stage, long item, @Nullable Throwable cause) {
        super("stage '" + stage + "' failed at item " + item + ": " + cause, cause);
        this.stage = stage;
        this.item = item;
    }

    /**
     * Names the stage that failed.
     *
     * @return the name that the pipeline's description gave to it
     */
    public String stage() {
        return stage;
    }

    /**
     * Tells at which item the stage failed.
     *
     * @return the number of the item, counted from 0 in the order in which the source gave the items
     */
    public long item() {
        return item;
    }
}
