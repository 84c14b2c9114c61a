/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes as <code>&#92;uXXXX</code> the characters that could steer a terminal and that JSON allows in a string as they
 * are; outside of strings none of them occurs.
 */
final class SteeringEscaper extends FilterWriter {

    SteeringEscaper(Writer out) {
        super(out);
    }

    @Override
    public void write(int c) throws IOException {
        if (c > '~' && Utf8.steersTerminal(c)) {
            out.write(String.format("\\u%04x", c));
        } else {
            out.write(c);
        }
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(chars[i]);
        }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(text.charAt(i));
        }
    }
}
