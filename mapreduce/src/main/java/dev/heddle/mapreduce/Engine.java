/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * A place, other than this machine's threads, where jobs run, with the same results.
 *
 * @implSpec Promises: none, because its runs share nothing of Heddle's
 */
public interface Engine extends AutoCloseable {
    /**
     * Names the engines that modules on the class path provide.
     *
     * @return the names, such as {@code spark}
     */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ServiceLoader.load(EngineProvider.class).forEach(provider -> names.add(provider.name()));
        return names;
    }

    /**
     * Connects to an engine that some module on the class path provides.
     *
     * @param name the name of the engine, such as {@code spark}
     * @param settings what the engine allows to set, by name
     * @return an engine, to be closed
     * @throws IllegalArgumentException if no module provides that engine, or a setting is wrong
     * @throws JobException if the engine cannot be reached
     */
    static Engine connect(String name, Map<String, String> settings) {
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.name().equals(name)) {
                return provider.connect(settings);
            }
        }
        throw new IllegalArgumentException("engine: '" + name + "' (expected: one of " + names() + ")");
    }

    /**
     * Starts a job.
     *
     * @param job what to do
     * @param input what to read
     * @param <T> the type of a record
     * @param <R> the type of the result
     * @return the run; to be closed
     * @throws IllegalArgumentException if the engine cannot run the job, or the input does not suit it
     */
    <T, R> Run<R> start(Job<T, R> job, Input<T> input);

    /**
     * Starts a job on files by name.
     *
     * @param job what to do
     * @param locations local paths, or URIs that the engine understands
     * @param <R> the type of the result
     * @return the run; to be closed
     * @throws IllegalArgumentException if the engine cannot run the job
     */
    <R> Run<R> start(Job<Slice, R> job, List<String> locations);

    /** Ends the connection, and with it all runs. */
    @Override
    void close();
}
