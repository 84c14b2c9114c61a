/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an actor does, given the results of what it has done so far.
 *
 * @param ops its operations in program order, those whose results are known and those that wait
 * @param finished whether these are all there are
 * @param registers what it keeps for itself, by field name
 * @param loop where it went round a loop with nothing changed, null if it did not
 */
record Replay(
        List<Op> ops,
        boolean finished,
        Map<String, Object> registers,
        @Nullable Loop loop) {
    /**
     * One turn of a loop that led back to the state before it.
     *
     * @param from the first operation of the turn
     * @param to the first operation after it
     */
    record Loop(int from, int to) {}
}
