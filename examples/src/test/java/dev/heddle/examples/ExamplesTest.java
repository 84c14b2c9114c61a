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
import org.junit.jupiter.api.io.TempDir;

/** Runs each example and looks at what it prints. */
class ExamplesTest {
    private static final String SAMPLE = "data/genesis-exodus.txt";

    @TempDir
    private Path folder;

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
    void meanByKey() throws Exception {
        assertThat(outputOf(() -> MeanByKey.main(new String[] {SAMPLE})))
                .isEqualTo("a: 3.2872 letters\nb: 4.8947 letters\nc: 6.3381 letters\n");
    }

    @Test
    void invertedIndex() throws Exception {
        assertThat(outputOf(() -> InvertedIndex.main(new String[] {"james", SAMPLE, "data/README.md"})))
                .isEqualTo("james: [data/README.md]\n");
        assertThat(outputOf(() -> InvertedIndex.main(new String[] {"the", SAMPLE, "data/README.md"})))
                .isEqualTo("the: [data/README.md, data/genesis-exodus.txt]\n");
    }

    @Test
    void distinctWords() throws Exception {
        assertThat(outputOf(() -> DistinctWords.main(new String[] {SAMPLE}))).isEqualTo("3460 distinct words\n");
    }

    @Test
    void billionRows() throws Exception {
        String rows = Files.writeString(
                        folder.resolve("rows"),
                        "Hamburg;12.0\nBulawayo;8.9\nHamburg;-3.4\nPalembang;38.8\nSt. John’s;15.2\nBulawayo;-0.1\n")
                .toString();
        assertThat(outputOf(() -> BillionRows.main(new String[] {rows})))
                .isEqualTo("{Bulawayo=-0.1/4.4/8.9, Hamburg=-3.4/4.3/12.0, Palembang=38.8/38.8/38.8,"
                        + " St. John’s=15.2/15.2/15.2}\n");
    }

    @Test
    void logGrep() throws Exception {
        assertThat(outputOf(() -> LogGrep.main(new String[] {SAMPLE, "Nimrod"})))
                .isEqualTo("10:8 And Cush begat Nimrod: he began to be a mighty one in the earth.\n"
                        + "as Nimrod the mighty hunter before the LORD.\n");
    }

    @Test
    void logPipeline() throws Exception {
        assertThat(outputOf(() -> LogPipeline.main(new String[0])))
                .startsWith("10000 lines, 10 skipped, ")
                .endsWith(" lists\n34993 from customer 0\n");
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
    void tenantConnections() throws Exception {
        assertThat(outputOf(() -> TenantConnections.main(new String[0]))).isEqualTo("100 requests served\n");
    }

    @Test
    void latencies() throws Exception {
        assertThat(outputOf(() -> Latencies.main(new String[0]))).isEqualTo("1000 calls, 1 to 1000 us, mean 500.5\n");
    }

    @Test
    void stockTable() throws Exception {
        assertThat(outputOf(() -> StockTable.main(new String[0])))
                .isEqualTo("120 sold, 0 left\n0 connections in use, at most 4 opened\n");
    }

    @Test
    void slowLookups() throws Exception {
        assertThat(outputOf(() -> SlowLookups.main(new String[0])))
                .isEqualTo("500 names, the last one name 499\n2537 digits\n");
    }

    @Test
    void everyExampleIsRunHere() throws IOException {
        String tests = Files.readString(Path.of("src/test/java/dev/heddle/examples/ExamplesTest.java"));
        try (Stream<Path> examples = Files.list(Path.of("src/main/java/dev/heddle/examples"))) {
            assertThat(examples.map(path -> path.getFileName().toString().replace(".java", ""))
                            .filter(name -> !name.equals("package-info")))
                    .isNotEmpty()
                    .allMatch(name -> tests.contains(name + ".main(") || hasTestOfItsOwn(name));
        }
    }

    private static boolean hasTestOfItsOwn(String name) {
        return Files.exists(Path.of("src/test/java/dev/heddle/examples/" + name + "Test.java"));
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
