/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/** What was counted and measured, drawn as tables with bars, so that each picture is text too. */
final class Charts {
    private final Html html;
    private final Effect effect;

    Charts(Html html, Effect effect) {
        this.html = html;
        this.effect = effect;
    }

    /** What may be expected: all that was seen, and all that the enumerator knows a way to, in a fixed order. */
    static Set<String> candidates(Effect effect, Counts counts, Explanation explanation) {
        Set<String> seen = new LinkedHashSet<>();
        for (String outcome : effect.outcomes().keySet()) {
            if (counts.of(outcome) > 0 || explanation.of(outcome).isPresent()) {
                seen.add(outcome);
            }
        }
        seen.addAll(counts.byOutcome().keySet());
        return seen;
    }

    /**
     * Draws how often each outcome was seen, the most frequent first and those that were not last.
     *
     * @param counts the samples
     * @param explanation which other outcomes there are
     * @param caption whose outcomes they are
     */
    void outcomes(Counts counts, Explanation explanation, String caption) {
        long n = counts.samples();
        Scale scale = new Scale(n);
        html.table(
                        "chart",
                        "outcomes",
                        String.format(
                                Locale.ROOT,
                                "%s: %s samples in %.1f s",
                                caption,
                                Figures.count(n),
                                counts.millis() / 1e3))
                .add("<thead><tr><th scope=\"col\">Outcome</th><th scope=\"col\" class=\"bar\"><span class=\"hidden\">"
                        + "Share on a logarithmic scale, drawn</span>")
                .add(scale.ticks())
                .add("</th><th scope=\"col\">Seen</th><th scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
        Set<String> sorted = new LinkedHashSet<>(counts.byOutcome().keySet());
        sorted.addAll(candidates(effect, counts, explanation));
        for (String outcome : sorted) {
            long count = counts.of(outcome);
            boolean odd = effect.isSurprising(outcome);
            html.add("<tr class=\"" + (odd ? "odd" : "even") + "\"><th scope=\"row\"><span class=\"outcome\">")
                    .text(outcome)
                    .add("</span>" + (odd ? "<span class=\"tag\">surprising</span>" : "") + "</th><td class=\"bar\">")
                    .add(scale.bar(count, n) + "</td>")
                    .add(
                            count == 0
                                    ? "<td class=\"n none\" colspan=\"2\">0 of " + Figures.count(n) + ", "
                                    : "<td class=\"n\">" + Figures.count(count) + "</td><td class=\"n\">")
                    .text(count == 0 ? Figures.bound(n) : Figures.share(count, n))
                    .add("</td></tr>\n<tr class=\"meaning\"><td colspan=\"4\">")
                    .text(effect.meaning(outcome))
                    .add("</td></tr>\n");
        }
        html.endTable();
    }

    /**
     * Draws the share of surprising outcomes by the compiler of each actor.
     *
     * @param findings what was found
     * @param squares the grid
     * @param who who took the samples
     */
    void grid(Findings findings, List<Findings.Square> squares, String who) {
        boolean four = Samples.actors(effect.main().body()) == 4;
        grid(
                who + "share of surprising outcomes by compiler. Down: "
                        + (four
                                ? "that of the writers. Across: that of the readers."
                                : "that of actor1. Across: that of actor2."),
                (down, across) -> {
                    Counts counts = Findings.square(squares, down, across)
                            .map(Findings.Square::counts)
                            .orElse(Counts.NONE);
                    long odd = counts.surprising(effect);
                    String share =
                            counts.samples() == 0 ? "not run" : odd == 0 ? "0" : Figures.share(odd, counts.samples());
                    return "<td class=\"heat heat" + Scale.heat(odd, counts.samples()) + "\"><strong>" + share
                            + "</strong><span>of " + Figures.count(counts.samples()) + "</span></td>";
                });
        html.add("<p class=\"reading\">").text(Reading.of(findings, squares)).add("</p>\n");
    }

    private void grid(String caption, BiFunction<Compiler, Compiler, String> square) {
        html.table("grid", "grid", caption).add("<thead><tr><td></td>");
        for (Compiler compiler : Compiler.values()) {
            html.add("<th scope=\"col\">").add(name(compiler)).add("</th>");
        }
        html.add("</tr></thead>\n<tbody>\n");
        for (Compiler down : Compiler.values()) {
            html.add("<tr><th scope=\"row\">").add(name(down)).add("</th>");
            for (Compiler across : Compiler.values()) {
                html.add(square.apply(down, across));
            }
            html.add("</tr>\n");
        }
        html.endTable();
    }

    private static String name(Compiler compiler) {
        return "<abbr title=\"" + compiler.words() + "\">" + compiler.label() + "</abbr>";
    }

    /**
     * Draws times, for an effect that nothing else shows.
     *
     * @param findings what was found
     */
    void times(Findings findings) {
        double most = findings.variants().stream()
                .mapToDouble(Findings.Of::nanos)
                .max()
                .orElse(1);
        html.table("chart", "times", "Nanoseconds for one addition while the other thread adds too")
                .add("<thead><tr><th scope=\"col\">Layout</th><th scope=\"col\" class=\"bar\">Time</th>"
                        + "<th scope=\"col\">Each</th></tr></thead>\n<tbody>\n");
        for (Findings.Of of : findings.variants()) {
            html.add("<tr class=\"" + (of.variant().isFix() ? "even" : "odd") + "\"><th scope=\"row\">")
                    .text(of.variant().label())
                    .add("</th><td class=\"bar\">" + Scale.cost(of.nanos(), most) + "</td><td class=\"n\">")
                    .text(Figures.nanos(of.nanos()))
                    .add("</td></tr>\n");
        }
        html.endTable().add(Drawing.cacheLines()).add("<h3>Whose doing is it?</h3>\n");
        Variant apart = findings.apart();
        grid(
                "How many times slower side by side than apart, by compiler. Down: that of actor1. Across: that of actor2.",
                (down, across) -> {
                    double factor = Findings.square(findings.grid(), down, across)
                            .map(square -> square.factor(effect.main(), apart))
                            .orElse(Double.NaN);
                    int heat = Reading.isSlower(factor) ? factor < 2 ? 2 : factor < 5 ? 3 : 4 : 0;
                    return "<td class=\"heat heat" + heat + "\"><strong>" + Figures.times(factor) + "</strong></td>";
                });
        html.add("<p class=\"reading\">")
                .text(Reading.ofTimes(findings))
                .add("</p>\n<h3>How it comes about</h3>\n")
                .add(
                        "<p class=\"reading\">No order of steps is needed: the results are right. Each store needs the whole line "
                                + "to itself, so the line travels between the two processors with every addition, as drawn "
                                + "above.</p>\n");
    }
}
