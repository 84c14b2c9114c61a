/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.effect.Catalog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command: {@code heddle learn}. */
@Command(
        name = "heddle learn",
        mixinStandardHelpOptions = true,
        version = "Heddle field guide",
        sortOptions = false,
        description = "Shows what the Java memory model does on this machine.")
public final class Learn implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "One effect, deeper; all of them if left out.")
    private @Nullable String name;

    @Option(names = "--list", description = "Lists the effects and ends.")
    private boolean list;

    @Option(names = "--out", paramLabel = "DIR", description = "Writes the page there instead of opening it.")
    private @Nullable Path directory;

    @Option(names = "--text", description = "Prints the findings here instead of making a page.")
    private boolean textOnly;

    @Option(names = "--stress", description = "Lets jcstress take samples too: minutes for each effect.")
    private boolean stress;

    @Option(names = "--glance", hidden = true, description = "Runs everything for a moment only.")
    private boolean glance;

    @Option(names = "--quiet", description = "Prints no progress.")
    private boolean quiet;

    private Learn() {}

    /**
     * Runs the command.
     *
     * @param args its arguments
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Learn()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream out = System.out;
        if (list) {
            Catalog.effects().forEach(effect -> out.printf("%-24s%s%n", effect.name(), effect.question()));
            return 0;
        }
        List<Effect> effects = Catalog.effects();
        if (name != null) {
            effects = Catalog.find(name).map(List::of).orElse(List.of());
            if (effects.isEmpty()) {
                System.err.println("no effect is called '" + name + "' (expected: one of those that --list names)");
                return 2;
            }
        }
        Tour.Depth depth = glance ? Tour.Depth.GLANCE : name == null ? Tour.Depth.DEFAULT : Tour.Depth.DEEPER;
        boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
        Tour tour = new Tour(effects, depth);
        boolean deeper = name != null || stress;
        double seconds = tour.seconds() + (deeper ? Stress.seconds(effects) : 0);
        Progress progress = new Progress(System.err, terminal, quiet, seconds);
        List<Findings> all = tour.run(progress);
        if (deeper && !glance) {
            all = new Stress(all).run(progress);
        }
        progress.end();
        if (!textOnly) {
            write(all);
        }
        if (!textOnly && name == null) {
            return 0;
        }
        Text text = new Text(out, terminal);
        all.forEach(findings -> text.print(findings, name != null));
        return 0;
    }

    private void write(List<Findings> all) throws IOException {
        Path folder = directory;
        if (folder == null) {
            folder = Files.createTempDirectory("heddle-field-guide");
        } else {
            Files.createDirectories(folder);
        }
        Path page = folder.resolve("field-guide.html");
        Machine machine = Machine.here();
        Files.writeString(page, Page.of(all, machine));
        Files.writeString(folder.resolve("field-guide.json"), Json.of(all, machine));
        System.err.println("the guide is in " + page.toAbsolutePath());
        if (directory == null) {
            open(page);
        }
    }

    private static void open(Path page) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
                : List.of(system.contains("mac") ? "open" : "xdg-open", page.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.err.println("no browser could be started (" + command.get(0) + "); open the file yourself");
        }
    }
}
