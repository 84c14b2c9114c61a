/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code heddle} command.
 *
 * <p>Results go to standard output, talk to standard error. The exit code is 0, 1 for a failure, 2 for wrong usage; of
 * a command whose reader went away 141 and of one that was interrupted 130, as of any other.
 */
public final class Heddle {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    /** What a shell shows for a program that Ctrl-C ended: 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    /** What a shell shows for a program that a closed pipe ended: 128 + SIGPIPE. */
    static final int READER_GONE = 141;

    private Heddle() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        int exitCode = run(Streams.ofProcess(), args);
        if (exitCode != OK) {
            // Not for 0: exit looks for a logger first, which takes longer than most counts.
            System.exit(exitCode);
        }
    }

    /** Runs one command; returns its exit code. */
    static int run(Streams streams, String... args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8));
        CommandLine commandLine = new CommandLine(spec(streams))
                .setExpandAtFiles(false)
                .setOut(out)
                .setErr(new PrintWriter(new OutputStreamWriter(streams.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        streams.outIsTerminal() && streams.color() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((wrong, arguments) -> explain(streams, wrong))
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    if (thrown instanceof Failure failure) {
                        streams.complain(failure.getMessage());
                        return FAILED;
                    }
                    throw thrown;
                });
        try {
            int exitCode = commandLine.execute(args);
            out.flush();
            return exitCode;
        } catch (OutOfMemoryError e) {
            streams.complain("out of memory; HEDDLE_JAVA_OPTS=-Xmx8g, for one, gives the command more");
            return FAILED;
        }
    }

    private static CommandSpec spec(Streams streams) {
        CommandSpec[] self = new CommandSpec[1];
        Runnable noCommand = () -> {
            throw new ParameterException(self[0].commandLine(), "a command is missing, such as 'wordcount'");
        };
        self[0] = Commands.command(
                "heddle", noCommand, "Runs Heddle's jobs on files, and shows what the memory model does.");
        self[0].addSubcommand("wordcount", WordCountCommand.spec(streams));
        self[0].addSubcommand("learn", LearnCommand.spec());
        self[0].usageMessage().synopsisSubcommandLabel("COMMAND");
        return Commands.withStandardOptions(self[0]);
    }

    private static int explain(Streams streams, ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().getFirst();
            message = (argument.startsWith("-") ? "unknown option '" : "unknown command '") + argument + "'";
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                message += "; did you mean '" + near.getFirst() + "'?";
            }
        }
        // picocli's sentences begin with a capital.
        streams.complain(Character.toLowerCase(message.charAt(0)) + message.substring(1));
        streams.say("Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return WRONG_USAGE;
    }
}
