/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the harnesses over mutants of the classes that they are about, and tells which mutants nobody notices.
 *
 * <p>A mutant of a class is shown to the harnesses of every type that reaches the class, the nearest first, until one
 * of them sees a forbidden outcome, an error or a hang. Before a harness is tried, a probe at the same place tells
 * whether it comes by at all; most do not, and finding that out takes a third of a second.
 */
final class MutantRun {
    private static final int ITERATION_MILLIS = 100;
    private static final int STUCK_MILLIS = 6_000;

    /** What each harness tries at first, and what it tries then on a mutant that should not live. */
    private static final long FIRST_MILLIS = 500;

    private static final long SECOND_MILLIS = 2_500;
    private static final int CONSTANT_CLASS = 7;

    private final String classPath;
    private final Path folder;
    private final PrintStream out;
    private final Map<String, Harness> lastKiller = new HashMap<>();

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
            Predicate<String> wanted,
            MutantTable known,
            Duration budget,
            Consumer<MutantTable.Row> tried,
            PrintStream out)
            throws IOException {
        Path folder = Files.createTempDirectory("heddle-mutants");
        try {
            return new MutantRun(classPath, folder, out).run(harnesses, wanted, known, budget, tried);
        } finally {
            delete(folder);
        }
    }

    private Outcome run(
            List<Harness> harnesses,
            Predicate<String> wanted,
            MutantTable known,
            Duration budget,
            Consumer<MutantTable.Row> tried)
            throws IOException {
        Map<String, List<Harness>> watchers = watchers(harnesses);
        Map<String, String> fingerprints = new HashMap<>();
        var mutants = new ArrayList<Mutant>();
        for (String name : watchers.keySet()) {
            if (wanted.test(name)) {
                byte[] original = bytes(name);
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
        long start = System.nanoTime();
        var rows = new ArrayList<MutantTable.Row>();
        for (Mutant mutant : mutants) {
            Duration spent = Duration.ofNanos(System.nanoTime() - start);
            if (spent.compareTo(budget) >= 0) {
                break;
            }
            String fate = fate(mutant, watchers.getOrDefault(mutant.className(), List.of()));
            var row = new MutantTable.Row(
                    mutant.key(), mutant.line(), fingerprints.getOrDefault(mutant.className(), ""), fate);
            rows.add(row);
            tried.accept(row);
            Duration left = spent.multipliedBy(mutants.size() - rows.size()).dividedBy(rows.size());
            out.printf("%3d/%d  %s left  %-90s %s%n", rows.size(), mutants.size(), Progress.clock(left), mutant, fate);
        }
        return new Outcome(rows, mutants.size() - rows.size());
    }

    private String fate(Mutant mutant, List<Harness> watchers) throws IOException {
        Path file = folder.resolve(mutant.className().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (var launcher = new Launcher(folder + File.pathSeparator + classPath, STUCK_MILLIS)) {
            Harness last = lastKiller.get(mutant.className());
            if (last != null && watchers.contains(last)) {
                String how = killedBy(last, mutant, launcher, file, false);
                if (how != null) {
                    return killed(last, how);
                }
            }
            var reaching = new ArrayList<Harness>();
            for (Harness harness : watchers) {
                if (reaches(harness, mutant, launcher, file)) {
                    reaching.add(harness);
                    String how = harness.equals(last) ? null : killedBy(harness, mutant, launcher, file, false);
                    if (how != null) {
                        lastKiller.put(mutant.className(), harness);
                        return killed(harness, how);
                    }
                }
            }
            if (mutant.operator().atomicity()) {
                for (Harness harness : reaching) {
                    String how = killedBy(harness, mutant, launcher, file, true);
                    if (how != null) {
                        return killed(harness, how);
                    }
                }
            }
            return reaching.isEmpty() ? MutantTable.Row.UNREACHED : MutantTable.Row.SURVIVED;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String killed(Harness harness, String how) {
        return MutantTable.Row.KILLED + harness.simpleName() + ": " + how;
    }

    private static boolean reaches(Harness harness, Mutant mutant, Launcher launcher, Path file) throws IOException {
        Supplier<byte[]> probe = mutant.probe();
        if (probe == null) {
            return true;
        }
        Files.write(file, probe.get());
        return notices(harness, launcher, Configuration.C1, ITERATION_MILLIS) != null;
    }

    private static @Nullable String killedBy(
            Harness harness, Mutant mutant, Launcher launcher, Path file, boolean thoroughly) throws IOException {
        Files.write(file, mutant.bytes().get());
        if (thoroughly) {
            String how = notices(harness, launcher, Configuration.C1, SECOND_MILLIS);
            return how == null ? notices(harness, launcher, Configuration.C2, SECOND_MILLIS) : how;
        }
        return notices(harness, launcher, Configuration.C2, FIRST_MILLIS);
    }

    /** The forbidden outcome or the error that the harness has seen, null when there was none. */
    private static @Nullable String notices(
            Harness harness, Launcher launcher, Configuration configuration, long millis) throws IOException {
        Predicate<TestResult> bad = soFar -> outcome(harness, soFar) != null;
        TestResult result = launcher.run(
                ForkOptions.fork(harness.real(), harness.blocking(), configuration, ITERATION_MILLIS, 0),
                harness.blocking(),
                new Limits(millis, 1, 10_000, bad));
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
    private static Map<String, List<Harness>> watchers(List<Harness> harnesses) throws IOException {
        Map<String, Map<Harness, Integer>> distances = new TreeMap<>();
        for (Harness harness : harnesses) {
            reached(harness.type())
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

    /** The classes of the same library that a type uses, with the number of steps to each. */
    private static Map<String, Integer> reached(String type) throws IOException {
        String library = type.substring(0, type.indexOf('.', type.indexOf('.') + 1) + 1);
        var reached = new LinkedHashMap<String, Integer>();
        reached.put(type, 0);
        var open = new ArrayDeque<String>(reached.keySet());
        while (!open.isEmpty()) {
            String name = open.remove();
            for (String used : used(bytes(name))) {
                if (used.startsWith(library) && !reached.containsKey(used) && exists(used)) {
                    reached.put(used, reached.getOrDefault(name, 0) + 1);
                    open.add(used);
                }
            }
        }
        return reached;
    }

    private static Set<String> used(byte[] classFile) {
        var reader = new ClassReader(classFile);
        var buffer = new char[reader.getMaxStringLength()];
        var names = new TreeSet<String>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == CONSTANT_CLASS) {
                String name = reader.readUTF8(item, buffer);
                if (name != null && !name.startsWith("[")) {
                    names.add(name.replace('/', '.'));
                }
            }
        }
        return names;
    }

    private static boolean exists(String name) {
        return ClassLoader.getSystemResource(name.replace('.', '/') + ".class") != null;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IOException("class path: no " + name);
            }
            return in.readAllBytes();
        }
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
