/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java with its keywords, comments and strings marked. */
final class Highlight {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>//.*)|(?<string>\"[^\"]*\")|(?<word>\\b(?:volatile|synchronized|final|"
                    + "public|private|void|int|long|boolean|byte|class|extends|new|if|else|while|do|for|return|null|this|true|false)\\b)");

    private Highlight() {}

    static String java(String line) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = TOKEN.matcher(line);
        int from = 0;
        while (matcher.find()) {
            out.append(Html.escape(line.substring(from, matcher.start())));
            String type = matcher.group("comment") != null ? "c" : matcher.group("string") != null ? "s" : "k";
            out.append("<span class=\"")
                    .append(type)
                    .append("\">")
                    .append(Html.escape(matcher.group()))
                    .append("</span>");
            from = matcher.end();
        }
        return out.append(Html.escape(line.substring(from))).toString();
    }
}
