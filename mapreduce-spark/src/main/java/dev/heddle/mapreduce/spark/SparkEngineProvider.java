/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.Engine;
import dev.heddle.mapreduce.EngineProvider;
import java.util.Map;

/**
 * Provides the engine named {@code spark}. Its settings are {@code master} and those of Spark, whose names begin with
 * {@code spark.}.
 *
 * @implSpec Promises: none, because it has no state
 */
public final class SparkEngineProvider implements EngineProvider {
    /** Called by the service loader. */
    public SparkEngineProvider() {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Engine connect(Map<String, String> settings) {
        SparkEngine.Builder builder = SparkEngine.builder();
        settings.forEach((key, value) -> {
            if (key.equals("master")) {
                builder.master(value);
            } else if (key.startsWith("spark.")) {
                builder.setting(key, value);
            } else {
                throw new IllegalArgumentException(
                        "setting: '" + key + "' (expected: master, or a setting of Spark's own)");
            }
        });
        return builder.connect();
    }
}
