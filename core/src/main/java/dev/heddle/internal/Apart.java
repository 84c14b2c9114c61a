/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

/**
 * Keeps what comes first in an object away from the object before it in memory: one that other threads read must not
 * lie on the cache line of a word that this one's owners write. Fields of a superclass come before those of its
 * subclass, and an object's header has 8 bytes or more; a layout test measures the result.
 */
@SuppressWarnings("unused")
abstract class Apart {
    private long before1;
    private long before2;
    private long before3;
    private long before4;
    private long before5;
    private long before6;
}
