/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A page while it is written. */
final class Html {
    private final StringBuilder out = new StringBuilder(600_000);

    /** Adds markup as it is. */
    Html add(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds text, with what HTML takes for its own written otherwise. */
    Html text(String plain) {
        return add(escape(plain));
    }

    /**
     * Opens a table, which scrolls by itself where the window is too narrow for it.
     *
     * @param type its look
     * @param chart what it shows, for the check of the page
     * @param caption what it shows, for the reader
     */
    Html table(String type, String chart, String caption) {
        return add("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"")
                .text(caption)
                .add("\"><table class=\"" + type + "\" data-chart=\"" + chart + "\">\n<caption>")
                .text(caption)
                .add("</caption>\n");
    }

    /** Closes a table. */
    Html endTable() {
        return add("</tbody></table></div>\n");
    }

    /** Adds the headings of columns, the first of them none if it is empty. */
    Html head(String... headings) {
        add("<thead><tr>");
        for (String heading : headings) {
            add(heading.isEmpty() ? "<td></td>" : "<th scope=\"col\">" + heading + "</th>");
        }
        return add("</tr></thead>\n<tbody>\n");
    }

    static String escape(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Reads a file that lies beside this class. */
    static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource '" + name + "' is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource '" + name + "' cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
