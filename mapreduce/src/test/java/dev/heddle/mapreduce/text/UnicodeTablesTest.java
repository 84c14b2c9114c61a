/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.util.VersionInfo;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Compares the shipped tables with ICU's; its main method writes them. */
class UnicodeTablesTest {
    public static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]), make());
    }

    @Test
    void shippedTablesAreThoseOfIcu() throws IOException {
        assertThat(UnicodeTables.VERSION)
                .isEqualTo(VersionInfo.UNICODE_17_0.getMajor() + "." + VersionInfo.UNICODE_17_0.getMinor())
                .isEqualTo(UCharacter.getUnicodeVersion().getMajor() + "."
                        + UCharacter.getUnicodeVersion().getMinor());
        try (InputStream shipped = UnicodeTables.class.getResourceAsStream(UnicodeTables.FILE)) {
            assertThat(shipped.readAllBytes()).isEqualTo(make());
        }
    }

    @Test
    void answersForEachCharacterWhatIcuAnswers() {
        byte[] folded = new byte[16];
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            assertThat(UnicodeTables.get().word(point)).as("U+%04X", point).isEqualTo(value(point));
            if (point < 0xD800 || point > 0xDFFF) {
                int length = UnicodeTables.get().fold(point, folded, 0);
                byte[] wanted = fold(point);
                assertThat(Arrays.equals(folded, 0, length, wanted, 0, wanted.length))
                        .as("fold of U+%04X", point)
                        .isTrue();
                assertThat(wanted.length).isLessThanOrEqualTo(UnicodeTables.MAX_FOLD_GROWTH * Utf8.length(point));
            }
        }
    }

    private static byte[] make() throws IOException {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(words);
        int ranges = 0;
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point == Character.MAX_CODE_POINT || value(point) != value(point + 1)) {
                out.writeInt(point + 1);
                out.writeByte(value(point));
                ranges++;
            }
        }
        ByteArrayOutputStream folds = new ByteArrayOutputStream();
        DataOutputStream foldsOut = new DataOutputStream(folds);
        int folded = 0;
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
            if (!surrogate
                    && !Arrays.equals(fold(point), Character.toString(point).getBytes(UTF_8))) {
                foldsOut.writeInt(point);
                foldsOut.writeByte(fold(point).length);
                foldsOut.write(fold(point));
                folded++;
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream allOut = new DataOutputStream(all);
        allOut.writeInt(ranges);
        words.writeTo(allOut);
        allOut.writeInt(folded);
        folds.writeTo(allOut);
        return all.toByteArray();
    }

    private static byte[] fold(int point) {
        return UCharacter.foldCase(Character.toString(point), true).getBytes(UTF_8);
    }

    private static int value(int point) {
        int type = UCharacter.getType(point);
        boolean number = type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
        boolean word = number || UCharacter.hasBinaryProperty(point, UProperty.ALPHABETIC);
        boolean pictographic = UCharacter.hasBinaryProperty(point, UProperty.EXTENDED_PICTOGRAPHIC);
        return type(point) | (word ? UnicodeTables.WORD : 0) | (pictographic ? UnicodeTables.PICTOGRAPHIC : 0);
    }

    private static int type(int point) {
        return switch (UCharacter.getIntPropertyValue(point, UProperty.WORD_BREAK)) {
            case UCharacter.WordBreak.CR, UCharacter.WordBreak.LF, UCharacter.WordBreak.NEWLINE ->
                UnicodeTables.NEWLINE;
            case UCharacter.WordBreak.EXTEND -> UnicodeTables.EXTEND;
            case UCharacter.WordBreak.FORMAT -> UnicodeTables.FORMAT;
            case UCharacter.WordBreak.ZWJ -> UnicodeTables.ZWJ;
            case UCharacter.WordBreak.WSEGSPACE -> UnicodeTables.WHITE_SPACE;
            case UCharacter.WordBreak.ALETTER -> UnicodeTables.ALPHABETIC_LETTER;
            case UCharacter.WordBreak.HEBREW_LETTER -> UnicodeTables.HEBREW_LETTER;
            case UCharacter.WordBreak.NUMERIC -> UnicodeTables.NUMERIC;
            case UCharacter.WordBreak.KATAKANA -> UnicodeTables.KATAKANA;
            case UCharacter.WordBreak.EXTENDNUMLET -> UnicodeTables.EXTEND_NUM_LET;
            case UCharacter.WordBreak.MIDLETTER -> UnicodeTables.MID_LETTER;
            case UCharacter.WordBreak.MIDNUMLET -> UnicodeTables.MID_NUM_LET;
            case UCharacter.WordBreak.SINGLE_QUOTE -> UnicodeTables.SINGLE_QUOTE;
            case UCharacter.WordBreak.MIDNUM -> UnicodeTables.MID_NUM;
            case UCharacter.WordBreak.DOUBLE_QUOTE -> UnicodeTables.DOUBLE_QUOTE;
            case UCharacter.WordBreak.REGIONAL_INDICATOR -> UnicodeTables.REGIONAL_INDICATOR;
            case UCharacter.WordBreak.OTHER -> UnicodeTables.OTHER;
            default -> throw new IllegalStateException("unknown class of U+" + Integer.toHexString(point));
        };
    }
}
