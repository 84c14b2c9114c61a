/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Runs the harnesses over mutants of the classes that they are about, and tells which mutants nobody notices.
 *
 * <p>Probes first tell which harness comes by which place. Then each mutant is shown to those that come by, the one
 * that noticed the last mutant of the same class first and then the nearest, until one of them sees a forbidden
 * outcome, an error or a hang. Mutants that an interleaving alone shows, and that no harness has noticed, are shown to
 * the unit tests and model checks of their module too.
 */
final class MutantRun {
    private static final int ITERATION_MILLIS = 100;
    private static final int STUCK_MILLIS = 8_000;

    /** How long each harness runs over the probes. */
    private static final long PROBE_MILLIS = 300;

    /** What each harness tries at first, and what the nearest tries then on a mutant that should not live. */
    private static final long FIRST_MILLIS = 500;

    /** On a busy machine it goes on for as many samples, up to a limit. */
    private static final long SAMPLES = 50_000;

    private static final long SECOND_MILLIS = 1_500;

    private final String classPath;
    private final Path folder;
    private final PrintStream out;
    private final Map<String, Harness> lastKiller = new HashMap<>();
    private final Map<Harness, Coverage.Seen> seen = new HashMap<>();

    private MutantRun(String classPath, Path folder, PrintStream out) {
        this.classPath = classPath;
        this.folder = folder;
        this.out = out;
    }

