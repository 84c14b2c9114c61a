/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.effect.Catalog;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** What runs in a {@link Fork}: samples under the compilers that its switches chose, endless actors, and prices. */
final class Cell {
    private static final PrintStream OUT = System.out;

    private Cell() {}

    /**
     * Runs.
     *
     * @param args what to do, how many milliseconds for each, and the effects to do it with
     * @throws InterruptedException never in practice: nobody interrupts the main thread
     */
    public static void main(String[] args) throws InterruptedException {
        long millis = Long.parseLong(args[1]);
        List<Effect> effects = Arrays.stream(args)
                .skip(2)
                .map(name -> Catalog.find(name).orElseThrow())
                .toList();
        OUT.println(); // the virtual machine has said something about its directives, without ending the line
        switch (args[0]) {
            case "grid" -> grid(effects, millis);
            case "endless" -> endless(effects, millis);
            case "price" -> price(effects, millis);
            default -> throw new IllegalArgumentException("task: " + args[0] + " (expected: grid, endless or price)");
        }
        OUT.flush();
        Runtime.getRuntime().halt(0); // an actor that never ends would keep the virtual machine busy
    }

    private static void grid(List<Effect> effects, long millis) throws InterruptedException {
        for (Effect effect : effects) {
            switch (effect.how()) {
                case BLOCKS, FEW -> rows(effect, effect.main(), Runner.run(effect, effect.main(), millis));
                case TIMED -> {
                    Variant apart = effect.variants().stream()
                            .filter(Variant::isFix)
                            .findFirst()
                            .orElseThrow();
                    for (Variant variant : List.of(effect.main(), apart)) {
                        row(effect, variant, "nanos", String.valueOf(Price.together(variant)));
                    }
                }
                default -> {}
            }
        }
        for (Effect effect : effects) {
            if (effect.how() == Effect.How.ENDLESS) {
                rows(effect, effect.main(), Endless.run(effect.main(), 1, 400));
            }
        }
    }

    private static void endless(List<Effect> effects, long limitMillis) throws InterruptedException {
        for (Effect effect : effects) {
            // The question last: what it leaves running takes time from everything after it.
            for (Variant variant : effect.variants().reversed()) {
                rows(effect, variant, Endless.run(variant, 3, limitMillis));
            }
        }
    }

    private static void price(List<Effect> effects, long millis) throws InterruptedException {
        for (Effect effect : effects) {
            for (Variant variant : effect.variants()) {
                double nanos = effect.how() == Effect.How.TIMED
                        ? Price.together(variant)
                        : Price.alone(effect, variant, millis);
                row(effect, variant, "nanos", String.valueOf(nanos));
            }
        }
    }

    private static void rows(Effect effect, Variant variant, Counts counts) {
        row(effect, variant, "millis", String.valueOf(counts.millis()));
        counts.byOutcome().forEach((outcome, count) -> row(effect, variant, "=" + outcome, String.valueOf(count)));
    }

    private static void row(Effect effect, Variant variant, String key, String value) {
        OUT.println(String.join("\t", Fork.MARK, effect.name(), variant.name(), key, value));
        OUT.flush();
    }
}
