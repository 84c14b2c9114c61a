/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The forms that word counts are printed in. Equal counts give equal bytes; no time and no rate is in them.
 *
 * <p>Text and CSV show a word as {@link Utf8#printable} does. JSON has the word itself, or, where it is not valid
 * UTF-8, its bytes in hexadecimal under another name. All three are valid UTF-8 without raw control characters.
 */
enum Format {
    /** A table for people: the count, flush right, then the word; the totals below. */
    TEXT {
        @Override
        void write(Table table, OutputStream out) throws IOException {
            int width = table.width();
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            line(buffered, width, "count", "word".getBytes(UTF_8));
            for (WordCounts.Entry entry : table.shown()) {
                line(
                        buffered,
                        width,
                        Long.toString(entry.count()),
                        Utf8.printable(entry.word().toArray()));
            }
            buffered.write(("\n" + totals(table) + "\n").getBytes(UTF_8));
            buffered.flush();
        }

        private void line(OutputStream out, int width, String count, byte[] word) throws IOException {
            for (int i = count.length(); i < width; i++) {
                out.write(' ');
            }
            out.write(count.getBytes(UTF_8));
            out.write(' ');
            out.write(' ');
            out.write(word);
            out.write('\n');
        }
    },

    /** A table for people with a bar for each word, as long as its count; the totals below. */
    CHART {
        private static final String PARTS = "\u258f\u258e\u258d\u258c\u258b\u258a\u2589\u2588";

        @Override
        void write(Table table, OutputStream out) throws IOException {
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            for (WordCounts.Entry entry : table.shown()) {
                String count = Long.toString(entry.count());
                String bar = bar(entry.count(), table.highest());
                buffered.write((" ".repeat(table.width() - count.length()) + count + "  " + bar
                                + " ".repeat(BAR + 2 - bar.length()))
                        .getBytes(UTF_8));
                buffered.write(Utf8.printable(entry.word().toArray()));
                buffered.write('\n');
            }
            buffered.write(("\n" + totals(table) + "\n").getBytes(UTF_8));
            buffered.flush();
        }

        private String bar(long count, long highest) {
            int eighths = (int) Math.max(1, Math.round(8.0 * BAR * count / highest));
            String full = PARTS.substring(7).repeat(eighths / 8);
            return eighths % 8 == 0 ? full : full + PARTS.charAt(eighths % 8 - 1);
        }
    },

    /** RFC 4180, with the header {@code word,count}. */
    CSV {
        @Override
        void write(Table table, OutputStream out) throws IOException {
            CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, UTF_8));
            try {
                csv.writeRecord("word", "count");
                for (WordCounts.Entry entry : table.shown()) {
                    String word = new String(Utf8.printable(entry.word().toArray()), UTF_8);
                    csv.writeRecord(word, Long.toString(entry.count()));
                }
                csv.flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    },

    /** One object: the totals, then {@code counts}, an array of {@code {"word": ..., "count": ...}}. */
    JSON {
        @Override
        void write(Table table, OutputStream out) throws IOException {
            Writer writer = new SteeringEscaper(new BufferedWriter(new OutputStreamWriter(out, UTF_8), BUFFER));
            JsonWriter json = new JsonWriter(writer);
            json.setFormattingStyle(FormattingStyle.PRETTY);
            json.beginObject();
            json.name("tokens").value(table.tokens());
            json.name("files").value(table.files());
            json.name("skipped").value(table.skipped());
            json.name("bytes").value(table.bytes());
            json.name("words").value(table.words());
            json.name("distinct").value(table.distinct());
            json.name("counts").beginArray();
            for (WordCounts.Entry entry : table.shown()) {
                // A row is a line.
                json.setFormattingStyle(FormattingStyle.PRETTY);
                json.beginObject();
                json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
                byte[] word = entry.word().toArray();
                if (Utf8.isValid(word)) {
                    json.name("word").value(new String(word, UTF_8));
                } else {
                    json.name("bytes").value(HexFormat.of().formatHex(word));
                }
                json.name("count").value(entry.count());
                json.endObject();
            }
            json.setFormattingStyle(FormattingStyle.PRETTY);
            json.endArray();
            json.endObject();
            json.flush();
            writer.write('\n');
            writer.flush();
        }
    };

    private static final int BUFFER = 1 << 16;

    /** The length of the longest bar. */
    private static final int BAR = 40;

    private static String totals(Table table) {
        String skipped = table.skipped() == 0 ? "" : ", " + Figures.count(table.skipped(), "skipped", "skipped");
        return Figures.count(table.words(), "word", "words")
                + ", "
                + Figures.count(table.distinct(), "distinct", "distinct")
                + ", "
                + Figures.count(table.bytes(), "byte", "bytes")
                + " in "
                + Figures.count(table.files(), "file", "files")
                + skipped;
    }

    /** Writes {@code counts}, and leaves {@code out} open. */
    abstract void write(Table table, OutputStream out) throws IOException;

    /** Returns the formats by their names; the chart has an option of its own. */
    static Map<String, Format> byName() {
        Map<String, Format> formats = new LinkedHashMap<>();
        for (Format format : values()) {
            if (format != CHART) {
                formats.put(format.toString(), format);
            }
        }
        return formats;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
