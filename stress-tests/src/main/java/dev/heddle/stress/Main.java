/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the stress tests. */
@Command(
        name = "stress",
        description = "Proves the promises of Heddle's classes on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {Main.Run.class, Main.Promises.class, Main.Mutants.class})
public final class Main {
    private Main() {}

    /**
     * Runs a command and exits with 0 if everything that it looked at holds, with 1 if not.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static Suite suite(String tests) {
        Pattern wanted = Pattern.compile(tests);
        return Suite.read(
                classPath(), name -> wanted.matcher(name).find(), name -> name.startsWith("dev.heddle.learn."));
    }

    /** Where things are. */
    static final class Places {
        @Option(
                names = "--root",
                description = "The folder that holds the modules (default: ${DEFAULT-VALUE})",
                defaultValue = ".")
        private Path root = Path.of(".");

        private Places() {}

        Path root() {
            return root.toAbsolutePath().normalize();
        }

        Path measured() {
            return root().resolve("stress-tests/measured.tsv");
        }

        Path mutants() {
            return root().resolve("stress-tests/mutants.tsv");
        }

        Path survivors() {
            return root().resolve("stress-tests/survivors.tsv");
        }

        Path page() {
            return root().resolve("docs/promises.md");
        }
    }

    /** Which pass. */
    enum Depth {
        /** Seconds for each promise: every build. */
        SHORT,
        /** All JVM configurations: what the promises page quotes. */
        LONG
    }

    /** Runs the harnesses. */
    @Command(
            name = "run",
            description = "Runs every harness: the real class must hold, its twin must be caught.",
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        @Mixin
        private Places places = new Places();

        @Option(names = "--pass", description = "short or long (default: ${DEFAULT-VALUE})", defaultValue = "SHORT")
        private Depth pass = Depth.SHORT;

        @Option(names = "--seconds", description = "The budget of the whole run (default: 600; long: 1800)")
        private long seconds;

        @Option(names = "--millis", description = "How long each fork runs (default: 250; long: 2000)")
        private long millis;

        @Option(names = "--tests", description = "Only harnesses whose class name this expression is found in")
        private String tests = "";

        @Option(
                names = "--out",
                description = "Where results go (default: ${DEFAULT-VALUE})",
                defaultValue = "target/stress")
        private Path out = Path.of("target", "stress");

        @Option(names = "--fail-fast", description = "Stop at the first fault")
        private boolean failFast;

        @Option(names = "--seed", description = "What the stressed compiler draws its choices from")
        private int seed = (int) (System.nanoTime() >>> 8) & Integer.MAX_VALUE;

        @Option(
                names = "--record",
                arity = "0..1",
                description = "Put the figures into stress-tests/measured.tsv and the page")
        private boolean record;

        @Option(
                names = "--missing",
                arity = "0..1",
                description = "Only harnesses that stress-tests/measured.tsv has no figures of, and of those as many"
                        + " as the budget has full time for")
        private boolean missing;

        private Run() {}

        @Override
        public Integer call() throws IOException {
            Suite suite = suite(tests);
            Pass chosen = switch (pass) {
                case SHORT -> Pass.quick(Duration.ofSeconds(seconds > 0 ? seconds : 600));
                case LONG -> Pass.thorough(Duration.ofSeconds(seconds > 0 ? seconds : 1800), seed);
            };
            if (millis > 0) {
                chosen = chosen.withMillis(millis);
            }
            if (missing && suite.faults().isEmpty()) {
                Measured measured = Measured.read(places.measured());
                List<Harness> open = suite.harnesses().stream()
                        .filter(each -> measured.of(each) == null)
                        .toList();
                if (open.isEmpty()) {
                    System.out.println("stress: every harness is measured");
                    return 0;
                }
                suite = suite.of(StressRun.fitting(open, chosen));
                System.out.printf(
                        "%d of %d harnesses that are not measured%n",
                        suite.harnesses().size(), open.size());
            }
            if (suite.harnesses().isEmpty() && suite.faults().isEmpty()) {
                System.err.println("stress: no harness" + (tests.isEmpty() ? "" : " is named like " + tests));
                return 1;
            }
            try (var launcher = new Launcher(classPath())) {
                StressRun.Outcome outcome =
                        StressRun.run(suite, chosen, launcher, out.resolve("results.bin.gz"), System.out, failFast);
                Report.print(suite, outcome, System.out);
                if (record) {
                    List<Verdict> sound = outcome.verdicts().stream()
                            .filter(each -> each.faults().isEmpty())
                            .toList();
                    Measured.read(places.measured())
                            .with(
                                    outcome.pass(),
                                    Revision.of(places.root()),
                                    sound,
                                    suite("").harnesses())
                            .write(places.measured());
                    Files.createDirectories(places.page().getParent());
                    Files.writeString(places.page(), Promises.render(places, suite("")));
                }
                return outcome.proves() ? 0 : 1;
            }
        }
    }

    /** Holds the promises against the harnesses. */
    @Command(
            name = "promises",
            description =
                    "Fails for a promise without harness, a harness without promise and a page that is out of date.",
            mixinStandardHelpOptions = true)
    static final class Promises implements Callable<Integer> {
        @Mixin
        private Places places = new Places();

        @Parameters(
                arity = "0..1",
                description = "check the page, write it, or only report what is missing (default: ${DEFAULT-VALUE})",
                defaultValue = "CHECK")
        private Action action = Action.CHECK;

        private Promises() {}

        /** What to do with the page. */
        enum Action {
            /** Fail when it differs, or something is missing. */
            CHECK,
            /** Write it again, and fail when something is missing. */
            WRITE,
            /** Say what is missing. */
            REPORT
        }

        static String render(Places places, Suite suite) throws IOException {
            return PromisesPage.render(
                    places.root(),
                    Ledger.of(places.root(), suite),
                    Measured.read(places.measured()),
                    MutantTable.read(places.mutants(), places.survivors()));
        }

        @Override
        public Integer call() throws IOException {
            Suite suite = suite("");
            List<String> faults = Ledger.of(places.root(), suite).faults();
            faults.forEach(fault -> System.err.println("promises: " + fault));
            String page = render(places, suite);
            if (action == Action.REPORT) {
                return 0;
            }
            if (action == Action.WRITE) {
                Files.createDirectories(places.page().getParent());
                Files.writeString(places.page(), page);
            } else {
                String outOfDate = PromisesPage.fault(places.page(), page);
                if (outOfDate != null) {
                    System.err.println("promises: " + outOfDate);
                    return 1;
                }
            }
            return faults.isEmpty() ? 0 : 1;
        }
    }

    /** Runs the harnesses over mutants. */
    @Command(
            name = "mutants",
            description = "Weakens the classes one place at a time; fails for a survivor without a reason.",
            mixinStandardHelpOptions = true)
    static final class Mutants implements Callable<Integer> {
        @Mixin
        private Places places = new Places();

        @Option(
                names = "--seconds",
                description = "The budget of the whole run (default: ${DEFAULT-VALUE})",
                defaultValue = "1800")
        private long seconds = 1800;

        @Option(names = "--classes", description = "Only mutants of classes that this expression is found in")
        private String classes = "";

        @Option(
                names = "--record",
                arity = "0..1",
                description = "Put what becomes of each into stress-tests/mutants.tsv, and at last into the page; leave"
                        + " out those that are known to be killed or explained. Runs add up")
        private boolean record;

        private Mutants() {}

        @Override
        public Integer call() throws IOException {
            Pattern wanted = Pattern.compile(classes);
            Suite suite = suite("");
            var table = new AtomicReference<>(MutantTable.read(places.mutants(), places.survivors()));
            MutantTable known = record
                    ? table.get()
                    : new MutantTable(List.of(), table.get().reasons());
            MutantRun.Outcome outcome = MutantRun.run(
                    suite.harnesses(),
                    classPath(),
                    places.root(),
                    name -> wanted.matcher(name).find(),
                    known,
                    Duration.ofSeconds(seconds),
                    row -> {
                        if (record) {
                            table.set(table.get().with(row));
                            table.get().write(places.mutants());
                        }
                    },
                    System.out);
            if (record) {
                Files.writeString(places.page(), Promises.render(places, suite));
            }
            MutantTable tried = new MutantTable(outcome.rows(), known.reasons());
            System.out.println();
            tried.render(System.out::println);
            List<MutantTable.Row> unexplained = tried.unexplained();
            unexplained.forEach(
                    row -> System.out.println("survived, no reason given: " + row.key() + " line " + row.line()));
            if (outcome.untried() > 0) {
                System.out.println("not tried, no time left: " + outcome.untried());
            }
            return unexplained.isEmpty() && outcome.untried() == 0 ? 0 : 1;
        }
    }
}
