/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs each example and looks at what it prints. */
class ExamplesTest {
    private static final String SAMPLE = "data/genesis-exodus.txt";

    @Test
    void frequentWords() throws Exception {
        assertThat(outputOf(() -> FrequentWords.main(new String[] {SAMPLE})))
                .startsWith("6187 and\n5570 the\n2939 of\n")
                .endsWith("73695 words, 7773 of them distinct\n");
    }

    @Test
    void versesByChapter() throws Exception {
        assertThat(outputOf(() -> VersesByChapter.main(new String[] {SAMPLE})))
                .isEqualTo("chapter 24: 85 verses\nchapter 29: 81 verses\nchapter 30: 81 verses\n");
    }

    @Test
    void bankTransfers() throws Exception {
        assertThat(outputOf(() -> BankTransfers.main(new String[0]))).isEqualTo("1000 in all, none below 0\n");
    }

    @Test
    void requestCounters() throws Exception {
        assertThat(outputOf(() -> RequestCounters.main(new String[0])))
                .isEqualTo("100000 requests, 0 open, 409600000 bytes out\n");
    }

    @Test
    void eventLog() throws Exception {
        assertThat(outputOf(() -> EventLog.main(new String[0])))
                .startsWith("10000 events, most of them ")
                .contains("read")
                .contains("7500");
    }

    @Test
    void sharedResource() throws Exception {
        assertThat(outputOf(() -> SharedResource.main(new String[0]))).isEqualTo("closed once\n300 words read\n");
    }

    @Test
    void latencies() throws Exception {
        assertThat(outputOf(() -> Latencies.main(new String[0]))).isEqualTo("1000 calls, 1 to 1000 us, mean 500.5\n");
    }

    @Test
    void everyExampleIsRunHere() throws IOException {
        String tests = Files.readString(Path.of("src/test/java/dev/heddle/examples/ExamplesTest.java"));
        try (Stream<Path> examples = Files.list(Path.of("src/main/java/dev/heddle/examples"))) {
            assertThat(examples.map(path -> path.getFileName().toString().replace(".java", ""))
                            .filter(name -> !name.equals("package-info")))
                    .isNotEmpty()
                    .allMatch(name -> tests.contains(name + ".main("));
        }
    }

    private interface Example {
        void run() throws Exception;
    }

    private static String outputOf(Example example) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
