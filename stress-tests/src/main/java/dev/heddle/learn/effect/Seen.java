/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Outcome;

/** The grading of every body: each outcome is a fact to look at, none is judged. */
@Outcome(expect = ACCEPTABLE, desc = "Seen.")
public final class Seen {
    private Seen() {}
}
