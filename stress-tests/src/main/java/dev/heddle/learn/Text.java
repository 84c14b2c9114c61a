/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import dev.heddle.learn.model.Witness;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found, as text on a terminal. */
final class Text {
    private static final int BAR = 30;

    private final PrintStream out;
    private final boolean colour;

    Text(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /**
     * Prints what was found out about an effect.
     *
     * @param findings what was found
     * @param all whether code, timelines, the grid and the lesson are wanted too
     */
    void print(Findings findings, boolean all) {
        Effect effect = findings.effect();
        Findings.Of main = findings.main();
        out.println();
        out.println(bold(effect.title()));
        wrap("  ", effect.question());
        if (all) {
            out.println();
            Source.of(effect, main.variant())
                    .forEach(line -> out.println(line.text().isBlank() ? "" : "      " + line.text()));
        }
        out.println();
        if (effect.how() == Effect.How.TIMED) {
            for (Findings.Of of : findings.variants()) {
                out.printf(
                        "    %s%-34s %9s for one addition%n",
                        word(of.variant()), of.variant().label(), Figures.nanos(of.nanos()));
            }
        } else {
            outcomes(effect, main.counts(), main.explanation());
            if (main.stress().samples() > 0) {
                out.println("    The same, as jcstress saw it:");
                outcomes(effect, main.stress(), main.explanation());
            }
            if (all) {
                witnesses(effect, main.explanation());
                grid(findings, findings.grid(), "In process");
                if (!findings.stress().isEmpty()) {
                    grid(findings, findings.stress(), "By jcstress");
                }
            }
            out.println();
            findings.variants().stream().skip(1).forEach(of -> fix(effect, of));
        }
        if (all) {
            out.println();
            wrap("  ", effect.lesson());
            out.println("  " + effect.link().text() + ": " + effect.link().url());
        }
    }

    private void fix(Effect effect, Findings.Of of) {
        Counts counts = of.counts().plus(of.stress());
        out.printf(
                "    %s%-32s surprising: %-22s %s%n",
                word(of.variant()),
                of.variant().label(),
                Figures.share(counts.surprising(effect), counts.samples()),
                Figures.nanos(of.nanos()));
    }

    private static String word(Variant variant) {
        return variant.isFix() ? "fix  " : "     ";
    }

    private void outcomes(Effect effect, Counts counts, Explanation explanation) {
        long n = counts.samples();
        Set<String> shown = new LinkedHashSet<>(counts.byOutcome().keySet());
        effect.surprises().stream()
                .filter(outcome -> explanation.of(outcome).isPresent())
                .forEach(shown::add);
        for (String outcome : shown) {
            long count = counts.of(outcome);
            int length = count == 0 ? 0 : (int) Math.max(1, BAR * (1 + Math.log10((double) count / n) / 9));
            String bar = "█".repeat(length) + " ".repeat(BAR - length);
            String line = String.format(
                    "    %-12s %s %14s  %-16s",
                    outcome, bar, Figures.count(count), count == 0 ? Figures.bound(n) : Figures.share(count, n));
            out.println(effect.isSurprising(outcome) ? accent(line) : line);
            wrap("                 ", effect.meaning(outcome));
        }
    }

    private void witnesses(Effect effect, Explanation explanation) {
        for (String outcome : effect.surprises()) {
            explanation.of(outcome).ifPresent(witness -> {
                out.println();
                out.println("    How " + outcome + " comes about, by "
                        + witness.rules().words() + ":");
                for (Witness.Step step : witness.steps()) {
                    out.println("      " + " ".repeat(34 * step.thread()) + step.effect() + (step.odd() ? " *" : ""));
                }
            });
        }
    }

    private void grid(Findings findings, List<Findings.Square> squares, String who) {
        Effect effect = findings.effect();
        if (squares.isEmpty()) {
            return;
        }
        out.println();
        out.println("    " + who + ": surprising outcomes by compiler (first actor down, second actor across)");
        out.printf("      %-6s", "");
        for (Compiler second : Compiler.values()) {
            out.printf("%-18s", second.label());
        }
        out.println();
        for (Compiler first : Compiler.values()) {
            out.printf("      %-6s", first.label());
            for (Compiler second : Compiler.values()) {
                Counts counts = Findings.square(squares, first, second)
                        .map(Findings.Square::counts)
                        .orElse(Counts.NONE);
                out.printf("%-18s", Figures.share(counts.surprising(effect), counts.samples()));
            }
            out.println();
        }
        wrap("      ", Reading.of(findings, squares));
    }

    private void wrap(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() > 100) {
                out.println(line);
                line = new StringBuilder(indent);
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        out.println(line);
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String accent(String text) {
        return colour ? "\u001b[33m" + text + "\u001b[0m" : text;
    }
}
