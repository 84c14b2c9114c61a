/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a command line names.
 *
 * <p>An argument that exists is taken as it stands, a link followed; a folder stands for the regular files below it.
 * Hidden files and folders, links, pipes and devices below a folder are left out; {@code hidden} and {@code follow} let
 * the first two in, and a folder that contains itself through a link is then entered once. An argument that does not
 * exist and holds one of <code>* ? [ {</code> is a pattern, and stands for what matches it, hidden names only where the
 * pattern spells the dot. What one argument stands for is taken in the order of the names' bytes. A file that is named
 * twice is counted twice. A {@link Selection} is about what is found, not about files that are named.
 */
final class Inputs {
    private static final String WILD = "*?[{";

    private final Set<FileVisitOption> visit;
    private final boolean hidden;
    private final Selection selection;
    private final List<Path> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Inputs(boolean hidden, boolean follow) {
        this(hidden, follow, Selection.ALL);
    }

    Inputs(boolean hidden, boolean follow, Selection selection) {
        this.selection = selection;
        this.hidden = hidden;
        this.visit = follow ? EnumSet.of(FileVisitOption.FOLLOW_LINKS) : EnumSet.noneOf(FileVisitOption.class);
    }

    /** Returns the files found, in the order to count them in. */
    List<Path> files() {
        return files;
    }

    /** Returns what could not be found or entered, one sentence each. */
    List<String> problems() {
        return problems;
    }

    /** Adds what {@code argument} stands for. */
    void add(String argument) {
        if (argument.isEmpty()) {
            problems.add("an empty file name");
            return;
        }
        try {
            Path path = Path.of(argument);
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            addNamed(path);
        } catch (InvalidPathException e) {
            problems.add(argument + ": not a file name");
        } catch (NoSuchFileException e) {
            if (argument.chars().anyMatch(c -> WILD.indexOf(c) >= 0)) {
                addMatching(argument);
            } else {
                problems.add(argument + ": " + Failure.reason(e));
            }
        } catch (IOException e) {
            problems.add(argument + ": " + Failure.reason(e));
        }
    }

    /** Adds a path that exists. A link that leads nowhere is a file: the attempt to read it tells what is wrong. */
    private void addNamed(Path path) {
        if (Files.isDirectory(path)) {
            List<Path> found = new ArrayList<>();
            walk(path, Integer.MAX_VALUE, new Walk(path, hidden) {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isShown(file)) {
                        if (attributes.isRegularFile()) {
                            if (selection.takes(path, file)) {
                                found.add(file);
                            }
                        } else if (attributes.isSymbolicLink() && visit.contains(FileVisitOption.FOLLOW_LINKS)) {
                            problems.add(file + ": a link that leads nowhere");
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            found.sort(null);
            files.addAll(found);
        } else {
            files.add(path);
        }
    }

    private void addMatching(String argument) {
        String pattern = Path.of(argument).toString();
        int wild = 0;
        while (WILD.indexOf(pattern.charAt(wild)) < 0) {
            wild++;
        }
        Path root = Path.of(pattern.substring(0, pattern.lastIndexOf('/', wild) + 1));
        String wildPart = pattern.substring(root.toString().length());
        boolean spellsDot = wildPart.startsWith(".") || wildPart.contains("/.");
        int depth = pattern.contains("**")
                ? Integer.MAX_VALUE
                : Math.max(1, Path.of(wildPart).getNameCount());
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            // To a shell, too, "a[b" is a name and no pattern.
            problems.add(argument + ": no such file or folder");
            return;
        }
        List<Path> found = new ArrayList<>();
        int before = problems.size();
        walk(root, depth, new Walk(root, hidden || spellsDot) {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return matches(folder) ? FileVisitResult.SKIP_SUBTREE : super.preVisitDirectory(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                matches(file);
                return FileVisitResult.CONTINUE;
            }

            private boolean matches(Path path) {
                boolean matches = isShown(path) && matcher.matches(path);
                if (matches) {
                    found.add(path);
                }
                return matches;
            }
        });
        if (found.isEmpty() && problems.size() == before) {
            problems.add(argument + ": no file matches");
        }
        found.sort(null);
        for (Path path : found) {
            if (Files.isDirectory(path) || selection.takes(root, path)) {
                addNamed(path);
            }
        }
    }

    private void walk(Path root, int depth, Walk walk) {
        try {
            if (Files.isSymbolicLink(root)) {
                // A walk does not enter the link that it begins at.
                try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
                    for (Path child : children) {
                        Files.walkFileTree(child, visit, depth - 1, walk);
                    }
                } catch (DirectoryIteratorException e) {
                    throw e.getCause();
                }
            } else {
                Files.walkFileTree(root, visit, depth, walk);
            }
        } catch (IOException e) {
            walk.visitFileFailed(root, e);
        }
    }

    /** One way through a tree: enters folders that are to be seen, and notes which could not be entered. */
    private abstract class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final boolean showHidden;

        Walk(Path root, boolean showHidden) {
            this.root = root;
            this.showHidden = showHidden;
        }

        boolean isShown(Path path) {
            return showHidden
                    || path.equals(root)
                    || !path.getFileName().toString().startsWith(".");
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean enters = isShown(folder) && (folder.equals(root) || selection.enters(root, folder));
            return enters ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            // Through a link the folder contains itself; it has been entered already.
            if (!(e instanceof FileSystemLoopException)) {
                problems.add(path + ": " + Failure.reason(e));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
        }
    }
}
