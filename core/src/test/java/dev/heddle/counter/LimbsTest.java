/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimbsTest {
    private static final int FROM = 2;
    private static final int TO = 9;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(Long.SIZE * (TO - FROM));

    @Test
    void addsWhatBigIntegersAdd() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            long[] words = new long[TO + 2];
            BigInteger expected = BigInteger.ZERO;
            for (int i = 0; i < 40; i++) {
                long low = word(random);
                long high = word(random);
                int shift = random.nextInt(Long.SIZE * (TO - FROM - 3));
                BigInteger added = BigInteger.valueOf(high)
                        .shiftLeft(Long.SIZE)
                        .add(BigInteger.valueOf(low).mod(BigInteger.ONE.shiftLeft(Long.SIZE)));
                if (random.nextBoolean()) {
                    Limbs.addShifted(words, FROM, TO, low, high, shift);
                    expected = expected.add(added.shiftLeft(shift));
                } else {
                    Limbs.add(words, FROM, TO, low, high);
                    expected = expected.add(added);
                }
                assertThat(Limbs.toBigInteger(words, FROM, TO))
                        .as("seed %d, addition %d", seed, i)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void addsNumbersOfEqualLengthAndWrapsAround() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            long[] words = new long[TO];
            long[] others = new long[TO - FROM + 1];
            for (int i = FROM; i < TO; i++) {
                words[i] = word(random);
                others[i - FROM + 1] = word(random);
            }
            BigInteger sum = Limbs.toBigInteger(words, FROM, TO).add(Limbs.toBigInteger(others, 1, others.length));
            Limbs.addAll(words, FROM, TO, others, 1);
            assertThat(Limbs.toBigInteger(words, FROM, TO).mod(MODULUS))
                    .as("seed %d", seed)
                    .isEqualTo(sum.mod(MODULUS));
        }
    }

    /** Words in which carries run far, and stop. */
    private static long word(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MIN_VALUE;
            case 3 -> 1;
            default -> random.nextLong();
        };
    }
}
