/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/**
 * Takes the tokens that a {@link Tokenizer} cuts out of one run. No object is made per token.
 *
 * @implSpec Promises: none, because one thread uses it
 */
public interface Tokens {
    /**
     * Takes a token that stands in the run.
     *
     * @param start its first place in the run
     * @param end the place after its last one
     * @throws IndexOutOfBoundsException if it does not lie within the run
     */
    void token(int start, int end);

    /**
     * Takes a token whose bytes differ from those in the run.
     *
     * @param bytes holds the token, during this call
     * @param from its first place in the array
     * @param to the place after its last one
     * @throws IndexOutOfBoundsException if it does not lie within the array
     */
    void token(byte[] bytes, int from, int to);
}
