/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"word", "größer", "слово", "言葉", "👩‍👩‍👧", "'\",<>&"})
    void showsPrintableTextAsItIs(String text) {
        assertThat(new String(Utf8.printable(text.getBytes(UTF_8)), UTF_8)).isEqualTo(text);
    }

    @Test
    void copiesNothingWhereNothingIsToBeEscaped() {
        byte[] word = "word".getBytes(UTF_8);

        assertThat(Utf8.printable(word)).isSameAs(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\b | a\\\\b",
                "a\u001b[31mb | a\\x1B[31mb",
                "a\u0000b | a\\x00b",
                "a\u007fb | a\\x7Fb",
                "a\u009bb | a\\xC2\\x9Bb",
                "a\u202eb | a\\xE2\\x80\\xAEb",
                "a\u2028b | a\\xE2\\x80\\xA8b",
                "a\u2066b | a\\xE2\\x81\\xA6b",
            })
    void escapesWhatCouldSteerTheTerminal(String text, String shown) {
        assertThat(new String(Utf8.printable(text.getBytes(UTF_8)), UTF_8)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        // Alone, cut short, overlong, a surrogate, beyond the last character.
        "a\u00ff, a\\xFF",
        "\u00e2\u0082, \\xE2\\x82",
        "\u00c0\u00af, \\xC0\\xAF",
        "\u00ed\u00a0\u0080, \\xED\\xA0\\x80",
        "\u00f4\u0090\u0080\u0080, \\xF4\\x90\\x80\\x80",
        "\u00c3\u00bcx\u0080, üx\\x80"
    })
    void escapesBytesThatAreNotUtf8(String latin1, String shown) {
        byte[] bytes = latin1.getBytes(ISO_8859_1);

        assertThat(new String(Utf8.printable(bytes), UTF_8)).isEqualTo(shown);
        assertThat(Utf8.isValid(bytes)).isFalse();
    }

    @Test
    void agreesWithTheJdkOnWhatIsValid() {
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] interesting = {
            0x41,
            (byte) 0x80,
            (byte) 0x9f,
            (byte) 0xa0,
            (byte) 0xbf,
            (byte) 0xc2,
            (byte) 0xe0,
            (byte) 0xe1,
            (byte) 0xed,
            (byte) 0xf0,
            (byte) 0xf4,
            (byte) 0xf5
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = interesting[random.nextInt(interesting.length)];
            }
            boolean valid;
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                valid = true;
            } catch (CharacterCodingException e) {
                valid = false;
            }
            assertThat(Utf8.isValid(bytes)).as("seed %d, round %d", seed, i).isEqualTo(valid);
        }
    }

    @Test
    void showsDifferentBytesDifferently() {
        long seed = 7;
        Random random = new Random(seed);
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(3)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) "\\xF\u001b\u00ff\u00c3\u00bc".charAt(random.nextInt(7));
            }
            String before = seen.put(new String(Utf8.printable(bytes), UTF_8), new String(bytes, ISO_8859_1));
            assertThat(before).as("seed %d", seed).isIn(null, new String(bytes, ISO_8859_1));
        }
    }

    @Test
    void keepsTheBackslashesOfMessages() {
        assertThat(Utf8.printable("C:\\x\u001b]0;evil\u0007")).isEqualTo("C:\\x\\x1B]0;evil\\x07");
    }
}
