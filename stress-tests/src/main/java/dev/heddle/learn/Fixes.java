/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import dev.heddle.learn.model.Rules;
import dev.heddle.learn.model.Witness;
import java.util.List;

/** What helps, what does not, and what each costs. */
final class Fixes {
    private final Html html;
    private final Findings findings;
    private final Effect effect;

    Fixes(Html html, Findings findings) {
        this.html = html;
        this.findings = findings;
        effect = findings.effect();
    }

    void write() {
        if (effect.how() == Effect.How.TIMED) {
            html.add("<h3>The code of each</h3>\n");
        } else {
            table();
        }
        for (Findings.Of of : findings.variants().subList(1, findings.variants().size())) {
            details(of);
        }
    }

    private void table() {
        double most = findings.variants().stream()
                .mapToDouble(Findings.Of::nanos)
                .filter(nanos -> !Double.isNaN(nanos))
                .max()
                .orElse(1);
        long samples = findings.variants().stream()
                .mapToLong(of -> all(of).samples())
                .max()
                .orElse(0);
        html.add("<h3>What helps, and what it costs</h3>\n")
                .table(
                        "fixes",
                        "fixes",
                        "Each variant, run on this machine. Cost: all actors once, one after the other on one thread that "
                                + "nobody disturbs, on "
                                + (effect.steady() ? "the same objects again and again." : "fresh objects each time."))
                .head("Variant", "Surprising outcomes", "The model", "Cost");
        for (Findings.Of of : findings.variants()) {
            row(of, new Scale(samples), most);
        }
        html.endTable();
    }

    private static Counts all(Findings.Of of) {
        return of.counts().plus(of.stress());
    }

    private void row(Findings.Of of, Scale scale, double most) {
        Counts counts = all(of);
        long n = counts.samples();
        long odd = counts.surprising(effect);
        html.add("<tr><th scope=\"row\">")
                .add(mark(of.variant()))
                .text(of.variant().label())
                .add("<span class=\"narrow\">")
                .text(model(of.explanation()))
                .add("</span></th><td class=\"bar\">" + scale.bar(odd, n, true) + "<span class=\"n\">")
                .text(Figures.share(odd, n))
                .add(odd == 0 && n > 0 ? "<br>" + Html.escape(Figures.bound(n)) : "")
                .add("</span></td><td>")
                .text(model(of.explanation()))
                .add("</td><td class=\"bar\">" + Scale.cost(of.nanos(), most) + "<span class=\"n\">")
                .text(Figures.nanos(of.nanos()))
                .add("</span></td></tr>\n");
    }

    private void details(Findings.Of of) {
        html.add("<details class=\"variant\"><summary>")
                .add(mark(of.variant()))
                .text(of.variant().label())
                .add("</summary>\n<p>")
                .text(of.variant().note())
                .add("</p>\n");
        Section.code(html, effect, of.variant());
        if (effect.how() != Effect.How.TIMED) {
            Charts charts = new Charts(html, effect);
            charts.outcomes(of.counts(), of.explanation(), "Outcomes");
            if (of.stress().samples() > 0) {
                charts.outcomes(of.stress(), of.explanation(), "The same, as jcstress saw it");
            }
        }
        html.add("</details>\n");
    }

    private static String mark(Variant variant) {
        return switch (variant.kind()) {
            case FIX -> "<span class=\"kind fix\">fix</span> ";
            case BLOCK -> "<span class=\"kind block\">fix</span> ";
            case ALSO -> "<span class=\"kind also\">no fix</span> ";
            case QUESTION -> "<span class=\"kind asked\">asked</span> ";
        };
    }

    private String model(Explanation explanation) {
        if (!explanation.isComplete()) {
            return "not modelled";
        }
        List<Rules> ways = explanation.witnesses().values().stream()
                .filter(witness -> effect.isSurprising(witness.outcome()))
                .map(Witness::rules)
                .sorted()
                .toList();
        return ways.isEmpty()
                ? "forbids them"
                : "allows them, by " + ways.get(0).words();
    }
}
