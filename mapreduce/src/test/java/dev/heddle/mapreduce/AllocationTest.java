/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.mapreduce.text.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No object is made per word: a JVM whose heap is never collected has no room for them. */
class AllocationTest {
    private static final int WORDS = 4_000_000;

    /** Less than the header of an object for each word. */
    private static final String HEAP = "-Xmx40m";

    @TempDir
    private Path folder;

    /** Counts the words of a file in one way. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            Tokenizer words = Tokenizers.asciiWhitespace();
            Job<Slice, Sums> job = switch (args[0]) {
                case "count" -> Job.count(words);
                case "fold" -> Job.count(words.foldCase());
                case "runs" -> Job.count(Tokenizer.runs("spaces", (byte) ' '));
                case "lambda" -> Job.over(words).sum((word, sums) -> sums.add(word, 1));
                case "objects" -> Job.over(words).sum((word, sums) -> sums.add(word.toBytes(), 1));
                default -> throw new IllegalArgumentException(args[0]);
            };
            Sums sums = job.run(Input.files(Path.of(args[1])));
            System.out.println(sums.size() + " of " + sums.report().records());
        }
    }

    private Process start(String way) throws Exception {
        String text = "a word Or ANOTHER, somewhat long longer_than_the others_that_stand_around_it ";
        Path file = Files.writeString(folder.resolve("text"), text.repeat(WORDS / text.split(" ").length));
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+UseEpsilonGC",
                        HEAP,
                        "-cp",
                        ProcessFaultTest.classPath(),
                        Child.class.getName(),
                        way,
                        file.toString()))
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "fold", "runs", "lambda"})
    void aWordThatWasSeenBeforeCostsNoObject(String way) throws Exception {
        Process child = start(way);
        assertThat(new String(child.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo("8 of " + WORDS);
        assertThat(child.waitFor()).isZero();
    }

    @Test
    void aKeyThatIsMadePerWordIsNoticed() throws Exception {
        Process child = start("objects");
        String error = new String(child.getErrorStream().readAllBytes(), UTF_8);
        assertThat(error + new String(child.getInputStream().readAllBytes(), UTF_8))
                .contains("OutOfMemoryError");
        assertThat(child.waitFor()).isNotZero();
    }
}
