/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import dev.heddle.learn.model.Rules;
import dev.heddle.learn.model.Witness;
import java.util.ArrayList;
import java.util.List;

/** A way to each outcome: one column for each thread, one row for each step, read from top to bottom. */
final class Timelines {
    private final Html html;
    private final Effect effect;

    Timelines(Html html, Effect effect) {
        this.html = html;
        this.effect = effect;
    }

    /**
     * Draws all ways, those to surprising outcomes first and the first one unfolded.
     *
     * @param explanation the ways
     */
    void write(Explanation explanation) {
        html.add("<h3>How it comes about</h3>\n");
        List<String> ways = new ArrayList<>();
        List<String> none = new ArrayList<>();
        for (String outcome : effect.outcomes().keySet()) {
            if (effect.isSurprising(outcome)) {
                (explanation.of(outcome).isPresent() ? ways : none).add(outcome);
            }
        }
        explanation.witnesses().keySet().stream()
                .filter(outcome -> !ways.contains(outcome))
                .forEach(ways::add);
        for (int i = 0; i < ways.size(); i++) {
            Witness witness = explanation.of(ways.get(i)).orElseThrow();
            html.add("<details class=\"way\"" + (i == 0 ? " open" : "") + "><summary><span class=\"outcome\">")
                    .text(witness.outcome())
                    .add("</span> ")
                    .text("by " + witness.rules().words())
                    .add("</summary>\n");
            timeline(witness);
            html.add("</details>\n");
        }
        if (!explanation.isComplete()) {
            html.add("<p class=\"reading\">").text(explanation.limit()).add(".</p>\n");
        } else if (!none.isEmpty()) {
            html.add("<p class=\"reading\">No order of the steps of this code gives ")
                    .text(String.join(" or ", none))
                    .add(", with or without a store buffer or reordering; another variant below does.</p>\n");
        }
    }

    private void timeline(Witness witness) {
        int threads = 2;
        for (Witness.Step step : witness.steps()) {
            threads = Math.max(threads, step.thread() + 1);
        }
        String[] headings = new String[threads];
        for (int t = 0; t < threads; t++) {
            headings[t] = "Thread " + (t + 1);
        }
        html.table(
                        threads > 2 ? "timeline many" : "timeline",
                        "timeline",
                        "A way to " + witness.outcome() + ", from top to bottom. "
                                + (witness.rules() == Rules.INTERLEAVING
                                        ? "Each thread keeps the order of its program."
                                        : "A marked step is one that running line by line would not explain."))
                .head(headings);
        for (Witness.Step step : witness.steps()) {
            html.add("<tr>");
            for (int t = 0; t < threads; t++) {
                if (t == step.thread()) {
                    step(step);
                } else {
                    html.add("<td></td>");
                }
            }
            html.add("</tr>\n");
        }
        html.endTable();
    }

    private void step(Witness.Step step) {
        html.add("<td class=\"step" + (step.odd() ? " early" : "") + "\"><code>")
                .add(Highlight.java(Source.line(step.source(), step.line())))
                .add("</code><span>" + (step.odd() ? "<b class=\"mark\">out of order:</b> " : ""))
                .text(step.effect())
                .add("</span></td>");
    }
}
