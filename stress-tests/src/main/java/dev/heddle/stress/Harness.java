/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import org.openjdk.jcstress.infra.TestInfo;

/**
 * A harness as its class file and jcstress' list of tests describe it.
 *
 * @param name the binary name of the class that carries {@link Proves}
 * @param type the binary name of the class that makes the promise
 * @param promise the promise, word for word
 * @param blocking whether an actor may wait
 * @param everyOutcome whether the twin must show each outcome that it grades, not only a bad one
 * @param fingerprint of the code and outcomes of both tests; comments and layout do not change it
 * @param real the test over the real class
 * @param twin the test over the broken version
 */
record Harness(
        String name,
        String type,
        String promise,
        boolean blocking,
        boolean everyOutcome,
        String fingerprint,
        TestInfo real,
        TestInfo twin) {
    /** The name without its package. */
    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
