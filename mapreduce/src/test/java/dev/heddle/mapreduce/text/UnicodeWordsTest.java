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
import dev.heddle.mapreduce.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the cut of runs with that of ICU over whole texts. */
class UnicodeWordsTest {
    private static final String[] PIECES = {
        "a", "Z", "é", "ß", "İ", "1", "٣", "_", "'", "’", ".", ",", ":", ";", "-", "@", "$", "#", "\"", "(", "!", "~",
        "א", "ה", "カ", "ひ", "漢", "字", "ก", "า", "\u0301", "\u200D", "\u00AD", "👩", "🏽", "🇩", "🇪", "\u00A0", "\u0000"
    };

    @Test
    void everyRunOfThreeAsciiCharactersIsCutAsIcuCutsIt() {
        for (int a = 33; a < 127; a++) {
            for (int b = 33; b < 127; b++) {
                for (char c : "aZ1_'.,:-@\"".toCharArray()) {
                    String run = "" + (char) a + (char) b + c;
                    assertThat(cut(run)).as(run).isEqualTo(icu(run));
                }
            }
        }
    }

    @Test
    void aTextIsCutRunByRunAsIcuCutsItWhole() {
        Random random = new Random(29);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            List<String> words = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                StringBuilder pieces = new StringBuilder();
                for (int i = random.nextInt(1, 7); i > 0; i--) {
                    pieces.append(PIECES[random.nextInt(PIECES.length)]);
                }
                words.addAll(cut(pieces.toString()));
                text.append(pieces).append(run == 0 ? " " : "\n");
            }
            assertThat(words).as("round %s: %s", round, text).isEqualTo(icu(text.toString()));
        }
    }

    @Test
    void cutsTheExamplesOfTheAnnex() {
        assertThat(cut("The\u00a0quick\u00a0(“brown”)\u00a0fox\u00a0can’t\u00a0jump\u00a032.3\u00a0feet,\u00a0right?"))
                .containsExactly("The", "quick", "brown", "fox", "can’t", "jump", "32.3", "feet", "right");
        assertThat(cut("ソフトウェア開発")).containsExactly("ソフトウェア", "開発");
        assertThat(cut("3a_b.5,6")).containsExactly("3a_b", "5,6");
        assertThat(cut("...!?")).isEmpty();
    }

    @Test
    void foldsAsUnicodeDoes() {
        assertThat(cut(new UnicodeWords(true), "ΟΔΟΣ/οδος/Straße/ﬁ/İ/ǅ/ABC"))
                .containsExactly("οδοσ", "οδοσ", "strasse", "fi", "i̇", "ǆ", "abc");
    }

    @Test
    void namesTheOffsetOfWhatIsNotUtf8() {
        assertThatThrownBy(() -> cut(new UnicodeWords(false), new byte[] {'(', 'a', 'b', (byte) 0xE2, (byte) 0x82}))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.offset()).isEqualTo(3))
                .hasMessage("invalid UTF-8 at byte 3");
    }

    private static List<String> cut(String run) {
        return cut(new UnicodeWords(false), run);
    }

    private static List<String> cut(UnicodeWords tokenizer, String run) {
        return cut(tokenizer, run.getBytes(UTF_8));
    }

    private static List<String> cut(UnicodeWords tokenizer, byte[] bytes) {
        List<String> words = new ArrayList<>();
        tokenizer.tokenize(Slice.of(bytes), new Tokens() {
            @Override
            public void token(int start, int end) {
                token(bytes, start, end);
            }

            @Override
            public void token(byte[] from, int start, int end) {
                words.add(new String(from, start, end - start, UTF_8));
            }
        });
        return words;
    }

    private static List<String> icu(String text) {
        BreakIterator boundaries = BreakIterator.getWordInstance(ULocale.ROOT);
        boundaries.setText(text);
        List<String> words = new ArrayList<>();
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; start = end, end = boundaries.next()) {
            if (boundaries.getRuleStatus() >= BreakIterator.WORD_NONE_LIMIT) {
                words.add(text.substring(start, end));
            }
        }
        return words;
    }
}
