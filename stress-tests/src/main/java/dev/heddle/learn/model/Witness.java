/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import java.util.List;

/**
 * One way to an outcome, as short as there is.
 *
 * @param outcome the outcome
 * @param rules the tightest rules that allow it
 * @param steps what happens, in order
 */
public record Witness(String outcome, Rules rules, List<Step> steps) {
    /**
     * One step.
     *
     * @param thread the thread, from 0
     * @param source the internal name of the class whose source holds the line
     * @param line the line
     * @param effect what happens, such as {@code "x reads 0"}
     * @param odd whether a program that runs line by line would not do it here
     */
    public record Step(int thread, String source, int line, String effect, boolean odd) {}
}
