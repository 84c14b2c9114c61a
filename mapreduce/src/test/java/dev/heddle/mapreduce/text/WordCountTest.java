/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.Bytes;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Job;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithAnOracleOnRandomBytesForAnySplitAndAnyNumberOfWorkers(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] alphabet = random.nextBoolean() ? "ab \n".getBytes(UTF_8) : everyByte();
        List<byte[]> contents = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        for (int file = random.nextInt(4); file >= 0; file--) {
            byte[] content = new byte[random.nextInt(3000)];
            for (int i = 0; i < content.length; i++) {
                content[i] = alphabet[random.nextInt(alphabet.length)];
            }
            contents.add(content);
            paths.add(Files.write(folder.resolve("file" + file), content));
        }
        String expected = oracle(contents);
        for (int splitBytes : new int[] {1, 2, 3, 5, 17, 64, 1000, 1 << 20}) {
            for (int workers : new int[] {1, 2, 5}) {
                WordCount count = WordCount.builder()
                        .splitBytes(splitBytes)
                        .workers(workers)
                        .build();
                WordCounts counts = count.run(Input.files(paths));
                assertThat(lines(counts))
                        .as("seed %d, splitBytes %d, workers %d", seed, splitBytes, workers)
                        .isEqualTo(expected);
                assertThat(counts.audit().isBalanced()).isTrue();
                ByteArrayInputStream stream = new ByteArrayInputStream(contents.get(0));
                assertThat(lines(count.run(Input.stream("stream", stream))))
                        .as("stream, seed %d, splitBytes %d, workers %d", seed, splitBytes, workers)
                        .isEqualTo(oracle(contents.subList(0, 1)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 14, 15, 16, 17, 40})
    void tellsApartWordsThatDifferInOneByteOrInZeroBytes(int length) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int place = 0; place < length; place++) {
            for (byte b : everyByte()) {
                byte[] word = new byte[length];
                word[place] = b;
                text.write(word);
                text.write(' ');
                text.write(new byte[place]);
                text.write('\n');
            }
        }
        Path file = Files.write(folder.resolve("words"), text.toByteArray());
        for (int workers : new int[] {1, 3}) {
            WordCounts counts =
                    WordCount.builder().splitBytes(100).workers(workers).build().run(file);
            assertThat(lines(counts)).isEqualTo(oracle(List.of(text.toByteArray())));
        }
    }

    @Test
    void agreesWithAnOracleOnManyDistinctWords() throws Exception {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            text.append(Long.toString(random.nextLong() >>> random.nextInt(60), 36))
                    .append('\n');
            text.append(i % 7 == 0 ? "-".repeat(i % 40) + i : "w" + i).append(' ');
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        Path file = Files.write(folder.resolve("words"), bytes);
        String expected = oracle(List.of(bytes));
        for (int workers : new int[] {1, 2, 3, 9}) {
            WordCounts counts = WordCount.builder()
                    .splitBytes(10_000)
                    .workers(workers)
                    .build()
                    .run(file);
            assertThat(lines(counts).equals(expected)).as("workers %d", workers).isTrue();
            assertThat(counts.top(100)).isEqualTo(counts.entries().subList(0, 100));
            assertThat(counts.count("w1")).isPositive();
            assertThat(counts.count("no such word")).isZero();
        }
    }

    @Test
    void foldsTheLettersOfAsciiAndNoOtherByte() throws Exception {
        byte[] bytes = everyByte();
        Path file = Files.write(folder.resolve("bytes"), bytes);
        WordCounts counts = WordCount.builder().foldCase().build().run(file);
        byte[] folded = bytes.clone();
        for (int i = 'A'; i <= 'Z'; i++) {
            folded[i] = (byte) (i + 'a' - 'A');
        }
        assertThat(lines(counts)).isEqualTo(oracle(List.of(folded)));
    }

    @Test
    void findsNoWordInEmptyInput() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path blank = Files.writeString(folder.resolve("blank"), " \n\t");
        for (Input<dev.heddle.mapreduce.Slice> input : List.of(
                Input.files(),
                Input.files(empty),
                Input.files(empty, blank, empty),
                Input.stream("nothing", new ByteArrayInputStream(new byte[0])))) {
            WordCounts counts = WordCount.builder().build().run(input);
            assertThat(counts.entries()).isEmpty();
            assertThat(counts.top(5)).isEmpty();
            assertThat(counts.total()).isZero();
            assertThat(counts.audit().isBalanced()).isTrue();
        }
    }

    @Test
    void countsAWordLongerThanManySplitsOnce() throws Exception {
        byte[] word = "x".repeat(300_000).getBytes(UTF_8);
        Path file = Files.write(folder.resolve("word"), word);
        Path between = Files.writeString(folder.resolve("between"), "a " + new String(word, UTF_8) + " a");
        WordCount count = WordCount.builder().splitBytes(1000).workers(4).build();
        assertThat(count.run(file).entries()).containsExactly(new WordCounts.Entry(Bytes.of(word), 1));
        assertThat(count.run(between).entries())
                .containsExactly(new WordCounts.Entry(Bytes.of("a"), 2), new WordCounts.Entry(Bytes.of(word), 1));
        assertThat(count.run(Input.stream("word", new ByteArrayInputStream(word)))
                        .total())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1 << 14, Job.DEFAULT_SPLIT_BYTES})
    void countsWordsOfAboutTheSizeOfASplitWhereverTheyStand(int splitBytes) throws Exception {
        for (int length = splitBytes - 1; length <= splitBytes + 1; length++) {
            String word = "w".repeat(length);
            for (int before : new int[] {0, 1, 2, splitBytes - 2, splitBytes - 1, splitBytes, splitBytes + 1}) {
                Path file = Files.writeString(folder.resolve("file"), " ".repeat(before) + word + " " + word + "\nx");
                WordCounts counts = WordCount.builder()
                        .splitBytes(splitBytes)
                        .workers(3)
                        .build()
                        .run(file);
                assertThat(counts.entries())
                        .as("%d bytes behind %d", length, before)
                        .containsExactly(
                                new WordCounts.Entry(Bytes.of(word), 2), new WordCounts.Entry(Bytes.of("x"), 1));
                assertThat(counts.audit().isBalanced()).isTrue();
            }
        }
    }

    @Test
    void readsAStreamThatGivesOneByteAtATime() throws Exception {
        byte[] text = "to be or not to be".getBytes(UTF_8);
        ByteArrayInputStream slow = new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(1, length));
            }
        };
        assertThat(lines(WordCount.builder().splitBytes(4).build().run(Input.stream("slow", slow))))
                .isEqualTo("2 be\n2 to\n1 not\n1 or\n");
    }

    @Test
    void cutsUnicodeWordsAndFoldsThem() throws Exception {
        Path file = Files.writeString(
                folder.resolve("text"), "Straße, STRASSE: can't — 3.14 über ÜBER naïve 日本 e-mail\u00a0x_1 👍🏽 ...");
        assertThat(lines(WordCount.builder()
                        .tokenizer(Tokenizers.unicode())
                        .foldCase()
                        .build()
                        .run(file)))
                .isEqualTo("2 strasse\n2 über\n1 3.14\n1 can't\n1 e\n1 mail\n1 naïve\n1 x_1\n1 日本\n");
    }

    @Test
    void blamesTheFileAndTheOffsetOfInvalidUtf8() throws Exception {
        Path file = Files.write(folder.resolve("bad"), "good words \u00c3( more".getBytes(ISO_8859_1));
        for (int splitBytes : new int[] {1, 4, 1 << 20}) {
            WordCount count = WordCount.builder()
                    .tokenizer(Tokenizers.unicode())
                    .splitBytes(splitBytes)
                    .build();
            assertThatThrownBy(() -> count.run(file))
                    .isInstanceOfSatisfying(InputException.class, e -> {
                        assertThat(e.input()).isEqualTo(file.toString());
                        assertThat(e.offset()).isEqualTo(11);
                    })
                    .hasMessage(file + ": invalid UTF-8 at byte 11");
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> WordCount.builder().workers(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers: 0 (expected: at least 1)");
        assertThatThrownBy(() -> WordCount.builder().splitBytes(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("splitBytes: -1 (expected: at least 1)");
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    static String lines(WordCounts counts) {
        StringBuilder lines = new StringBuilder();
        for (WordCounts.Entry entry : counts.entries()) {
            lines.append(entry.count())
                    .append(' ')
                    .append(new String(entry.word().toArray(), latin(counts)))
                    .append('\n');
        }
        return lines.toString();
    }

    private static java.nio.charset.Charset latin(WordCounts counts) {
        return counts.count("naïve") > 0 ? UTF_8 : ISO_8859_1;
    }

    /** Counts with a TreeMap, over characters of a charset that has one for each byte. */
    private static String oracle(List<byte[]> contents) {
        TreeMap<String, Long> counts = new TreeMap<>();
        for (byte[] content : contents) {
            StringBuilder word = new StringBuilder();
            for (byte b : content) {
                char c = (char) (b & 0xFF);
                if (c == ' ' || (c >= 9 && c <= 13)) {
                    if (!word.isEmpty()) {
                        counts.merge(word.toString(), 1L, Long::sum);
                    }
                    word.setLength(0);
                } else {
                    word.append(c);
                }
            }
            if (!word.isEmpty()) {
                counts.merge(word.toString(), 1L, Long::sum);
            }
        }
        StringBuilder lines = new StringBuilder();
        counts.entrySet().stream()
                .sorted(java.util.Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> lines.append(entry.getValue())
                        .append(' ')
                        .append(entry.getKey())
                        .append('\n'));
        return lines.toString();
    }
}
