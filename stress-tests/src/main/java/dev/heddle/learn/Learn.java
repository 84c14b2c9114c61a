/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.learn.effect.Catalog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command: {@code heddle learn}. Findings go to standard output, talk to standard error; the exit code is 0, 1 for
 * a failure, 2 for wrong usage and 130 for an interruption.
 */
@Command(
        name = "heddle learn",
        mixinStandardHelpOptions = true,
        version = "Heddle field guide",
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpWidth = 100,
        description = "Shows what the Java memory model does on this machine, as a page in the browser.")
public final class Learn implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int INTERRUPTED = 130;

    private final PrintStream out;
    private final PrintStream err;
    private final String terminals;
    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "One effect, deeper and by jcstress too; all of them if left out.")
    private @Nullable String name;

    @Option(names = "--list", description = "List the effects and end.")
    private boolean list;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the page there; no browser is opened.")
    private @Nullable Path directory;

    @Option(names = "--text", description = "Print the findings here; no page is made.")
    private boolean textOnly;

    @Option(names = "--stress", description = "Let jcstress take samples of every effect too: an hour.")
    private boolean stress;

    @Option(names = "--glance", hidden = true, description = "Run everything for a moment only.")
    private boolean glance;

    @Option(names = "--quiet", description = "Print no progress.")
    private boolean quiet;

    private Learn(PrintStream out, PrintStream err, String terminals, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.environment = environment;
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args its arguments
     */
    public static void main(String[] args) {
        Leaks.level(LeakLevel.OFF); // the enumerator makes states that nobody runs, and so nobody closes what they hold
        int exitCode = run(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getProperty("heddle.terminal", ""),
                System.getenv(),
                args);
        System.exit(exitCode);
    }

    /**
     * Runs the command.
     *
     * @param out standard output
     * @param err standard error
     * @param terminals the numbers of the streams that are terminals, such as {@code "012"}
     * @param environment the variables that name a browser and forbid colour
     * @param args its arguments
     * @return its exit code
     */
    static int run(
            PrintStream out, PrintStream err, String terminals, Map<String, String> environment, String... args) {
        Learn learn = new Learn(out, err, terminals, environment);
        return new CommandLine(learn)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(learn.colour() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((wrong, arguments) -> learn.explain(wrong))
                .setExecutionExceptionHandler((thrown, command, parsed) -> learn.fail(thrown))
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            Catalog.effects().forEach(effect -> out.printf("%-24s%s%n", effect.name(), effect.question()));
            return 0;
        }
        List<Effect> effects = name == null ? Catalog.effects() : List.of(find(name));
        if (directory != null) {
            prepare(directory);
        }
        long start = System.nanoTime();
        Tour tour =
                new Tour(effects, glance ? Tour.Depth.GLANCE : name == null ? Tour.Depth.DEFAULT : Tour.Depth.DEEPER);
        boolean deeper = (name != null || stress) && !glance;
        Progress progress = new Progress(
                err, terminals.contains("2"), quiet, tour.seconds() + (deeper ? Stress.seconds(effects) : 0));
        List<Findings> all;
        try {
            all = tour.run(progress);
            if (deeper) {
                all = new Stress(all).run(progress);
            }
        } finally {
            progress.end();
        }
        if (textOnly || name != null) {
            Text text = new Text(out, colour());
            for (Findings findings : all) {
                text.print(findings, name != null);
            }
        }
        err.printf(
                "%s in %s.%n",
                name != null ? "One effect" : effects.size() + " effects",
                Figures.clock((System.nanoTime() - start) / 1e9));
        if (!textOnly) {
            write(all);
        }
        return 0;
    }

    private Effect find(String wanted) {
        Optional<Effect> found = Catalog.find(wanted);
        if (found.isEmpty()) {
            Optional<String> near = Catalog.near(wanted);
            throw wrong("no effect is called '" + wanted + "'"
                    + (near.isPresent() ? "; did you mean '" + near.get() + "'?" : "; --list names them all"));
        }
        return found.get();
    }

    /** Fails now, not after the tour, where the page cannot be written. */
    private void prepare(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw wrong("--out: '" + folder + "' is a file (expected: a folder)");
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "field-guide", ".tmp"));
        } catch (IOException e) {
            throw wrong("--out: '" + folder + "' cannot be written to");
        }
    }

    private void write(List<Findings> all) throws IOException {
        Path folder = directory == null ? Files.createTempDirectory("heddle-field-guide") : directory;
        Path page = folder.resolve("field-guide.html").toAbsolutePath();
        Machine machine = Machine.here();
        Files.writeString(page, Page.of(all, machine));
        Files.writeString(folder.resolve("field-guide.json"), Json.of(all, machine));
        err.println("The guide is in " + page);
        if (directory == null) {
            Browser browser = Browser.of(System.getProperty("os.name"), environment);
            if (!browser.open(page)) {
                err.println("No browser could be started with '" + browser.command() + "': open the file yourself.");
            }
        }
    }

    private boolean colour() {
        return terminals.contains("1")
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("the command has not been parsed");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private int explain(ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().get(0);
            message = (argument.startsWith("-") ? "unknown option '" : "one name too many: '") + argument + "'";
        }
        // picocli's sentences begin with a capital.
        err.println("heddle: " + Character.toLowerCase(message.charAt(0)) + message.substring(1));
        err.println("Try 'heddle learn --help'.");
        return WRONG_USAGE;
    }

    private int fail(Exception thrown) throws Exception {
        if (thrown instanceof InterruptedException) {
            return INTERRUPTED;
        } else if (thrown instanceof IOException) {
            err.println("heddle: " + thrown.getMessage());
            return FAILED;
        }
        throw thrown;
    }
}
