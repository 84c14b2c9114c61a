/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

/** The rules under which the steps of several threads may be ordered, each set looser than the one before. */
public enum Rules {
    /** One step at a time, each thread in the order of its program. */
    INTERLEAVING("an interleaving of the steps"),
    /** A store waits in a buffer of its thread before the others see it, as on x86. */
    STORE_BUFFER("a store that waits in its buffer"),
    /** Two steps of one thread may change places unless a rule of the language keeps them in order. */
    REORDERING("steps that changed places");

    private final String words;

    Rules(String words) {
        this.words = words;
    }

    /**
     * Says in words what is needed besides bad timing.
     *
     * @return a noun phrase
     */
    public String words() {
        return words;
    }
}
