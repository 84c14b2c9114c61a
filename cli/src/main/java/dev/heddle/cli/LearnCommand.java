/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UnmatchedArgsBinding;

/** {@code heddle learn}, which the launcher starts from the jar of the harnesses; this one says so. */
final class LearnCommand {
    private LearnCommand() {}

    /** Describes the command. */
    static CommandSpec spec() {
        Callable<Integer> action = () -> {
            throw new Failure("learn needs a checkout of Heddle; run './heddle learn' there");
        };
        CommandSpec spec = Commands.command(
                "learn",
                action,
                "Shows what the memory model does on this machine: 21 effects as a page in the browser."
                        + " Needs a checkout of Heddle and its launcher, and two minutes.");
        spec.addUnmatchedArgsBinding(UnmatchedArgsBinding.forStringArrayConsumer(new Ignored()));
        return spec;
    }

    /** Takes the arguments, which are the launcher's to understand. */
    private static final class Ignored implements picocli.CommandLine.Model.ISetter {
        @Override
        public <T> T set(T value) {
            return value;
        }
    }
}
