/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The source of the bodies as it was compiled: it lies in the jar beside the classes. */
public final class Source {
    private static final Map<String, List<String>> FILES = new ConcurrentHashMap<>();

    private Source() {}

    /**
     * One line of source.
     *
     * @param number its number in the file, from 1
     * @param text its text without the indentation that all lines share
     */
    public record Line(int number, String text) {}

    /**
     * Cuts out what a variant runs: the lines between its marks, without those that hold annotations only.
     *
     * @param effect the effect
     * @param variant one of its variants
     * @return its lines, at least one
     */
    public static List<Line> of(Effect effect, Variant variant) {
        List<String> all = file(variant.body());
        int start = all.indexOf(all.stream()
                .filter(line -> line.strip().equals("// show " + variant.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "effect '" + effect.name() + "' has no lines marked '" + variant.name() + "'")));
        List<Line> cut = new ArrayList<>();
        for (int i = start + 1; !all.get(i).strip().equals("// end"); i++) {
            if (!all.get(i).strip().startsWith("@")) {
                cut.add(new Line(i + 1, all.get(i)));
            }
        }
        int indent = cut.stream()
                .filter(line -> !line.text().isBlank())
                .mapToInt(line ->
                        line.text().length() - line.text().stripLeading().length())
                .min()
                .orElseThrow();
        return cut.stream()
                .map(line -> new Line(
                        line.number(), line.text().isBlank() ? "" : line.text().substring(indent)))
                .toList();
    }

    /**
     * Finds the text of a line that was compiled into a class.
     *
     * @param internalName the internal name of the class
     * @param number the number of the line
     * @return its text, stripped
     */
    public static String line(String internalName, int number) {
        List<String> lines = lines(internalName);
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
    }

    private static List<String> file(Class<?> body) {
        return lines(body.getName().replace('.', '/'));
    }

    private static List<String> lines(String internalName) {
        int nested = internalName.indexOf('$');
        String top = nested < 0 ? internalName : internalName.substring(0, nested);
        return FILES.computeIfAbsent(top, Source::read);
    }

    private static List<String> read(String name) {
        try (InputStream in = Source.class.getResourceAsStream("/" + name + ".java")) {
            if (in == null) {
                throw new IllegalStateException("source of '" + name + "' is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException("source of '" + name + "' cannot be read", e);
        }
    }
}
