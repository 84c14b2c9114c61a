/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Witness;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of a run for other programs. */
final class Json {
    private Json() {}

    static String of(List<Findings> all, Machine machine) {
        String effects = all.stream().map(Json::effect).collect(Collectors.joining(",\n"));
        return "{\"machine\": "
                + object(Map.of(
                        "processor", string(machine.processor()),
                        "processors", String.valueOf(machine.processors()),
                        "system", string(machine.system()),
                        "java", string(machine.java()),
                        "date", string(machine.date().toString())))
                + ",\n\"effects\": [\n" + effects + "\n]}\n";
    }

    private static String effect(Findings findings) {
        String variants = findings.variants().stream().map(Json::variant).collect(Collectors.joining(",\n  "));
        return "{\"name\": " + string(findings.effect().name()) + ", \"variants\": [\n  " + variants
                + "],\n \"grid\": [" + squares(findings.grid()) + "],\n \"jcstress grid\": ["
                + squares(findings.stress()) + "]}";
    }

    private static String variant(Findings.Of of) {
        String ways = of.explanation().witnesses().values().stream()
                .collect(Collectors.toMap(
                        Witness::outcome, witness -> string(witness.rules().name())))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> string(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
        return "{\"name\": " + string(of.variant().name()) + ", \"outcomes\": " + counts(of.counts())
                + ", \"jcstress\": " + counts(of.stress()) + ", \"nanos\": "
                + (Double.isNaN(of.nanos()) ? "null" : String.valueOf(of.nanos())) + ", \"ways\": " + ways + "}";
    }

    private static String squares(List<Findings.Square> squares) {
        return squares.stream()
                .map(s -> "{\"first\": " + string(s.first().label()) + ", \"second\": "
                        + string(s.second().label()) + ", \"outcomes\": " + counts(s.counts()) + "}")
                .collect(Collectors.joining(", "));
    }

    private static String counts(Counts counts) {
        return counts.byOutcome().entrySet().stream()
                .map(entry -> string(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> string(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
