/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.io.Serializable;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * The secret numbers that one run mixes its keys with, so that nobody can write down keys that collide.
 *
 * @param m0 odd
 * @param m1 odd
 * @param s0 any
 */
record Seeds(long m0, long m1, long s0) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    static Seeds random() {
        return of(Holder.RANDOM.nextLong());
    }

    static Seeds of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Seeds(random.nextLong() | 1, random.nextLong() | 1, random.nextLong());
    }

    private static final class Holder {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
