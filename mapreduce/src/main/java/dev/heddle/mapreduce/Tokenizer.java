/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * How bytes are cut into records: a named contract, the same on every machine, for any split of the input.
 *
 * <p>Input is cut in two steps. First into runs: maximal sequences of bytes that are not separators. A run is found
 * whole, however the input was split. Then {@link #tokenize} cuts a run into tokens; by default a run is one token.
 *
 * <p><b>Failure:</b> an exception out of {@link #tokenize} ends the run of the job. {@link InputException#at} makes one
 * that blames the input, which {@link BadInput#SKIP} then leaves out.
 *
 * @implSpec Promises: none, because it has no state; how runs are found is promised by {@link Job}
 */
public interface Tokenizer extends Serializable {
    /**
     * Names the contract. Two tokenizers of one name cut all bytes alike.
     *
     * @return a short name, such as {@code ascii-ws}
     */
    String name();

    /**
     * Tells whether a byte separates runs. The answer depends on the byte alone.
     *
     * @param b any byte
     * @return whether it is in no token, and tokens beside it do not depend on each other
     */
    boolean isSeparator(byte b);

    /**
     * Cuts one run into tokens, in their order. May change the bytes of the run, not its length.
     *
     * <p>Called by many threads at once.
     *
     * @param run a maximal run of bytes that are not separators, at least one byte; valid during this call
     * @param tokens takes each token of the run, during this call
     */
    default void tokenize(Slice run, Tokens tokens) {
        tokens.token(0, run.length());
    }

    /**
     * Gives the tokenizer that cuts alike and folds the case of each token.
     *
     * @return a tokenizer with a name of its own
     * @throws UnsupportedOperationException if this contract has no notion of case
     */
    default Tokenizer foldCase() {
        throw new UnsupportedOperationException("tokenizer '" + name() + "' has no notion of case");
    }

    /**
     * Makes a tokenizer whose tokens are the runs between separators, byte for byte. Its {@link #foldCase} turns the
     * bytes {@code A-Z} into {@code a-z}.
     *
     * @param name the name of the contract
     * @param separators the bytes that are in no token
     * @return a tokenizer
     */
    static Tokenizer runs(String name, byte... separators) {
        return new RunTokenizer(name, Separators.of(separators), false, false);
    }

    /**
     * Gives the tokenizer whose records are lines: each ends with LF or CR LF, which is not part of it, or with the
     * input. An empty line is a record of no bytes.
     *
     * @return a tokenizer named {@code lines}
     */
    static Tokenizer lines() {
        return new RunTokenizer("lines", Separators.of((byte) '\n'), true, false);
    }
}
