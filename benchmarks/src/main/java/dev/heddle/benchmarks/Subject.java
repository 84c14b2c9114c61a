/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import java.util.Map;

/**
 * One measured thing: a method of a benchmark class, with values for its parameters.
 *
 * <p>What counts is its throughput in operations per microsecond, or a figure that the method itself writes down in a
 * counter beside.
 *
 * @param name how the table calls it
 * @param method the method's name
 * @param parameters the value of each parameter that does not stand at its default
 * @param counter the name of the counter; empty for the throughput
 */
public record Subject(String name, String method, Map<String, String> parameters, String counter) {
    /** The counter of a subject whose throughput counts. */
    public static final String THROUGHPUT = "";

    /**
     * Names a method whose throughput counts.
     *
     * @param name how the table calls it
     * @param method the method's name
     * @param parameters the value of each parameter that does not stand at its default
     */
    public Subject(String name, String method, Map<String, String> parameters) {
        this(name, method, parameters, THROUGHPUT);
    }

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
