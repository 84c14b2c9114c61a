/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import org.jspecify.annotations.Nullable;

/** Something to be done without the lock of a pool, because it may block, or is the user's. */
interface Chore {
    /**
     * Does it.
     *
     * @param errands where the chores go that come of this one; null on a helper, which gives them to others
     */
    void run(@Nullable Errands errands);
}
