/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.heddle.mapreduce.Bytes;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
    private static final WordCounts.Entry[] NONE = {};

    private static WordCounts.Entry entry(String word, long count) {
        return new WordCounts.Entry(Bytes.of(word), count);
    }

    private static String write(Format format, WordCounts.Entry... entries) {
        long words = Arrays.stream(entries).mapToLong(WordCounts.Entry::count).sum();
        long highest = entries.length == 0 ? 0 : entries[0].count();
        Table table = new Table("ascii-ws", 2, 1, 1_234, words, entries.length, highest, List.of(entries));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(table, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    @Test
    void alignsTheTableToTheHighestCount() {
        assertThat(write(Format.TEXT, entry("the", 1_234_567), entry("größer", 12), entry("言葉", 1)))
                .isEqualTo("""
                          count  word
                        1234567  the
                             12  größer
                              1  言葉

                        1,234,580 words, 3 distinct, 1,234 bytes in 2 files, 1 skipped
                        """);
    }

    @Test
    void printsAnEmptyTableForNoWords() {
        assertThat(write(Format.TEXT, NONE))
                .isEqualTo("count  word\n\n0 words, 0 distinct, 1,234 bytes in 2 files, 1 skipped\n");
        assertThat(write(Format.CSV, NONE)).isEqualTo("word,count\r\n");
        assertThat(JsonParser.parseString(write(Format.JSON, NONE))
                        .getAsJsonObject()
                        .getAsJsonArray("counts"))
                .isEmpty();
    }

    @Test
    void quotesCsvAsRfc4180Says() {
        assertThat(write(Format.CSV, entry("a,b", 3), entry("say\"so\"", 2), entry("plain", 1)))
                .isEqualTo("word,count\r\n\"a,b\",3\r\n\"say\"\"so\"\"\",2\r\nplain,1\r\n");
    }

    @Test
    void csvIsReadBackAsItWasWritten() {
        String csv = write(Format.CSV, entry("#", 9), entry(",", 8), entry("\"", 7), entry("'", 6), entry("größer", 5));
        try (Stream<CsvRecord> records = CsvReader.builder().ofCsvRecord(csv).stream()) {
            assertThat(records.map(record -> record.getField(0) + " " + record.getField(1)))
                    .containsExactly("word count", "# 9", ", 8", "\" 7", "' 6", "größer 5");
        }
    }

    @Test
    void jsonIsReadBackAsItWasWritten() {
        String strange = "q\"\\/\u0007\u001b\u0085\u2028\u202e</script>é言👩";
        JsonObject json = JsonParser.parseString(write(Format.JSON, entry(strange, 1L << 60), entry("b", 1)))
                .getAsJsonObject();

        assertThat(json.get("tokens").getAsString()).isEqualTo("ascii-ws");
        assertThat(json.get("files").getAsInt()).isEqualTo(2);
        assertThat(json.get("skipped").getAsInt()).isEqualTo(1);
        assertThat(json.get("bytes").getAsLong()).isEqualTo(1_234);
        assertThat(json.get("words").getAsLong()).isEqualTo((1L << 60) + 1);
        assertThat(json.get("distinct").getAsLong()).isEqualTo(2);
        JsonArray counts = json.getAsJsonArray("counts");
        assertThat(counts.get(0).getAsJsonObject().get("word").getAsString()).isEqualTo(strange);
        assertThat(counts.get(0).getAsJsonObject().get("count").getAsLong()).isEqualTo(1L << 60);
        assertThat(counts.get(1).getAsJsonObject().get("word").getAsString()).isEqualTo("b");
    }

    @Test
    void jsonHasARowPerWordAndSaysWhichAreNotUtf8() {
        WordCounts.Entry latin1 = new WordCounts.Entry(Bytes.of("gr\u00f6\u00dfer".getBytes(ISO_8859_1)), 1);

        assertThat(write(Format.JSON, entry("a", 2), latin1)).isEqualTo("""
                        {
                          "tokens": "ascii-ws",
                          "files": 2,
                          "skipped": 1,
                          "bytes": 1234,
                          "words": 3,
                          "distinct": 2,
                          "counts": [
                            {"word": "a", "count": 2},
                            {"bytes": "6772f6df6572", "count": 1}
                          ]
                        }
                        """);
    }

    @ParameterizedTest
    @EnumSource
    void letsNoControlCharacterThroughWhateverTheWord(Format format) {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        WordCounts.Entry everyByte = new WordCounts.Entry(Bytes.of(all), 2);
        WordCounts.Entry steering =
                entry("\u0000\u001b\u007f\u0080\u009b\u009f\u2028\u2029\u202a\u202e\u2066\u2069", 1);

        assertThat(write(format, everyByte, steering).codePoints().filter(c -> c != '\n' && c != '\r'))
                .noneMatch(Utf8::steersTerminal)
                .doesNotContain(0xfffd);
    }
}
