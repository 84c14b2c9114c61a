/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * A command that was run in this process, and what it printed.
 *
 * @param exitCode what the process would have ended with
 * @param out what it printed on standard output
 * @param err what it said on standard error
 */
record Command(int exitCode, String out, String err) {

    static Command run(String... args) {
        return runOn(new byte[0], args);
    }

    static Command runOn(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Command command = runInto(out, input, args);
        return new Command(command.exitCode, out.toString(UTF_8), command.err);
    }

    static Command runInto(OutputStream out, byte[] input, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8), "", false);
        int exitCode = Heddle.run(streams, args);
        return new Command(exitCode, "", err.toString(UTF_8));
    }
}
