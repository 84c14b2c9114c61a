/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import dev.heddle.learn.model.Rules;
import dev.heddle.learn.model.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The guide as one HTML file that needs nothing else. */
final class Page {
    private final StringBuilder html = new StringBuilder(200_000);
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
        String script = resource("page.js");
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                + "script-src 'unsafe-inline'; img-src data:\">\n");
        add("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n");
        add("<title>Heddle field guide: what the memory model does on this machine</title>\n");
        add("<style>\n" + resource("page.css") + "</style>\n</head>\n<body>\n");
        add("<a class=\"skip\" href=\"#effects\">Skip to the effects</a>\n");
        opening();
        add("<main id=\"effects\">\n");
        int number = 1;
        for (Findings findings : all) {
            section(findings, number++);
        }
        add("</main>\n");
        closing();
        add("<script>\n" + script + "</script>\n</body>\n</html>\n");
    }

    private void opening() {
        add("<header class=\"top\">\n<p class=\"brand\">Heddle field guide</p>\n");
        add("<h1>What the Java memory model does on this machine</h1>\n");
        add("<p class=\"lead\">"
                + (all.size() == 1
                        ? "A few lines of code that two threads run at once. "
                        : number(all.size()) + " small programs that two threads run at once. ")
                + "Predict what can come out, then see what did come out here.</p>\n");
        add("<dl class=\"machine\">\n");
        item("Processor", machine.processor() + ", " + machine.processors() + " of them to use");
        item("System", machine.system());
        item("Java", machine.java());
        item("Date", machine.date().toString());
        add("</dl>\n<p class=\"controls\"><button type=\"button\" id=\"all\" aria-pressed=\"false\" hidden>"
                + "Show all results at once</button></p>\n</header>\n");
        if (all.size() > 1) {
            add("<nav aria-label=\"Effects\">\n<h2>The effects</h2>\n<ol class=\"contents\">\n");
            for (Findings findings : all) {
                add("<li><a href=\"#" + findings.effect().name() + "\">"
                        + text(findings.effect().title()) + "</a> <span class=\"seen\">" + text(verdict(findings))
                        + "</span></li>\n");
            }
            add("</ol>\n</nav>\n");
        }
    }

    private static String verdict(Findings findings) {
        Effect effect = findings.effect();
        if (effect.how() == Effect.How.TIMED) {
            return times(slowdown(findings)) + " slower side by side";
        }
        Counts counts = findings.main().counts().plus(findings.main().stress());
        return Figures.share(counts.surprising(effect), counts.samples());
    }

    private static double slowdown(Findings findings) {
        double apart = findings.variants().stream()
                .filter(of -> of.variant().isFix())
                .mapToDouble(Findings.Of::nanos)
                .findFirst()
                .orElse(Double.NaN);
        return findings.main().nanos() / apart;
    }

    private void item(String term, String value) {
        add("<div><dt>" + text(term) + "</dt><dd>" + text(value) + "</dd></div>\n");
    }

    private void section(Findings findings, int number) {
        Effect effect = findings.effect();
        add("<article id=\"" + effect.name() + "\" aria-labelledby=\"h-" + effect.name() + "\">\n");
        add("<h2 id=\"h-" + effect.name() + "\"><span class=\"number\">" + number + "</span> " + text(effect.title())
                + "</h2>\n<p class=\"question\">" + text(effect.question()) + "</p>\n<p>" + text(effect.story())
                + "</p>\n");
        code(effect, findings.main().variant(), "The code, as it ran");
        predict(findings);
        add("<div class=\"reveal\" id=\"r-" + effect.name() + "\" tabindex=\"-1\">\n");
        add("<p class=\"score\" role=\"status\"></p>\n");
        if (effect.how() == Effect.How.TIMED) {
            timed(findings);
        } else {
            add("<h3>What happened here</h3>\n");
            Findings.Of main = findings.main();
            outcomes(
                    effect,
                    main.counts(),
                    main.explanation(),
                    "Outcomes of " + main.variant().label());
            if (main.stress().samples() > 0) {
                outcomes(effect, main.stress(), main.explanation(), "The same, as jcstress saw it");
            }
            grid(effect, findings.grid(), "In process");
            if (!findings.stress().isEmpty()) {
                grid(effect, findings.stress(), "By jcstress");
            }
            how(effect, main.explanation());
        }
        fixes(findings);
        add("<div class=\"lesson\">\n<h3>What it teaches</h3>\n<p>" + text(effect.lesson()) + "</p>\n");
        add("<p class=\"onward\">Read on: <a href=\"" + text(effect.link().url()) + "\">"
                + text(effect.link().text()) + "</a></p>\n</div>\n");
        add("</div>\n</article>\n");
    }

    private void code(Effect effect, Variant variant, String caption) {
        add("<figure class=\"code\"><figcaption>" + text(caption) + "</figcaption><pre tabindex=\"0\" aria-label=\""
                + text(caption + ": " + variant.label()) + "\"><code>");
        for (Source.Line line : Source.of(effect, variant)) {
            add(Highlight.java(line.text()) + "\n");
        }
        add("</code></pre></figure>\n");
    }

    private void predict(Findings findings) {
        Effect effect = findings.effect();
        add("<form class=\"predict\" hidden data-for=\"" + effect.name() + "\">\n<fieldset>\n");
        if (effect.how() == Effect.How.TIMED) {
            add("<legend>Predict: how many times slower are they side by side than 128 bytes apart?</legend>\n");
            String[] guesses = {"no slower", "up to twice", "2 to 10 times", "more than 10 times"};
            double slowdown = slowdown(findings);
            int right = slowdown < 1.15 ? 0 : slowdown <= 2 ? 1 : slowdown <= 10 ? 2 : 3;
            for (int i = 0; i < guesses.length; i++) {
                add("<label><input type=\"radio\" name=\"p-" + effect.name() + "\" data-seen=\"" + (i == right)
                        + "\"> <span>" + text(guesses[i]) + "</span></label>\n");
            }
        } else {
            add("<legend>Predict: which of these outcomes will be seen here?</legend>\n");
            Counts counts = findings.main().counts().plus(findings.main().stress());
            for (String outcome : candidates(effect, counts, findings.main().explanation())) {
                add("<label><input type=\"checkbox\" data-seen=\"" + (counts.of(outcome) > 0)
                        + "\" data-outcome=\"" + text(outcome) + "\"> <span class=\"outcome\">" + text(outcome)
                        + "</span></label>\n");
            }
        }
        add("</fieldset>\n<button type=\"submit\">Show what happened</button>\n</form>\n");
    }

    /** What may be ticked: all that was seen, and all that the enumerator knows a way to, in a fixed order. */
    private static Set<String> candidates(Effect effect, Counts counts, Explanation explanation) {
        Set<String> seen = new LinkedHashSet<>();
        for (String outcome : effect.outcomes().keySet()) {
            if (counts.of(outcome) > 0 || explanation.of(outcome).isPresent()) {
                seen.add(outcome);
            }
        }
        seen.addAll(counts.byOutcome().keySet());
        return seen;
    }

    private void outcomes(Effect effect, Counts counts, Explanation explanation, String caption) {
        long n = counts.samples();
        Scale scale = new Scale(n);
        add(
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table class=\"chart\" data-chart=\"outcomes\">\n<caption>"
                        + text(caption) + ": "
                        + Figures.count(n) + " samples in " + String.format(Locale.ROOT, "%.1f", counts.millis() / 1e3)
                        + " s. Logarithmic scale.</caption>\n");
        add("<thead><tr><th scope=\"col\">Outcome</th><th scope=\"col\" class=\"bar\"><span class=\"hidden\">Share, "
                + "drawn</span>" + scale.ticks()
                + "</th><th scope=\"col\">Seen</th><th scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
        for (String outcome : sorted(effect, counts, explanation)) {
            long count = counts.of(outcome);
            boolean odd = effect.isSurprising(outcome);
            add("<tr class=\"" + (odd ? "odd" : "even") + "\"><th scope=\"row\"><span class=\"outcome\">"
                    + text(outcome) + "</span>" + (odd ? "<span class=\"tag\">surprising</span>" : "") + "</th>");
            add("<td class=\"bar\">" + scale.bar(count) + "</td><td class=\"n\">"
                    + (count == 0 ? "0 of " + Figures.count(n) : Figures.count(count)) + "</td><td class=\"n\">"
                    + text(count == 0 ? Figures.bound(n) : Figures.share(count, n)) + "</td></tr>\n");
            add("<tr class=\"meaning\"><td colspan=\"4\">" + text(effect.meaning(outcome)) + "</td></tr>\n");
        }
        add("</tbody></table></div>\n");
    }

    private static List<String> sorted(Effect effect, Counts counts, Explanation explanation) {
        List<String> sorted = new ArrayList<>(counts.byOutcome().keySet());
        for (String outcome : candidates(effect, counts, explanation)) {
            if (counts.of(outcome) == 0) {
                sorted.add(outcome);
            }
        }
        return sorted;
    }

    private void grid(Effect effect, List<Findings.Square> squares, String who) {
        if (squares.isEmpty()) {
            return;
        }
        boolean four = Samples.actors(effect.main().body()) == 4;
        String first = four ? "the writers" : "actor1";
        String second = four ? "the readers" : "actor2";
        add("<h3>Who does it?</h3>\n");
        add(
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table class=\"grid\" data-chart=\"grid\">\n<caption>"
                        + text(who)
                        + ": share of surprising outcomes by the compiler of each actor. Rows: " + first + "; columns: "
                        + second + ".</caption>\n<thead><tr><td></td>");
        for (Compiler compiler : Compiler.values()) {
            add("<th scope=\"col\"><abbr title=\"" + compiler.words() + "\">" + compiler.label() + "</abbr></th>");
        }
        add("</tr></thead>\n<tbody>\n");
        for (Compiler down : Compiler.values()) {
            add("<tr><th scope=\"row\"><abbr title=\"" + down.words() + "\">" + down.label() + "</abbr></th>");
            for (Compiler across : Compiler.values()) {
                Counts counts = Findings.square(squares, down, across)
                        .map(Findings.Square::counts)
                        .orElse(Counts.NONE);
                long odd = counts.surprising(effect);
                add("<td class=\"heat heat" + Scale.heat(odd, counts.samples()) + "\"><strong>"
                        + text(
                                counts.samples() == 0
                                        ? "not run"
                                        : odd == 0 ? "0" : Figures.share(odd, counts.samples()))
                        + "</strong><span>of " + Figures.count(counts.samples()) + "</span></td>");
            }
            add("</tr>\n");
        }
        add("</tbody></table></div>\n<p class=\"reading\">" + text(Reading.of(effect, squares)) + "</p>\n");
    }

    private void how(Effect effect, Explanation explanation) {
        add("<h3>How it comes about</h3>\n");
        boolean first = true;
        List<String> ways = new ArrayList<>();
        effect.outcomes().keySet().stream().filter(effect::isSurprising).forEach(ways::add);
        explanation.witnesses().keySet().stream().filter(o -> !ways.contains(o)).forEach(ways::add);
        for (String outcome : ways) {
            if (explanation.of(outcome).isEmpty()) {
                continue;
            }
            Witness witness = explanation.of(outcome).orElseThrow();
            add("<details class=\"way\"" + (first ? " open" : "") + "><summary><span class=\"outcome\">" + text(outcome)
                    + "</span> " + text("by " + witness.rules().words()) + "</summary>\n");
            timeline(witness);
            add("</details>\n");
            first = false;
        }
        if (!explanation.isComplete()) {
            add("<p class=\"reading\">" + text(explanation.limit()) + ".</p>\n");
        }
        Set<String> none = new LinkedHashSet<>();
        for (String outcome : effect.surprises()) {
            if (explanation.of(outcome).isEmpty()) {
                none.add(outcome);
            }
        }
        if (!none.isEmpty() && explanation.isComplete()) {
            add("<p class=\"reading\">No order of the steps of this code gives " + text(String.join(" or ", none))
                    + ", with or without a store buffer or reordering; another variant below does.</p>\n");
        }
    }

    private void timeline(Witness witness) {
        int threads =
                witness.steps().stream().mapToInt(Witness.Step::thread).max().orElse(0) + 1;
        threads = Math.max(2, threads);
        add(
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table class=\"timeline\" data-chart=\"timeline\">\n<caption>Read from top to bottom. "
                        + (witness.rules() == Rules.INTERLEAVING
                                ? "Every thread keeps the order of its program."
                                : "A marked step is one that running line by line would not explain.")
                        + "</caption>\n<thead><tr>");
        for (int t = 0; t < threads; t++) {
            add("<th scope=\"col\">Thread " + (t + 1) + "</th>");
        }
        add("</tr></thead>\n<tbody>\n");
        for (Witness.Step step : witness.steps()) {
            add("<tr>");
            for (int t = 0; t < threads; t++) {
                if (t != step.thread()) {
                    add("<td></td>");
                    continue;
                }
                add("<td class=\"step" + (step.odd() ? " early" : "") + "\"><code>"
                        + Highlight.java(Source.line(step.source(), step.line())) + "</code><span>"
                        + (step.odd() ? "<b class=\"mark\">out of order:</b> " : "") + text(step.effect())
                        + "</span></td>");
            }
            add("</tr>\n");
        }
        add("</tbody></table></div>\n");
    }

    private void fixes(Findings findings) {
        Effect effect = findings.effect();
        add("<h3>" + (effect.how() == Effect.How.TIMED ? "The code of each" : "What helps, and what it costs")
                + "</h3>\n");
        double most = findings.variants().stream()
                .mapToDouble(Findings.Of::nanos)
                .filter(nanos -> !Double.isNaN(nanos))
                .max()
                .orElse(1);
        if (effect.how() != Effect.How.TIMED) {
            add(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table class=\"fixes\" data-chart=\"fixes\">\n<caption>Each variant, run on this machine. "
                            + "Cost: nanoseconds for all actors once, one after the other on one thread that nobody disturbs.</caption>\n");
            add("<thead><tr><th scope=\"col\">Variant</th><th scope=\"col\">Surprising outcomes</th>"
                    + "<th scope=\"col\">By the model</th><th scope=\"col\">Cost</th></tr></thead>\n<tbody>\n");
            for (Findings.Of of : findings.variants()) {
                fix(effect, of, most);
            }
            add("</tbody></table></div>\n");
        }
        for (Findings.Of of : findings.variants().subList(1, findings.variants().size())) {
            add("<details class=\"variant\"><summary>" + mark(of.variant())
                    + text(of.variant().label()) + "</summary>\n<p>"
                    + text(of.variant().note()) + "</p>\n");
            code(effect, of.variant(), "The code, as it ran");
            if (effect.how() != Effect.How.TIMED) {
                outcomes(
                        effect,
                        of.counts(),
                        of.explanation(),
                        "Outcomes of " + of.variant().label());
                if (of.stress().samples() > 0) {
                    outcomes(effect, of.stress(), of.explanation(), "The same, as jcstress saw it");
                }
            }
            add("</details>\n");
        }
    }

    private static String mark(Variant variant) {
        return switch (variant.kind()) {
            case FIX -> "<span class=\"kind fix\">fix</span> ";
            case BLOCK -> "<span class=\"kind fix\">fix</span> ";
            case ALSO -> "<span class=\"kind also\">no fix</span> ";
            case QUESTION -> "<span class=\"kind asked\">asked</span> ";
        };
    }

    private void fix(Effect effect, Findings.Of of, double most) {
        Counts counts = of.counts().plus(of.stress());
        long n = counts.samples();
        long odd = counts.surprising(effect);
        Scale scale = new Scale(n);
        add("<tr><th scope=\"row\">" + mark(of.variant()) + text(of.variant().label()) + "</th><td class=\"bar\">"
                + scale.bar(odd, true) + "<span class=\"n\">" + text(Figures.share(odd, n))
                + (odd == 0 && n > 0 ? ", " + text(Figures.bound(n)) : "") + "</span></td><td>");
        add(text(model(effect, of.explanation())) + "</td><td class=\"bar\">" + Scale.cost(of.nanos(), most)
                + "<span class=\"n\">" + text(Figures.nanos(of.nanos())) + "</span></td></tr>\n");
    }

    private static String model(Effect effect, Explanation explanation) {
        if (!explanation.isComplete()) {
            return "not modelled";
        }
        return explanation.witnesses().values().stream()
                .filter(witness -> effect.isSurprising(witness.outcome()))
                .map(Witness::rules)
                .min(Rules::compareTo)
                .map(rules -> "possible, by " + rules.words())
                .orElse("no order of the steps gives one");
    }

    private void timed(Findings findings) {
        Effect effect = findings.effect();
        double most = findings.variants().stream()
                .mapToDouble(Findings.Of::nanos)
                .max()
                .orElse(1);
        add(
                "<h3>What happened here</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table class=\"chart\" data-chart=\"times\">\n<caption>"
                        + "Nanoseconds for one addition while the other thread adds too.</caption>\n");
        add("<thead><tr><th scope=\"col\">Layout</th><th scope=\"col\" class=\"bar\">Time</th>"
                + "<th scope=\"col\">Each</th></tr></thead>\n<tbody>\n");
        for (Findings.Of of : findings.variants()) {
            boolean odd = !of.variant().isFix();
            add("<tr class=\"" + (odd ? "odd" : "even") + "\"><th scope=\"row\">"
                    + text(of.variant().label())
                    + "</th><td class=\"bar\">" + Scale.cost(of.nanos(), most) + "</td><td class=\"n\">"
                    + text(Figures.nanos(of.nanos())) + "</td></tr>\n");
        }
        add("</tbody></table></div>\n");
        add(Drawing.cacheLines());
        add(
                "<h3>Who does it?</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table class=\"grid\" data-chart=\"grid\">\n<caption>How many times slower "
                        + "side by side than apart, by the compiler of each actor. Rows: actor1; columns: actor2.</caption>\n"
                        + "<thead><tr><td></td>");
        for (Compiler compiler : Compiler.values()) {
            add("<th scope=\"col\"><abbr title=\"" + compiler.words() + "\">" + compiler.label() + "</abbr></th>");
        }
        add("</tr></thead>\n<tbody>\n");
        for (Compiler down : Compiler.values()) {
            add("<tr><th scope=\"row\"><abbr title=\"" + down.words() + "\">" + down.label() + "</abbr></th>");
            for (Compiler across : Compiler.values()) {
                double factor = Findings.square(findings.grid(), down, across)
                        .map(s -> figure(s, effect.main()) / figure(s, firstFix(effect)))
                        .orElse(Double.NaN);
                int heat = Double.isNaN(factor) || factor < 1.15 ? 0 : factor < 2 ? 2 : factor < 5 ? 3 : 4;
                add("<td class=\"heat heat" + heat + "\"><strong>" + times(factor) + "</strong></td>");
            }
            add("</tr>\n");
        }
        add("</tbody></table></div>\n<p class=\"reading\">The processor does it, whoever compiled the code; "
                + "the faster the code, the more of its time is lost.</p>\n");
        add("<h3>How it comes about</h3>\n<p class=\"reading\">No order of steps is needed: the results are right. "
                + "Each store needs the whole line to itself, so the line travels between the two processors with every "
                + "addition, as drawn above.</p>\n");
    }

    private static Variant firstFix(Effect effect) {
        return effect.variants().stream().filter(Variant::isFix).findFirst().orElseThrow();
    }

    private static double figure(Findings.Square square, Variant variant) {
        return square.figures().getOrDefault(variant.name(), Double.NaN);
    }

    private static String times(double factor) {
        return Double.isNaN(factor) ? "not run" : String.format(Locale.ROOT, "%.1f times", factor);
    }

    private void closing() {
        add("<footer>\n<h2>How to read the figures</h2>\n<ul>\n");
        add(
                "<li>A share is a property of this machine, this Java and the load at the time. Run it again and it moves.</li>\n");
        add("<li>Zero means not seen. With n samples and no sighting the true share is below 3/n with 95 % confidence; "
                + "nothing here is called impossible because it was not seen.</li>\n");
        add(
                "<li>Samples that were taken in process, by jcstress and under chosen compilers stand apart from each other.</li>\n");
        add(
                "<li>What the model allows is computed from the class file of the same code. It assumes that a store reaches all "
                        + "other threads at once, so it does not find what only processors without that property do.</li>\n");
        add(
                "<li>The lists of steps are the shortest ways to an outcome, not what the machine was seen to do; nothing here can "
                        + "watch single samples.</li>\n</ul>\n");
        add("<p>Made by <code>heddle learn</code>.</p>\n</footer>\n");
    }

    private static String number(int n) {
        return n == 21 ? "Twenty-one" : String.valueOf(n);
    }

    private void add(String text) {
        html.append(text);
    }

    /** Text with what HTML takes for its own written otherwise. */
    static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource '" + name + "' is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource '" + name + "' cannot be read", e);
        }
    }
}
