/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * Which of the files below a folder are counted: those that a pattern of {@code include} matches, or all where there is
 * none, but for those that a pattern of {@code exclude} matches. A pattern without a slash is about the name of a file,
 * one with a slash about its path below the folder; {@code exclude} also keeps folders from being entered.
 */
final class Selection {
    static final Selection ALL = new Selection(List.of(), List.of());

    private final List<Glob> include;
    private final List<Glob> exclude;

    /**
     * Reads patterns.
     *
     * @throws java.util.regex.PatternSyntaxException if one is not a pattern
     */
    Selection(List<String> include, List<String> exclude) {
        this.include = include.stream().map(Glob::of).toList();
        this.exclude = exclude.stream().map(Glob::of).toList();
    }

    /** Whether a file below {@code root} is counted. */
    boolean takes(Path root, Path file) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(root, file)))
                && exclude.stream().noneMatch(glob -> glob.matches(root, file));
    }

    /** Whether a folder below {@code root} is entered. */
    boolean enters(Path root, Path folder) {
        return exclude.stream().noneMatch(glob -> glob.matches(root, folder));
    }

    /**
     * One pattern.
     *
     * @param matcher what it matches
     * @param isPath whether that is a path, not a name
     */
    private record Glob(PathMatcher matcher, boolean isPath) {
        static Glob of(String pattern) {
            return new Glob(FileSystems.getDefault().getPathMatcher("glob:" + pattern), pattern.contains("/"));
        }

        boolean matches(Path root, Path path) {
            if (!isPath) {
                return matcher.matches(path.getFileName());
            }
            return matcher.matches(root.toString().isEmpty() ? path : root.relativize(path));
        }
    }
}
