/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import java.util.Map;
import java.util.Optional;

/**
 * What the enumerator found out about a body.
 *
 * @param witnesses a shortest way to each outcome that there is, by outcome
 * @param limit why not everything could be looked at, empty if it was
 */
public record Explanation(Map<String, Witness> witnesses, String limit) {
    /**
     * Finds the way to an outcome.
     *
     * @param outcome the outcome
     * @return the way, empty if no order of the steps gives it
     */
    public Optional<Witness> of(String outcome) {
        return Optional.ofNullable(witnesses.get(outcome));
    }

    /**
     * Answers whether all orders were gone through.
     *
     * @return false if the body does something that is not modelled, or has too many orders
     */
    public boolean isComplete() {
        return limit.isEmpty();
    }
}
