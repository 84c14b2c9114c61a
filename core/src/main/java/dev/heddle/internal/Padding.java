/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

/**
 * The leading padding of an object whose fields are written often: it keeps them off the cache line of whatever the
 * collector puts in front of the object.
 *
 * <p>The virtual machine lays out the fields of a superclass first. A padded class therefore is a chain of three:
 * {@code Padding}, an abstract class with the fields, and one with seven longs behind them. A layout test measures the
 * result.
 */
@SuppressWarnings("unused") // never read: they only take space
public abstract class Padding {
    private long before1;
    private long before2;
    private long before3;
    private long before4;
    private long before5;
    private long before6;
    private long before7;

    /** For subclasses. */
    protected Padding() {}
}
