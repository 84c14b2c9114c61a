/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * Two cache lines between the owner of a row and what it writes: the processors here fetch lines in pairs.
 *
 * <p>The words of a row stand in arrays of their own, between paddings of the same size.
 */
@SuppressWarnings("unused") // never read: they only take space
abstract class RowPadding extends Owned {
    private long before1;
    private long before2;
    private long before3;
    private long before4;
    private long before5;
    private long before6;
    private long before7;
    private long before8;
    private long before9;
    private long before10;
    private long before11;
    private long before12;
    private long before13;
    private long before14;
    private long before15;
}
