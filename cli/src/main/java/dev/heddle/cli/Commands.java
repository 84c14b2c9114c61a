/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands have in common. */
final class Commands {
    /*
     * Commands are described by calls, not by annotations: reading those makes proxies and lambda forms, which took
     * most of the time of a start.
     */

    private Commands() {}

    /** Begins the description of a command; {@code action} is a Runnable or a Callable. */
    static CommandSpec command(String name, Object action, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage()
                .description(description)
                .showDefaultValues(true)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(100);
        return spec;
    }

    /** Adds the options that every command has, at the end of its list. */
    static CommandSpec withStandardOptions(CommandSpec spec) {
        String version = Heddle.class.getPackage().getImplementationVersion();
        return spec.version("heddle " + (version == null ? "(not from its jar)" : version))
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this help.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build());
    }

    /** Describes a switch. */
    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names[0], names)
                .names(names)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** Begins the description of an option with a value. */
    static OptionSpec.Builder option(Class<?> type, String label, String description, String... names) {
        return OptionSpec.builder(names[0], names)
                .names(names)
                .type(type)
                .paramLabel(label)
                .description(description);
    }
}
