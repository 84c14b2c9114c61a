/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Enumerator;
import dev.heddle.learn.model.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs effects on this machine and collects what they did. */
final class Tour {
    /**
     * How long to look.
     *
     * @param rounds how often to come back to a question and to a square, so that a moment in which the machine was
     *     busy with something else does not spoil all samples of one effect
     * @param question milliseconds for the code that a question is about
     * @param other milliseconds for each other variant
     * @param square milliseconds for each square of the grid
     * @param price milliseconds for each price
     * @param limit milliseconds after which a loop is said never to end
     * @param budget seconds after which the squares are not gone through once more
     */
    record Depth(int rounds, long question, long other, long square, long price, long limit, long budget) {
        private static final long HOUR = 3_600;

        /** A minute and a half for everything, and less than two on a machine that does something else as well. */
        static final Depth DEFAULT = new Depth(3, 300, 180, 50, 80, 600, 115);
        /** Two seconds for each variant. */
        static final Depth DEEPER = new Depth(3, 700, 2_000, 300, 300, 2_000, HOUR);
        /** Only a look whether everything works. */
        static final Depth GLANCE = new Depth(1, 60, 30, 30, 10, 300, HOUR);
    }

    private static final double FORK_SECONDS = 0.4;

    private final List<Effect> effects;
    private final Depth depth;
    private final Map<String, Counts> counts = new HashMap<>();
    private final Map<String, Double> nanos = new HashMap<>();
    private final Map<String, Map<List<Compiler>, Findings.Square>> grids = new HashMap<>();

    Tour(List<Effect> effects, Depth depth) {
        this.effects = effects;
        this.depth = depth;
    }

    /** Estimates how long a run takes, in seconds. */
    double seconds() {
        double millis = 0;
        for (Effect effect : effects) {
            millis += samples(effect) + prices(effect) + 9.0 * depth.rounds() * square(effect);
        }
        return millis / 1e3 + (2 + 9 * depth.rounds()) * FORK_SECONDS;
    }

    private double samples(Effect effect) {
        int others = effect.variants().size() - 1;
        return switch (effect.how()) {
            case TIMED -> 10;
            case ENDLESS -> 3 * (depth.limit() + 80.0 * effect.variants().size());
            default -> depth.rounds() * (double) depth.question() + others * (double) depth.other();
        };
    }

    private double prices(Effect effect) {
        double each = effect.how() == Effect.How.TIMED ? 120 : depth.price() * 1.35;
        return effect.variants().size() * each;
    }

    private double square(Effect effect) {
        return switch (effect.how()) {
            case TIMED -> 200;
            case ENDLESS -> 350;
            default -> depth.square() + 20;
        };
    }

    /**
     * Runs everything.
     *
     * @param progress told after each step
     * @return what was found, in the order of the effects
     * @throws IOException if a virtual machine cannot be started
     * @throws InterruptedException if the calling thread is interrupted; nothing is left running
     */
    List<Findings> run(Progress progress) throws IOException, InterruptedException {
        Budget budget = new Budget(System::nanoTime, depth.budget());
        for (int round = 0; round < depth.rounds(); round++) {
            for (Effect effect : effects) {
                if (effect.how() == Effect.How.BLOCKS || effect.how() == Effect.How.FEW) {
                    samples(effect, round, progress);
                }
            }
        }
        for (Effect effect : effects) {
            if (effect.how() == Effect.How.ENDLESS) {
                Fork.run(List.of(), task("endless", depth.limit(), List.of(effect)), this::count);
                progress.step(samples(effect) / 1e3, effect.title());
            }
        }
        prices(progress);
        for (int round = 0; round < depth.rounds() && budget.tryBegin(); round++) {
            for (Compiler first : Compiler.values()) {
                for (Compiler second : Compiler.values()) {
                    grid(first, second, progress);
                }
            }
        }
        List<Findings> all = new ArrayList<>();
        for (Effect effect : effects) {
            all.add(findings(effect));
        }
        return all;
    }

