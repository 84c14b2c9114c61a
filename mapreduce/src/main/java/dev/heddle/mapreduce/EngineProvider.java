/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Map;

/**
 * What a module provides, as a service, so that {@link Engine#connect} finds its engine.
 *
 * @implSpec Promises: none, because it has no state
 */
public interface EngineProvider {
    /**
     * Names the engine.
     *
     * @return a short name, such as {@code spark}
     */
    String name();

    /**
     * Connects to the engine.
     *
     * @param settings by name
     * @return an engine, to be closed
     * @throws IllegalArgumentException if a setting is wrong
     * @throws JobException if the engine cannot be reached
     */
    Engine connect(Map<String, String> settings);
}
