/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a tenant may be shown, and texts and exceptions without the rest.
 *
 * <p>A URL is shown as far as the database's name. It is not parsed for the places where a password may stand: every
 * driver has its own ({@code user:password@}, {@code ?password=}, {@code ;PASSWORD=}, {@code :password=},
 * {@code (password=)}, {@code user/password@}), and the next one would be missed. Everything from the first place on
 * that could be one is left out.
 */
final class Secrets {
    private static final String MASK = "***";
    private static final Pattern SUBPROTOCOL =
            Pattern.compile("\\A\\s*(jdbc:[A-Za-z0-9+.-]+:)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern FIRST_PARAMETER = Pattern.compile("[?;(#]|[A-Za-z0-9_.%-]*\\s*=");
    private static final String SECRET_NAME =
            "[A-Za-z0-9_.%-]*(?:pass|pwd|secret|token|credential|key)[A-Za-z0-9_.%-]*";
    private static final Pattern SECRET = Pattern.compile(SECRET_NAME, Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile(SECRET_NAME + "\\s*=\\s*", Pattern.CASE_INSENSITIVE);

    private final String url;
    private final String shown;
    private final List<String> secrets;

    Secrets(String url, Iterable<String> others) {
        this.url = url;
        this.shown = masked(url);
        List<String> found = new ArrayList<>();
        others.forEach(secret -> add(found, secret));
        inUrl(url, found);
        found.sort((a, b) -> Integer.compare(b.length(), a.length())); // one may hold another
        this.secrets = List.copyOf(found);
    }

    /** The URL without anything that could be a credential. */
    String url() {
        return shown;
    }

    /** Says whether a property of this name holds something that nobody must read. */
    static boolean isSecret(String property) {
        return SECRET.matcher(property).matches();
    }

    static String masked(String url) {
        Matcher subprotocol = SUBPROTOCOL.matcher(url);
        int from = subprotocol.lookingAt() ? subprotocol.end() : 0;
        StringBuilder out = new StringBuilder(url.substring(0, from).strip());
        Matcher parameter = FIRST_PARAMETER.matcher(url);
        int at = url.lastIndexOf('@'); // a password may hold one
        if (at >= from) {
            if (parameter.find(from) && parameter.start() < at) {
                return out.append(MASK).toString(); // it may stand in the middle of a password, or a parameter may
            }
            out.append(MASK).append('@');
            from = at + 1;
        }
        if (!parameter.find(from)) {
            return out.append(url, from, url.length()).toString();
        }
        boolean delimiter = "?;(#".indexOf(url.charAt(parameter.start())) >= 0;
        int to = delimiter ? parameter.start() + 1 : parameter.start();
        return out.append(url, from, to).append(MASK).toString();
    }

    /** A text of the driver's without the URL's credentials and the passwords. */
    String masked(@Nullable String text, String otherwise) {
        if (text == null) {
            return otherwise;
        }
        String out = text.replace(url, shown);
        for (String secret : secrets) {
            out = secret.length() < 4 ? wordReplaced(out, secret) : out.replace(secret, MASK);
        }
        return out;
    }

    /**
     * An exception of the driver's, or where it or one that came with it says what nobody must read, one that does not.
     * State, code and stack stay.
     */
    SQLException masked(SQLException failure) {
        return isClean(failure) ? failure : copy(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private boolean isClean(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> left = new ArrayList<>(List.of(failure));
        while (!left.isEmpty()) {
            Throwable next = left.removeLast();
            if (!seen.add(next)) {
                continue;
            }
            String text = next.toString();
            if (!masked(text, "").equals(text)) {
                return false;
            }
            addNext(left, next.getCause());
            if (next instanceof SQLException e) {
                addNext(left, e.getNextException());
            }
            left.addAll(List.of(next.getSuppressed()));
        }
        return true;
    }

    private static void addNext(List<Throwable> left, @Nullable Throwable next) {
        if (next != null) {
            left.add(next);
        }
    }

    private SQLException copy(Throwable failure, Set<Throwable> seen) {
        seen.add(failure);
        String text = masked(failure.getMessage(), "");
        SQLException copy = failure instanceof SQLException e
                ? new SQLException(text, e.getSQLState(), e.getErrorCode())
                : new SQLException(failure.getClass().getName() + ": " + text);
        copy.setStackTrace(failure.getStackTrace());
        Throwable cause = failure.getCause();
        if (cause != null && !seen.contains(cause)) {
            copy.initCause(copy(cause, seen));
        }
        if (failure instanceof SQLException e && !(e instanceof BatchUpdateException)) {
            SQLException next = e.getNextException();
            if (next != null && !seen.contains(next)) {
                copy.setNextException(copy(next, seen));
            }
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!seen.contains(suppressed)) {
                copy.addSuppressed(copy(suppressed, seen));
            }
        }
        return copy;
    }

    /** So short a secret is in many words; where it stands by itself it is taken for what it is. */
    private static String wordReplaced(String text, String secret) {
        return text.replaceAll("(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])", MASK);
    }

    /** Finds passwords in a URL, to take them out of texts in which a driver repeats a part of it. */
    private static void inUrl(String url, List<String> found) {
        Matcher name = SECRET_PARAMETER.matcher(url);
        while (name.find()) {
            char before = name.start() == 0 ? '?' : url.charAt(name.start() - 1);
            addBoth(found, value(url, name.end(), before));
        }
        String before = url.substring(0, Math.max(0, url.lastIndexOf('@')));
        for (int i = before.indexOf(':') + 1; i < before.length(); i++) {
            if (before.charAt(i) == ':' || before.charAt(i) == '/') {
                addBoth(found, before.substring(i + 1)); // user:password@ or user/password@
            }
        }
    }

    private static String value(String url, int from, char before) {
        int to = from;
        if (to < url.length() && url.charAt(to) == '{') { // braces, in which one is doubled
            int end = url.indexOf('}', to);
            while (end >= 0 && end + 1 < url.length() && url.charAt(end + 1) == '}') {
                end = url.indexOf('}', end + 2);
            }
            return url.substring(from + 1, end < 0 ? url.length() : end);
        }
        String ends = switch (before) {
            case '?', '&' -> "&";
            case '(', ',' -> "),";
            default -> ";";
        };
        while (to < url.length() && ends.indexOf(url.charAt(to)) < 0) {
            to++;
        }
        return url.substring(from, to);
    }

    private static void addBoth(List<String> found, String value) {
        add(found, value);
        try {
            add(found, URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // not encoded
        }
    }

    private static void add(List<String> found, String secret) {
        if (!secret.isBlank() && !found.contains(secret)) {
            found.add(secret);
        }
    }
}
