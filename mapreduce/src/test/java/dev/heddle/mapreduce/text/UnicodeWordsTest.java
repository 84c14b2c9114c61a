/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.Tokens;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeWordsTest {
    /**
     * At least one character of each class of the annex but Katakana: for the scripts that ICU cuts with a dictionary,
     * which the annex leaves to others, ICU and the default rules differ.
     */
    private static final int[] ALPHABET = {
        'a', 'Z', 0xE9, 0x3B1, 0x410, 0x5D0, 0x5EA, '0', '7', 0x663, '\'', '"', '.', ',', ':', ';', '_', '-', '(',
        0x2019, 0xB7, 0x2027, 0x202F, 0x308, 0x301, 0xAD, 0x200D, 0x200B, 0x1F1E6, 0x1F1FF, 0x1F600, 0x1F44D, 0x1F3FD,
        0x2764, 0xFE0F, 0xA0, 0x3000, 0x2003, 0x85, 0x2028, 0x24C2, 0xB2, 0x2160, 0x1D400, 0x10FFFF
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cutsWhereIcuCuts(long seed) {
        Random random = new Random(seed);
        BreakIterator icu = BreakIterator.getWordInstance(ULocale.ROOT);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder builder = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                builder.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
            }
            String text = builder.toString();
            List<String> expected = new ArrayList<>();
            icu.setText(text);
            int start = 0;
            for (int end = icu.next(); end != BreakIterator.DONE; end = icu.next()) {
                String segment = text.substring(start, end);
                if (segment.codePoints().anyMatch(UnicodeWordsTest::makesAWord)) {
                    expected.add(segment);
                }
                start = end;
            }
            assertThat(words(Tokenizers.unicode(), text))
                    .as("seed %d: %s", seed, escaped(text))
                    .isEqualTo(expected);
        }
    }

    private static boolean makesAWord(int point) {
        return (UnicodeTables.get().word(point) & UnicodeTables.WORD) != 0;
    }

    @Test
    void cutsTheExamplesOfTheAnnex() {
        Tokenizer unicode = Tokenizers.unicode();
        assertThat(words(
                        unicode,
                        "The\u00a0quick\u00a0(“brown”)\u00a0fox\u00a0can’t\u00a0jump\u00a032.3\u00a0feet,\u00a0right?"))
                .containsExactly("The", "quick", "brown", "fox", "can’t", "jump", "32.3", "feet", "right");
        assertThat(words(unicode, "ソフトウェア開発")).containsExactly("ソフトウェア", "開", "発");
        assertThat(words(unicode, "3a_b.5,6")).containsExactly("3a_b", "5,6");
        assertThat(words(unicode, "...!?")).isEmpty();
        assertThat(words(unicode, "ABC123xyz")).containsExactly("ABC123xyz");
    }

    @Test
    void foldsAsUnicodeDoes() {
        Tokenizer folded = Tokenizers.unicode().foldCase();
        assertThat(words(folded, "ΟΔΟΣ/οδος/Straße/ﬁ/İ/ǅ/ABC"))
                .containsExactly("οδοσ", "οδοσ", "strasse", "fi", "i̇", "ǆ", "abc");
        assertThat(folded.foldCase().name()).isEqualTo("unicode-17.0-fold");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void refusesExactlyWhatTheDecoderOfTheJdkRefuses(long seed) {
        Random random = new Random(seed);
        int[] leads = {
            0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x9F, 0xA0, 0x8F,
            0x90
        };
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) leads[random.nextInt(leads.length)];
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            boolean valid;
            try {
                UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(buffer);
                valid = true;
            } catch (CharacterCodingException e) {
                valid = false;
            }
            int at = 0;
            int point = 0;
            while (at < bytes.length && point >= 0) {
                point = Utf8.decode(bytes, at, bytes.length);
                at += point < 0 ? 0 : Utf8.length(point);
            }
            assertThat(point >= 0)
                    .as("seed %d, %s", seed, java.util.HexFormat.of().formatHex(bytes))
                    .isEqualTo(valid);
            if (!valid) {
                assertThat(at).isEqualTo(buffer.position());
            }
        }
    }

    @Test
    void namesTheOffsetOfWhatIsNotUtf8() {
        assertThatThrownBy(() -> words(Tokenizers.unicode(), new byte[] {'a', 'b', (byte) 0xE2, (byte) 0x82}))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.offset()).isEqualTo(2))
                .hasMessage("invalid UTF-8 at byte 2");
    }

    private static List<String> words(Tokenizer tokenizer, String text) {
        return words(tokenizer, text.getBytes(UTF_8));
    }

    private static List<String> words(Tokenizer tokenizer, byte[] bytes) {
        List<String> words = new ArrayList<>();
        tokenizer.tokenize(Slice.of(bytes), new Tokens() {
            @Override
            public void token(int start, int end) {
                words.add(new String(bytes, start, end - start, UTF_8));
            }

            @Override
            public void token(byte[] folded, int from, int to) {
                words.add(new String(folded, from, to - from, UTF_8));
            }
        });
        return words;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> escaped.append("U+%04X ".formatted(point)));
        return escaped.toString();
    }
}
