/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/** No threads but the caller's. */
final class Loops {
    private Loops() {}

    static void plain(Load load) {
        for (Item item = load.next(); item != null; item = load.next()) {
            load.take(load.work(item));
        }
    }
}
