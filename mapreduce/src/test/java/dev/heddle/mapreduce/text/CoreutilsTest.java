/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.mapreduce.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares counts with those of the tools that every Unix has. */
class CoreutilsTest {
    /** Splits at white space, counts, sorts by count and then by bytes; uniq pads the count, sed takes that away. */
    private static final String PIPELINE =
            "cat \"$@\" | tr -s '\\t\\n\\v\\f\\r ' '\\n' | grep -av '^$' | sort | uniq -c"
                    + " | sort -k1,1nr -k2 | sed 's/^ *//'";

    @TempDir
    private Path folder;

    @BeforeAll
    static void theToolsAreHere() {
        assumeTrue(
                Stream.of("sh", "cat", "tr", "grep", "sort", "uniq", "sed")
                        .allMatch(tool -> Files.isExecutable(Path.of("/bin", tool))
                                || Files.isExecutable(Path.of("/usr/bin", tool))),
                "no coreutils here");
    }

    @Test
    void agreesOnTheSourcesOfThisProject() throws Exception {
        Path sources = Path.of("src");
        try (Stream<Path> all = Files.walk(sources)) {
            agrees(all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList());
        }
    }

    @Test
    void agreesOnTheSample() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("..", "examples", "data"))) {
            agrees(all.filter(Files::isRegularFile).sorted().toList());
        }
    }

    @Test
    void agreesOnGeneratedText() throws Exception {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(50_000));
            text.append(Integer.toString(rank * 7919, 36)).append(" \n\t\r ".charAt(random.nextInt(5)));
        }
        agrees(List.of(Files.writeString(folder.resolve("text"), text)));
    }

    private void agrees(List<Path> files) throws Exception {
        assertThat(files).isNotEmpty();
        String expected = pipeline(files);
        for (int workers : new int[] {1, 4}) {
            WordCounts counts = WordCount.builder()
                    .workers(workers)
                    .splitBytes(4099)
                    .build()
                    .run(Input.files(files));
            assertThat(counts.audit().isBalanced()).isTrue();
            String lines = counts.entries().stream()
                    .map(entry -> entry.count() + " " + new String(entry.word().toArray(), ISO_8859_1) + "\n")
                    .collect(Collectors.joining());
            assertThat(lines.equals(expected))
                    .as("%d workers:%n%.500s%nexpected:%n%.500s", workers, lines, expected)
                    .isTrue();
        }
    }

    private static String pipeline(List<Path> files) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("sh", "-c", PIPELINE, "sh"), files.stream().map(Path::toString))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return new String(out, ISO_8859_1);
    }
}
