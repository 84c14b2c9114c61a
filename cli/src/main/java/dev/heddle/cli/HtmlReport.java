/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.mapreduce.text.WordCounts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A page about a count that needs nothing but itself: the figures, the most frequent words, and how counts fall. */
final class HtmlReport {
    private static final int SHOWN = 100;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int MARGIN = 48;

    private HtmlReport() {}

    /** Writes the page, and leaves {@code out} open. */
    static void write(Table table, Iterator<WordCounts.Entry> all, String run, OutputStream out) throws IOException {
        List<WordCounts.Entry> top = new ArrayList<>();
        List<long[]> points = new ArrayList<>();
        long rank = 0;
        long next = 1;
        while (all.hasNext()) {
            WordCounts.Entry entry = all.next();
            rank++;
            if (top.size() < SHOWN) {
                top.add(entry);
            }
            if (rank == next || !all.hasNext()) {
                points.add(new long[] {rank, entry.count()});
                next = Math.max(rank + 1, rank * 11 / 10);
            }
        }
        Writer page = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
        page.write("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Word count</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 15px/1.5 system-ui, sans-serif; max-width: 720px; margin: 2em auto; padding: 0 1em }
                table { border-collapse: collapse; width: 100% }
                th, td { text-align: left; padding: 2px 8px }
                .n { text-align: right; font-variant-numeric: tabular-nums; width: 1% }
                .bar { background: #4a7ebb; height: 12px; display: block }
                svg { width: 100%; height: auto }
                svg text { font: 11px system-ui, sans-serif; fill: currentColor }
                </style>
                </head>
                <body>
                <h1>Word count</h1>
                """);
        figures(page, table, run);
        if (!top.isEmpty()) {
            plot(page, points);
            words(page, top);
        }
        page.write("</body>\n</html>\n");
        page.flush();
    }

    private static void figures(Writer page, Table table, String run) throws IOException {
        page.write("<table>\n");
        row(page, "Words", String.format(Locale.ROOT, "%,d", table.words()));
        row(page, "Distinct", String.format(Locale.ROOT, "%,d", table.distinct()));
        row(page, "Bytes", String.format(Locale.ROOT, "%,d", table.bytes()));
        row(page, "Files", String.format(Locale.ROOT, "%,d", table.files()));
        row(page, "Left out", String.format(Locale.ROOT, "%,d", table.skipped()));
        row(page, "A word is", table.tokens());
        row(page, "Run", run);
        page.write("</table>\n");
    }

    private static void row(Writer page, String name, String value) throws IOException {
        page.write("<tr><th>" + name + "</th><td>" + escaped(value) + "</td></tr>\n");
    }

    /** The counts by their rank, both axes logarithmic: a straight line where the text follows Zipf's law. */
    private static void plot(Writer page, List<long[]> points) throws IOException {
        double ranks = Math.max(Math.log10((double) points.getLast()[0]), 0.1);
        double counts = Math.max(Math.log10((double) points.getFirst()[1]), 0.1);
        page.write("<h2>Counts by rank</h2>\n");
        page.write(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"counts by rank, logarithmic\">\n",
                WIDTH,
                HEIGHT));
        for (int power = 0; power <= ranks; power++) {
            double x = x(power, ranks);
            line(page, x, MARGIN / 2.0, x, HEIGHT - MARGIN);
            text(page, x, HEIGHT - MARGIN + 16.0, "middle", power);
        }
        for (int power = 0; power <= counts; power++) {
            double y = y(power, counts);
            line(page, MARGIN, y, WIDTH - MARGIN / 2.0, y);
            text(page, MARGIN - 6.0, y + 4, "end", power);
        }
        StringBuilder polyline = new StringBuilder();
        for (long[] point : points) {
            polyline.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    x(Math.log10((double) point[0]), ranks),
                    y(Math.log10((double) Math.max(point[1], 1)), counts)));
        }
        page.write("<polyline fill=\"none\" stroke=\"#4a7ebb\" stroke-width=\"2\" points=\""
                + polyline.toString().strip() + "\"/>\n");
        page.write(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">rank</text>\n", WIDTH / 2, HEIGHT - 8));
        page.write("</svg>\n");
    }

    private static double x(double log, double ranks) {
        return MARGIN + log / ranks * (WIDTH - MARGIN * 1.5);
    }

    private static double y(double log, double counts) {
        return HEIGHT - MARGIN - log / counts * (HEIGHT - MARGIN * 1.5);
    }

    private static void line(Writer page, double x1, double y1, double x2, double y2) throws IOException {
        page.write(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#8884\"/>\n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(Writer page, double x, double y, String anchor, int power) throws IOException {
        page.write(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%,d</text>\n", x, y, anchor, (long)
                        Math.pow(10, power)));
    }

    private static void words(Writer page, List<WordCounts.Entry> top) throws IOException {
        page.write("<h2>The most frequent words</h2>\n<table>\n");
        long highest = top.getFirst().count();
        for (WordCounts.Entry entry : top) {
            page.write(String.format(
                    Locale.ROOT,
                    "<tr><td class=\"n\">%,d</td><td>%s</td><td><span class=\"bar\" style=\"width:%.1f%%\"></span>"
                            + "</td></tr>\n",
                    entry.count(),
                    escaped(new String(Utf8.printable(entry.word().toArray()), UTF_8)),
                    100.0 * entry.count() / highest));
        }
        page.write("</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