    private void samples(Effect effect, int round, Progress progress) throws InterruptedException {
        for (Variant variant : effect.variants()) {
            if (variant.isQuestion() || round == 0) {
                long millis = variant.isQuestion() ? depth.question() : depth.other();
                counts.merge(key(effect, variant), Runner.run(effect, variant, millis), Counts::plus);
                progress.step(millis / 1e3, effect.title());
            }
        }
    }

    private void prices(Progress progress) throws IOException, InterruptedException {
        Fork.run(List.of("-Xbatch"), task("price", depth.price(), effects), row -> {
            nanos.put(row.get(0) + "/" + row.get(1), Double.parseDouble(row.get(3)));
            progress.step(depth.price() * 1.35 / 1e3, "what each fix costs");
        });
    }

    private void grid(Compiler first, Compiler second, Progress progress) throws IOException, InterruptedException {
        Compiler.Directives directives = Compiler.directives(first, second, effects);
        Map<String, Counts> cells = new HashMap<>();
        Map<String, Map<String, Double>> figures = new HashMap<>();
        String what = "compilers: " + first.label() + " and " + second.label();
        try {
            Fork.run(directives.arguments(), task("grid", depth.square(), effects), row -> {
                if (row.get(2).equals("nanos")) {
                    figures.computeIfAbsent(row.get(0), name -> new HashMap<>())
                            .put(row.get(1), Double.parseDouble(row.get(3)));
                } else if (row.get(2).startsWith("=")) {
                    Counts one = new Counts(Map.of(row.get(2).substring(1), Long.parseLong(row.get(3))), 0);
                    cells.merge(row.get(0), one, Counts::plus);
                } else {
                    progress.step(depth.square() / 1e3, what);
                }
            });
        } finally {
            Files.deleteIfExists(directives.file());
        }
        progress.step(FORK_SECONDS, what);
        for (Effect effect : effects) {
            Findings.Square square = new Findings.Square(
                    first,
                    second,
                    cells.getOrDefault(effect.name(), Counts.NONE),
                    figures.getOrDefault(effect.name(), Map.of()));
            grids.computeIfAbsent(effect.name(), name -> new LinkedHashMap<>())
                    .merge(List.of(first, second), square, Findings.Square::plus);
        }
    }

    private void count(List<String> row) {
        String key = row.get(0) + "/" + row.get(1);
        Counts one = row.get(2).startsWith("=")
                ? new Counts(Map.of(row.get(2).substring(1), Long.parseLong(row.get(3))), 0)
                : new Counts(Map.of(), Long.parseLong(row.get(3)));
        counts.merge(key, one, Counts::plus);
    }

    private Findings findings(Effect effect) {
        List<Findings.Of> variants = new ArrayList<>();
        for (Variant variant : effect.variants()) {
            Explanation explanation = effect.how() == Effect.How.TIMED
                    ? new Explanation(Map.of(), "nothing is computed wrongly here, so there is nothing to explain")
                    : Enumerator.explain(variant, effect.how() == Effect.How.ENDLESS);
            variants.add(new Findings.Of(
                    variant,
                    counts.getOrDefault(key(effect, variant), Counts.NONE),
                    Counts.NONE,
                    nanos.getOrDefault(key(effect, variant), Double.NaN),
                    explanation));
        }
        return new Findings(
                effect,
                variants,
                List.copyOf(grids.getOrDefault(effect.name(), Map.of()).values()),
                List.of());
    }

    private static String key(Effect effect, Variant variant) {
        return effect.name() + "/" + variant.name();
    }

    private static List<String> task(String task, long millis, List<Effect> effects) {
        List<String> arguments = new ArrayList<>(List.of(task, String.valueOf(millis)));
        effects.forEach(effect -> arguments.add(effect.name()));
        return arguments;
    }
}
