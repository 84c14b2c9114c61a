/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How bytes that came from anywhere are shown to people.
 *
 * <p>Printable text is shown as it is. A backslash is shown twice; a byte that is not part of valid UTF-8, and every
 * byte of a character that could steer a terminal - control characters, line and paragraph separators, bidirectional
 * overrides - is shown as {@code \xHH}. Different bytes are therefore never shown alike.
 */
final class Utf8 {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Utf8() {}

    /** Whether all of {@code bytes} are valid UTF-8. */
    static boolean isValid(byte[] bytes) {
        for (int i = 0; i < bytes.length; ) {
            int length = sequenceLength(bytes, i);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Returns the bytes to print for {@code bytes}: the same array where nothing in it needs an escape. */
    static byte[] printable(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < ' ' || bytes[i] == '\\' || bytes[i] == 0x7f) {
                return escaped(bytes);
            }
        }
        return bytes;
    }

    /** Returns {@code text}, such as a message that names a file, with nothing in it that could steer a terminal. */
    static String printable(String text) {
        if (text.codePoints().noneMatch(Utf8::steersTerminal)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (steersTerminal(codePoint)) {
                for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    shown.append("\\x").append(HEX.toHexDigits(b));
                }
            } else {
                shown.appendCodePoint(codePoint);
            }
        });
        return shown.toString();
    }

    private static byte[] escaped(byte[] bytes) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream(bytes.length + 16);
        for (int i = 0; i < bytes.length; ) {
            int length = sequenceLength(bytes, i);
            if (length != 0 && !steersTerminal(codePoint(bytes, i, length))) {
                if (bytes[i] == '\\') {
                    shown.write('\\');
                }
                shown.write(bytes, i, length);
                i += length;
            } else {
                for (int end = i + Math.max(length, 1); i < end; i++) {
                    shown.writeBytes(new byte[] {
                        '\\', 'x', (byte) HEX.toHighHexDigit(bytes[i]), (byte) HEX.toLowHexDigit(bytes[i])
                    });
                }
            }
        }
        return shown.toByteArray();
    }

    /** Whether {@code codePoint} moves the cursor, ends the line or turns the direction of what follows. */
    static boolean steersTerminal(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /**
     * Returns how many bytes the character at {@code from} has, 0 when what stands there is not valid UTF-8: table 3-7
     * of the Unicode standard.
     */
    private static int sequenceLength(byte[] bytes, int from) {
        int first = bytes[from] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || from + length > bytes.length) {
            return 0;
        }
        int second = bytes[from + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[from + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static int codePoint(byte[] bytes, int from, int length) {
        return length == 1 ? bytes[from] : new String(bytes, from, length, StandardCharsets.UTF_8).codePointAt(0);
    }
}
