/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import java.util.Map;

/**
 * One measured thing: a method of a benchmark class, with values for its parameters.
 *
 * @param name how the table calls it
 * @param method the method's name
 * @param parameters the value of each parameter that does not stand at its default
 */
public record Subject(String name, String method, Map<String, String> parameters) {
    /**
     * Names a method without parameters.
     *
     * @param name how the table calls it
     * @param method the method's name
     * @return the subject
     */
    public static Subject of(String name, String method) {
        return new Subject(name, method, Map.of());
    }
}
