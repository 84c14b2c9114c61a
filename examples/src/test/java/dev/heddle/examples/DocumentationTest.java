/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the pages to the code: each block of Java in them stands in a source of this module, which is compiled and run,
 * and each link within the repository leads to a file.
 */
class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern OTHER_BLOCK = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)(#[^)]*)?\\)");

    @TestFactory
    Stream<DynamicTest> everyJavaBlockStandsInAnExample() throws IOException {
        List<List<String>> sources = new ArrayList<>();
        for (Path source : files(ROOT.resolve("examples"), ".java")) {
            sources.add(lines(Files.readString(source)));
        }
        return blocks().map(block -> DynamicTest.dynamicTest(
                block.name(),
                () -> assertThat(sources)
                        .as("%s: the lines %n%s", block.name(), block.text())
                        .anyMatch(source -> holds(source, block.text()))));
    }

    /** A line {@code // ...} stands for lines that a page leaves out. */
    private static boolean holds(List<String> source, String block) {
        int from = 0;
        for (String part : block.split("(?m)^\\s*// \\.\\.\\.$")) {
            int found = Collections.indexOfSubList(source.subList(from, source.size()), lines(part));
            if (found < 0) {
                return false;
            }
            from += found + lines(part).size();
        }
        return true;
    }

    @TestFactory
    Stream<DynamicTest> everyLinkWithinTheRepositoryLeadsToAFile() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> {
                    Matcher link = LINK.matcher(
                            OTHER_BLOCK.matcher(Files.readString(page)).replaceAll(""));
                    while (link.find()) {
                        assertThat(page.resolveSibling(link.group(1)))
                                .as("link in %s", page)
                                .exists();
                    }
                }));
    }

    private record Block(String name, String text) {}

    private static Stream<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            Matcher block = JAVA_BLOCK.matcher(text);
            while (block.find()) {
                long line = text.substring(0, block.start()).lines().count() + 1;
                blocks.add(new Block(ROOT.relativize(page) + ":" + line, block.group(1)));
            }
        }
        return blocks.stream();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        try (Stream<Path> top = Files.list(ROOT)) {
            top.filter(path -> path.toString().endsWith(".md")).forEach(pages::add);
        }
        assertThat(pages).contains(ROOT.resolve("README.md"));
        return pages;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(ending))
                    .filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("/node_modules/"))
                    .toList();
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
