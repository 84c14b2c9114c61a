/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.Locale;

/** Pictures that do not depend on what was measured. */
final class Drawing {
    private Drawing() {}

    /** Two cache lines: one that two processors pull at, and two that they own. */
    static String cacheLines() {
        StringBuilder svg = new StringBuilder("<figure class=\"drawing\"><svg viewBox=\"0 0 450 172\" role=\"img\" "
                + "aria-labelledby=\"lines-title lines-desc\" data-chart=\"lines\">"
                + "<title id=\"lines-title\">Where the two counters lie</title><desc id=\"lines-desc\">Above: both counters on one "
                + "line of 64 bytes, and both processors pull at it. Below: each counter on a line of its own.</desc>");
        line(svg, 24, "side by side", 2, 3);
        line(svg, 104, "apart", 2, -1);
        line(svg, 134, "", -1, 3);
        return svg
                + "</svg><figcaption>Eight words of 8 bytes make a line, which one processor owns at a time.</figcaption></figure>\n";
    }

    private static void line(StringBuilder svg, int y, String label, int mine, int yours) {
        if (!label.isEmpty()) {
            svg.append("<text x=\"4\" y=\"" + (y - 8) + "\">" + label + "</text>");
        }
        for (int i = 0; i < 8; i++) {
            String type = i == mine ? "mine" : i == yours ? "yours" : "other";
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"36\" height=\"22\" rx=\"3\"/>",
                    type,
                    4 + 40 * i,
                    y));
            if (i == mine || i == yours) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<text class=\"inside\" x=\"%d\" y=\"%d\">%s</text>",
                        22 + 40 * i,
                        y + 15,
                        i == mine ? "mine" : "yours"));
            }
        }
        String who = mine >= 0 && yours >= 0 ? "both" : mine >= 0 ? "first" : "second";
        svg.append("<text x=\"332\" y=\"" + (y + 15) + "\">" + who + (who.equals("both") ? " write it" : " writes it")
                + "</text>");
    }
}
