/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.Locale;

/** Numbers as a reader sees them. */
final class Figures {
    private Figures() {}

    /** A whole number with its thousands apart. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', '\u202f');
    }

    /** A share of samples: percent where it is large, one in so many where it is small. */
    static String share(long count, long of) {
        if (of == 0) {
            return "not run";
        }
        if (count == 0) {
            return "0 of " + count(of);
        }
        double share = (double) count / of;
        if (count == of) {
            return "100 %";
        }
        return share >= 0.001
                ? String.format(
                        Locale.ROOT,
                        share >= 0.0995 ? "%.0f %%" : share >= 0.00995 ? "%.1f %%" : "%.2f %%",
                        100 * share)
                : "1 in " + count(Math.round(1 / share));
    }

    /** The bound that no sighting leaves, in words. */
    static String bound(long of) {
        return of == 0 ? "not run" : "below " + small(limit(of)) + " with 95\u00a0% confidence";
    }

    /**
     * The share above which an outcome would have been seen in so many samples with a chance of 95 %: for more than a
     * few of them 3 in n.
     */
    static double limit(long of) {
        return -Math.expm1(Math.log(0.05) / of);
    }

    private static String small(double share) {
        if (share >= 0.01) {
            return String.format(Locale.ROOT, "%.0f\u00a0%%", 100 * share);
        }
        String[] parts = String.format(Locale.ROOT, "%.1e", share).split("e", -1);
        return parts[0] + "·10" + superscript(Integer.parseInt(parts[1]));
    }

    private static String superscript(int n) {
        StringBuilder out = new StringBuilder(n < 0 ? "⁻" : "");
        for (char digit : String.valueOf(Math.abs(n)).toCharArray()) {
            out.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
        }
        return out.toString();
    }

    /** Nanoseconds, in a unit that keeps them short. */
    static String nanos(double nanos) {
        if (Double.isNaN(nanos)) {
            return "not measured";
        } else if (nanos < 9.95) {
            return String.format(Locale.ROOT, "%.1f ns", nanos);
        } else if (nanos < 1_000) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        return String.format(Locale.ROOT, "%.1f µs", nanos / 1_000);
    }

    /** A factor. */
    static String times(double factor) {
        return Double.isNaN(factor) ? "not run" : String.format(Locale.ROOT, "%.1f times", factor);
    }

    /** Seconds as minutes and seconds. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
