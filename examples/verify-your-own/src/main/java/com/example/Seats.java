/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package com.example;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Seats that many threads sell at once.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>no seat is sold twice
 *     </ul>
 */
public final class Seats {
    private static final int FREE = 0;
    private static final int SOLD = 1;

    private final AtomicIntegerArray states;

    /**
     * Creates seats that are all free.
     *
     * @param count how many, at least 1
     */
    public Seats(int count) {
        states = new AtomicIntegerArray(count);
    }

    /**
     * Sells a seat unless it is sold.
     *
     * @param seat its number, from 0
     * @return true if the caller has it now
     */
    public boolean trySell(int seat) {
        return states.compareAndSet(seat, FREE, SOLD);
    }
}
