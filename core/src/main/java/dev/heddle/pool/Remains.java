/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What was left of a pool when the time to drain it was over.
 *
 * @param leased connections that were still leased, and were closed under their owners
 * @param unfinished connections that were still being opened, validated or closed by the user's code
 * @param keys the keys of both in their printable form, each once
 */
public record Remains(int leased, int unfinished, List<String> keys) {
    /**
     * Checks the parts.
     *
     * @param leased connections that were still leased
     * @param unfinished connections that were still being opened, validated or closed
     * @param keys the keys of both in their printable form
     */
    public Remains {
        keys = List.copyOf(requireNonNull(keys, "keys"));
    }

    /**
     * Says whether everything came back by itself.
     *
     * @return true when nothing was left
     */
    public boolean isEmpty() {
        return leased == 0 && unfinished == 0;
    }
}
