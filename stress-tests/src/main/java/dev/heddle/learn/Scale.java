/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.Locale;

/** A logarithmic scale of shares, from one in all samples to all of them, and what is drawn on it. */
final class Scale {
    private static final double WIDTH = 100;

    private final int decades;

    /** A scale for as many samples, or fewer. */
    Scale(long n) {
        decades = Math.max(1, (int) Math.ceil(Math.log10((double) Math.max(2, n))));
    }

    private double at(double share) {
        return Math.clamp((Math.log10(share) + decades) / decades, 0, 1) * WIDTH;
    }

    /** The names of the powers of ten, placed by percentage. */
    String ticks() {
        StringBuilder out = new StringBuilder("<span class=\"ticks\" aria-hidden=\"true\">");
        int step = decades > 4 ? 2 : 1;
        for (int d = 0; d < decades; d += step) {
            out.append(String.format(Locale.ROOT, "<span style=\"left:%.1f%%\">", at(Math.pow(10, -d))))
                    .append(d == 0 ? "all" : d == 1 ? "10 %" : d == 2 ? "1 %" : "10<sup>-" + d + "</sup>")
                    .append("</span>");
        }
        return out.append("</span>").toString();
    }

    String bar(long count, long n) {
        return bar(count, n, false);
    }

    /** A bar, or for none at all a dashed line up to the bound that this leaves. */
    String bar(long count, long n, boolean odd) {
        StringBuilder out = new StringBuilder("<svg class=\"track" + (odd ? " odd" : "")
                + "\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">");
        for (int d = 0; d < decades; d++) {
            double x = at(Math.pow(10, -d));
            out.append(line("tick", x, x, 0, 12));
        }
        if (n > 0 && count > 0) {
            double width = Math.max(1.2, at((double) count / n));
            out.append(String.format(
                    Locale.ROOT, "<rect class=\"mark\" x=\"0\" y=\"2\" width=\"%.2f\" height=\"8\"/>", width));
        } else if (n > 0) {
            double x = at(Figures.limit(n));
            out.append(line("bound", 0, x, 6, 6)).append(line("bound-end", x, x, 2, 10));
        }
        return out.append("</svg>").toString();
    }

    private static String line(String type, double x1, double x2, double y1, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.2f\" x2=\"%.2f\" y1=\"%.0f\" y2=\"%.0f\"/>",
                type,
                x1,
                x2,
                y1,
                y2);
    }

    /** A bar on a plain scale. */
    static String cost(double nanos, double most) {
        double width = Double.isNaN(nanos) ? 0 : Math.max(1, WIDTH * nanos / most);
        return String.format(
                Locale.ROOT,
                "<svg class=\"track cost\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
                        + "focusable=\"false\"><rect class=\"mark\" x=\"0\" y=\"2\" width=\"%.2f\" height=\"8\"/></svg>",
                width);
    }

    /** How warm a square is drawn: 0 for none seen to 4 for more than one in ten. */
    static int heat(long odd, long n) {
        if (odd == 0 || n == 0) {
            return 0;
        }
        double share = (double) odd / n;
        return share < 1e-5 ? 1 : share < 1e-3 ? 2 : share < 1e-1 ? 3 : 4;
    }
}
