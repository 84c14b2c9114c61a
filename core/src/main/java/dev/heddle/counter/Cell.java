/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/** A {@code long} alone on its cache line, which one thread owns or many share. */
@SuppressWarnings("unused") // the fields are padding
class Cell extends CellState {
    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
}
