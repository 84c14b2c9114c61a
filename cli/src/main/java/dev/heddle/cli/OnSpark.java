/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import dev.heddle.mapreduce.Engine;
import dev.heddle.mapreduce.JobException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the engine that counts on Apache Spark. */
final class OnSpark {
    private static final String NAME = "spark";
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

    private OnSpark() {}

    static boolean isUri(String location) {
        return URI.matcher(location).matches();
    }

    /**
     * Connects to a cluster.
     *
     * @param master its URL
     * @param pairs settings of Spark's own, KEY=VALUE
     * @param command the command that was given them
     * @param locations what is to be counted
     */
    static Engine connect(String master, List<String> pairs, CommandSpec command, List<String> locations)
            throws Failure {
        for (String location : locations) {
            if (!isUri(location) && Decoding.of(Path.of(location), null) != null) {
                throw new Failure(location + ": compressed; only the local engine reads it");
            }
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.ui.enabled", "false");
        for (String pair : pairs) {
            int sign = pair.indexOf('=');
            if (sign < 0) {
                throw new ParameterException(command.commandLine(), "--setting: '" + pair + "' (expected: KEY=VALUE)");
            }
            settings.put(pair.substring(0, sign), pair.substring(sign + 1));
        }
        settings.put("master", master);
        if (!Engine.names().contains(NAME)) {
            throw new Failure(
                    "Spark is not part of this jar; ./heddle in a checkout fetches it on first use, elsewhere add"
                            + " dev.heddle:heddle-mapreduce-spark and org.apache.spark:spark-core_2.13 to the class path");
        }
        try {
            return Engine.connect(NAME, settings);
        } catch (IllegalArgumentException | JobException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            throw new Failure("org.apache.spark:spark-core_2.13 is not on the class path");
        }
    }
}
