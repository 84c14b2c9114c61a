/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.effect.Catalog;
import java.util.ArrayList;
import java.util.List;

/** The guide as one HTML file that needs nothing else. */
final class Page {
    private static final String TITLE = "What the Java memory model does on this machine";

    private final Html html = new Html();
    private final List<Findings> all;
    private final Machine machine;

    private Page(List<Findings> all, Machine machine) {
        this.all = all;
        this.machine = machine;
    }

    /**
     * Writes a page.
     *
     * @param all what was found
     * @param machine where
     * @return the text of the file
     */
    static String of(List<Findings> all, Machine machine) {
        Page page = new Page(all, machine);
        page.document();
        return page.html.toString();
    }

    private void document() {
        html.add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        + "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
                .add("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n")
                .add("<title>" + TITLE + " - Heddle field guide</title>\n<style>\n")
                .add(Html.resource("page.css"))
                .add("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#effects\">Skip to the effects</a>\n");
        opening();
        html.add("<main id=\"effects\">\n");
        for (int i = 0; i < all.size(); i++) {
            new Section(html, all.get(i), i + 1, all.size() > 1).write();
        }
        html.add("</main>\n");
        closing();
        html.add("<script>\n").add(Html.resource("page.js")).add("</script>\n</body>\n</html>\n");
    }

    private void opening() {
        html.add("<header class=\"top\">\n<p class=\"brand\">Heddle field guide</p>\n<h1>" + TITLE + "</h1>\n")
                .add("<p class=\"lead\">")
                .add(all.size() == 1 ? "A small program" : words(all.size()) + " small programs")
                .add(" that two threads or four run at once. Predict what can come out, then see what did.</p>\n")
                .add("<p class=\"facts\">")
                .text("Run on " + machine.date() + ", " + machine.processors() + " processors of type "
                        + machine.processor() + ", " + machine.system() + ", " + machine.java() + ".")
                .add("</p>\n<section class=\"manual\" aria-labelledby=\"manual\">\n")
                .add("<h2 id=\"manual\">How to read it</h2>\n")
                .add(
                        "<p>Each effect begins with a question and the code as it ran. Tick the outcomes that you expect, then "
                                + "compare. A <b class=\"calm\">bar</b> says how often an outcome was seen, on a scale where each mark is "
                                + "ten times the one before, so that one in a million still shows; an <b class=\"odd\">orange</b> one is an "
                                + "outcome that surprises most people. A <b class=\"none\">dashed line</b> means that it was not seen, and "
                                + "ends where its true share could still be. The grid below tells whose doing it is: bad timing, a "
                                + "compiler\u2019s or the processor\u2019s. The timeline shows an order of steps that leads there, and the "
                                + "last table what helps against it, and what that costs here.</p>\n</section>\n")
                .add("<p class=\"controls\"><button type=\"button\" id=\"all\" aria-pressed=\"false\" hidden>"
                        + "Show all results at once</button></p>\n</header>\n");
        if (all.size() > 1) {
            index();
        }
    }

    private void index() {
        html.add("<nav aria-labelledby=\"index\" class=\"index\">\n<h2 id=\"index\">The effects</h2>\n");
        int number = 1;
        for (Catalog.Chapter chapter : Catalog.chapters()) {
            List<Findings> inside = new ArrayList<>();
            for (Findings findings : all) {
                if (chapter.effects().contains(findings.effect())) {
                    inside.add(findings);
                }
            }
            if (inside.isEmpty()) {
                continue;
            }
            html.add("<div class=\"chapter\"><h3>")
                    .text(chapter.title())
                    .add("</h3>\n<ol class=\"contents\" start=\"" + number + "\">\n");
            for (Findings findings : inside) {
                html.add("<li value=\"" + number++ + "\"><a href=\"#"
                                + findings.effect().name() + "\">")
                        .text(findings.effect().title())
                        .add("</a><span class=\"seen\">")
                        .text(verdict(findings))
                        .add("</span></li>\n");
            }
            html.add("</ol></div>\n");
        }
        html.add("</nav>\n");
    }

    private static String verdict(Findings findings) {
        Effect effect = findings.effect();
        if (effect.how() == Effect.How.TIMED) {
            return Reading.isSlower(findings.slowdown())
                    ? Figures.times(findings.slowdown()) + " slower side by side"
                    : "no slower side by side in this run";
        }
        Counts counts = findings.main().counts().plus(findings.main().stress());
        long odd = counts.surprising(effect);
        return odd == 0
                ? "no surprise in " + Figures.count(counts.samples())
                : "surprise: " + Figures.share(odd, counts.samples());
    }

    private void closing() {
        html.add("<footer>\n<h2>What the figures are, and are not</h2>\n<ul>\n");
        for (String line : List.of(
                "A share is a property of this machine, this Java and the load at the time. Run it again and it moves.",
                "Zero means not seen. With n samples and no sighting the true share is below about 3/n with 95 % confidence; nothing "
                        + "here is called impossible because it was not seen.",
                "Samples that were taken in process, by jcstress and under chosen compilers stand apart from each other.",
                "What the model allows is computed from the class file of the same code. It assumes that a store reaches all "
                        + "other threads at once, so it does not find what only processors without that property do. A call of "
                        + "a library is one step that keeps its promises.",
                "The timelines are the shortest ways to an outcome, not what the machine was seen to do; nothing here can watch "
                        + "single samples.")) {
            html.add("<li>").text(line).add("</li>\n");
        }
        html.add("</ul>\n<p>Made by <code>heddle learn</code>.</p>\n</footer>\n");
    }

    private static String words(int n) {
        return n == 21 ? "Twenty-one" : String.valueOf(n);
    }
}
