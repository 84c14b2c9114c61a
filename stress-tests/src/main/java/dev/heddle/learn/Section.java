/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.List;

/** The part of the page that is about one effect: question, code, prediction, and what came out. */
final class Section {
    private final Html html;
    private final Findings findings;
    private final Effect effect;
    private final int number;
    private final boolean indexed;

    Section(Html html, Findings findings, int number, boolean indexed) {
        this.html = html;
        this.findings = findings;
        this.number = number;
        this.indexed = indexed;
        effect = findings.effect();
    }

    void write() {
        String name = effect.name();
        html.add("<article id=\"" + name + "\" aria-labelledby=\"h-" + name + "\">\n<h2 id=\"h-" + name + "\">")
                .add("<span class=\"number\">" + number + "</span> ")
                .text(effect.title())
                .add("</h2>\n<p class=\"question\">")
                .text(effect.question())
                .add("</p>\n<p>")
                .text(effect.story())
                .add("</p>\n");
        code(html, effect, findings.main().variant());
        predict();
        html.add("<div class=\"reveal\" id=\"r-" + name + "\" tabindex=\"-1\">\n")
                .add("<p class=\"score\" role=\"status\"></p>\n<h3>What happened here</h3>\n");
        Charts charts = new Charts(html, effect);
        if (effect.how() == Effect.How.TIMED) {
            charts.times(findings);
        } else {
            seen(charts);
            new Timelines(html, effect).write(findings.main().explanation());
        }
        new Fixes(html, findings).write();
        html.add("<div class=\"lesson\">\n<h3>What it teaches</h3>\n<p>")
                .text(effect.lesson())
                .add("</p>\n<p class=\"onward\">Read on: <a href=\"")
                .text(effect.link().url())
                .add("\">")
                .text(effect.link().text())
                .add("</a></p>\n</div>\n</div>\n");
        if (indexed) {
            html.add("<p class=\"back\"><a href=\"#index\">All effects</a></p>\n");
        }
        html.add("</article>\n");
    }

    private void seen(Charts charts) {
        Findings.Of main = findings.main();
        charts.outcomes(
                main.counts(),
                main.explanation(),
                "Outcomes of the " + main.variant().label());
        if (main.stress().samples() > 0) {
            charts.outcomes(main.stress(), main.explanation(), "The same, as jcstress saw it");
        }
        html.add("<h3>Whose doing is it?</h3>\n");
        charts.grid(findings, findings.grid(), "In process: ");
        if (!findings.stress().isEmpty()) {
            charts.grid(findings, findings.stress(), "By jcstress: ");
        }
    }

    /** Writes the code of a variant. */
    static void code(Html html, Effect effect, Variant variant) {
        String caption = "The code, as it ran";
        html.add("<figure class=\"code\"><figcaption>" + caption + "</figcaption><pre tabindex=\"0\" aria-label=\"")
                .text(caption + ": " + variant.label())
                .add("\"><code>");
        for (Source.Line line : Source.of(effect, variant)) {
            html.add(Highlight.java(line.text()) + "\n");
        }
        html.add("</code></pre></figure>\n");
    }

    private void predict() {
        html.add("<form class=\"predict\" hidden data-for=\"" + effect.name() + "\">\n<fieldset>\n");
        if (effect.how() == Effect.How.TIMED) {
            html.add("<legend>Predict: how many times slower are they side by side than 128 bytes apart?</legend>\n");
            List<String> guesses = List.of("no slower", "up to twice", "2 to 10 times", "more than 10 times");
            double slowdown = findings.slowdown();
            int right = slowdown < 1.15 ? 0 : slowdown <= 2 ? 1 : slowdown <= 10 ? 2 : 3;
            for (int i = 0; i < guesses.size(); i++) {
                html.add("<label><input type=\"radio\" name=\"p-" + effect.name() + "\" data-seen=\"" + (i == right)
                                + "\"> <span>")
                        .text(guesses.get(i))
                        .add("</span></label>\n");
            }
        } else {
            html.add("<legend>Predict: which of these outcomes will be seen here?</legend>\n");
            Counts counts = findings.main().counts().plus(findings.main().stress());
            for (String outcome :
                    Charts.candidates(effect, counts, findings.main().explanation())) {
                html.add("<label><input type=\"checkbox\" data-seen=\"" + (counts.of(outcome) > 0)
                                + "\" data-outcome=\"")
                        .text(outcome)
                        .add("\"> <span class=\"outcome\">")
                        .text(outcome)
                        .add("</span></label>\n");
            }
        }
        html.add("</fieldset>\n<button type=\"submit\">Show what happened</button>\n</form>\n");
    }
}
