/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle;

/**
 * How much the model checks try.
 *
 * <p>Every build tries a little of everything; {@code -Pstress}, or any number for {@code -Dlincheck.depth}, tries that
 * many times as many scenarios.
 */
public final class LincheckDepth {
    private static final int DEPTH = Integer.getInteger("lincheck.depth", 1);

    private LincheckDepth() {}

    /**
     * Scales a number of scenarios.
     *
     * @param iterations how many every build tries
     * @return how many this one does
     */
    public static int scenarios(int iterations) {
        return DEPTH * iterations;
    }
}