    /**
     * What became of the mutants.
     *
     * @param rows those that were tried
     * @param untried how many the budget left no time for
     */
    record Outcome(List<MutantTable.Row> rows, int untried) {
        Outcome {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Tries all mutants.
     *
     * @param harnesses what should notice them
     * @param classPath what the forks load classes from
     * @param root the folder that holds the modules, with tests that have been compiled; one without them is no fault
     * @param wanted which classes, by binary name
     * @param known what is known already: mutants that are settled there are not tried
     * @param budget how long it may take
     * @param tried takes what became of each, as soon as that is known
     * @param out where progress goes
     * @return what became of them
     * @throws IOException when there is no place for mutants
     */
    static Outcome run(
            List<Harness> harnesses,
            String classPath,
            Path root,
            Predicate<String> wanted,
            MutantTable known,
            Duration budget,
            Consumer<MutantTable.Row> tried,
            PrintStream out)
            throws IOException {
        Path folder = Files.createTempDirectory("heddle-mutants");
        try {
            return new MutantRun(classPath, folder, out).run(harnesses, root, wanted, known, budget, tried);
        } finally {
            delete(folder);
        }
    }

    private Outcome run(
            List<Harness> harnesses,
            Path root,
            Predicate<String> wanted,
            MutantTable known,
            Duration budget,
            Consumer<MutantTable.Row> tried)
            throws IOException {
        long start = System.nanoTime();
        var graph = new ClassGraph(ClassLoader.getSystemClassLoader());
        Map<String, List<Harness>> watchers = watchers(harnesses, graph);
        Map<String, String> fingerprints = new HashMap<>();
        var mutants = new ArrayList<Mutant>();
        for (String name : watchers.keySet()) {
            if (wanted.test(name)) {
                byte[] original = graph.bytes(name);
                String fingerprint = Fingerprint.of(List.of(original));
                fingerprints.put(name, fingerprint);
                for (Mutant mutant : Mutator.mutantsOf(original)) {
                    if (!known.isSettled(mutant.key(), fingerprint)) {
                        mutants.add(mutant);
                    }
                }
            }
        }
        // What an interleaving alone shows comes first, in case that the time does not last.
        mutants.sort(Comparator.comparing(mutant -> !mutant.operator().atomicity()));
        out.printf("%d mutants of %d classes, at most %s%n", mutants.size(), watchers.size(), Progress.clock(budget));
        var coverage = Coverage.of(mutants, graph, folder.resolve("probed"));
        var tests = new UnitTests(root, classPath, coverage, fingerprints.keySet());
        String revision = Revision.of(root);
        var rows = new ArrayList<MutantTable.Row>();
        for (Mutant mutant : mutants) {
            Duration spent = Duration.ofNanos(System.nanoTime() - start);
            if (spent.compareTo(budget) >= 0) {
                break;
            }
            String fate = fate(mutant, watchers.getOrDefault(mutant.className(), List.of()), coverage, tests);
            var row = new MutantTable.Row(
                    mutant.key(), mutant.line(), fingerprints.getOrDefault(mutant.className(), ""), revision, fate);
            rows.add(row);
            tried.accept(row);
            Duration left = spent.multipliedBy(mutants.size() - rows.size()).dividedBy(rows.size());
            out.printf("%3d/%d  %s left  %-90s %s%n", rows.size(), mutants.size(), Progress.clock(left), mutant, fate);
        }
        return new Outcome(rows, mutants.size() - rows.size());
    }

    private String fate(Mutant mutant, List<Harness> watchers, Coverage coverage, UnitTests tests) throws IOException {
        Path mutated = folder.resolve("mutated");
        Path file = mutated.resolve(ClassGraph.file(mutant.className()));
        Files.createDirectories(file.getParent());
        List<Harness> reaching = reaching(mutant, watchers, coverage);
        Files.write(file, mutant.bytes().get());
        try (var launcher = new Launcher(mutated + File.pathSeparator + classPath, STUCK_MILLIS)) {
            for (Harness harness : reaching) {
                String how = notices(harness, launcher, Configuration.C2, FIRST_MILLIS);
                if (how != null) {
                    lastKiller.put(mutant.className(), harness);
                    return MutantTable.Row.KILLED + harness.simpleName() + ": " + how;
                }
            }
            if (!mutant.operator().atomicity()) {
                return reaching.isEmpty() ? MutantTable.Row.UNREACHED : MutantTable.Row.SURVIVED;
            }
            UnitTests.Witness witness = tests.ask(mutant, mutated);
            if (witness.killer() != null) {
                return MutantTable.Row.KILLED + witness.killer();
            }
            if (!reaching.isEmpty()) {
                // Once more, compiled otherwise and for longer, where it is likeliest to show.
                String how = notices(reaching.get(0), launcher, Configuration.C1, SECOND_MILLIS);
                if (how != null) {
                    return MutantTable.Row.KILLED + reaching.get(0).simpleName() + ": " + how;
                }
            }
            return reaching.isEmpty() && !witness.reached() ? MutantTable.Row.UNREACHED : MutantTable.Row.SURVIVED;
        } finally {
            Files.delete(file);
        }
    }

    /** The harnesses that come by, the likeliest to notice first. */
    private List<Harness> reaching(Mutant mutant, List<Harness> watchers, Coverage coverage) throws IOException {
        var reaching = new ArrayList<Harness>();
        Harness last = lastKiller.get(mutant.className());
        for (Harness harness : watchers) {
            if (seen(harness, coverage).has(mutant)) {
                reaching.add(harness.equals(last) ? 0 : reaching.size(), harness);
            }
        }
        return reaching;
    }

    private Coverage.Seen seen(Harness harness, Coverage coverage) throws IOException {
        Coverage.Seen known = seen.get(harness);
        if (known != null) {
            return known;
        }
        try (var launcher = new Launcher(coverage.classes() + File.pathSeparator + classPath, STUCK_MILLIS)) {
            Coverage.Seen fresh = coverage.watch(property -> launcher.run(
                    ForkOptions.fork(
                            harness.real(),
                            harness.blocking(),
                            new Configuration("probes", List.of(property), CompileMode.UNIFIED),
                            ITERATION_MILLIS,
                            0),
                    harness.blocking(),
                    new Limits(PROBE_MILLIS, 1, 10_000, soFar -> false)));
            seen.put(harness, fresh);
            return fresh;
        }
    }

    /** The forbidden outcome or the error that the harness has seen, null when there was none. */
    private static @Nullable String notices(
            Harness harness, Launcher launcher, Configuration configuration, long millis) throws IOException {
        String first = fork(harness, launcher, configuration, millis);
        // Who waits with a limit may be late on a busy machine, and a fork may be killed: once may be either.
        if (first == null || (first.startsWith("'") && !harness.blocking())) {
            return first;
        }
        return fork(harness, launcher, configuration, Math.max(millis, SECOND_MILLIS));
    }

    private static @Nullable String fork(Harness harness, Launcher launcher, Configuration configuration, long millis)
            throws IOException {
        Predicate<TestResult> bad = soFar -> outcome(harness, soFar) != null;
        TestResult result = launcher.run(
                ForkOptions.fork(harness.real(), harness.blocking(), configuration, ITERATION_MILLIS, 0),
                harness.blocking(),
                new Limits(millis, harness.blocking() ? 1 : SAMPLES, 5_000, bad));
        return result.status() == Status.NORMAL
                ? outcome(harness, result)
                : result.status().name();
    }

    private static @Nullable String outcome(Harness harness, TestResult result) {
        for (String outcome :
                Grades.seen(harness.real(), List.of(result), Expect.FORBIDDEN).keySet()) {
            return "'" + outcome + "'";
        }
        return null;
    }

    /** For each class the harnesses whose type reaches it, the nearest first. */
    private static Map<String, List<Harness>> watchers(List<Harness> harnesses, ClassGraph graph) throws IOException {
        Map<String, Map<Harness, Integer>> distances = new TreeMap<>();
        for (Harness harness : harnesses) {
            graph.reached(harness.type())
                    .forEach((name, distance) -> distances
                            .computeIfAbsent(name, ignored -> new LinkedHashMap<>())
                            .put(harness, distance));
        }
        Map<String, List<Harness>> watchers = new TreeMap<>();
        distances.forEach((name, byHarness) -> watchers.put(
                name,
                byHarness.entrySet().stream()
                        .sorted(Map.Entry.<Harness, Integer>comparingByValue()
                                .thenComparing(each -> each.getKey().name()))
                        .map(Map.Entry::getKey)
                        .toList()));
        return watchers;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
