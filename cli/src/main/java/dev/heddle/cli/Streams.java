/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of one command, and which of them are terminals.
 *
 * @param in standard input
 * @param out standard output, for results; unbuffered
 * @param err standard error, for everything else; UTF-8
 * @param terminals the numbers of those that are terminals, such as {@code "012"}
 * @param color whether what a terminal shows may be coloured
 */
record Streams(InputStream in, OutputStream out, PrintStream err, String terminals, boolean color) {

    /** Returns the streams of this process; the launcher says which are terminals, Java cannot tell one by one. */
    static Streams ofProcess() {
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getProperty("heddle.terminal", ""),
                isEmpty("NO_COLOR") && !"dumb".equals(System.getenv("TERM")));
    }

    private static boolean isEmpty(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty();
    }

    boolean inIsTerminal() {
        return terminals.indexOf('0') >= 0;
    }

    boolean outIsTerminal() {
        return terminals.indexOf('1') >= 0;
    }

    boolean errIsTerminal() {
        return terminals.indexOf('2') >= 0;
    }

    /** Prints one line of talk. */
    void say(String line) {
        err.println(line);
    }

    /** Prints one line that says what went wrong. */
    void complain(String message) {
        err.println("heddle: " + Utf8.printable(message));
    }
}
