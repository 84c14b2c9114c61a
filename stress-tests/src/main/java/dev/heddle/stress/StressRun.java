/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * One run of all harnesses of a suite: each twin until it is caught, the real classes on every JVM of the pass.
 *
 * <p>Forks run one after the other. Two at a time would take each other's processors away, and it is the meeting of
 * actors that finds anything.
 */
final class StressRun {
    /** The time of one iteration: after each of them a twin may be let go. */
    private static final int ITERATION_MILLIS = 100;

    /** What a fork costs beside its iterations, for the plan. */
    private static final long START_MILLIS = 450;

    /** How often a twin shows its bad outcome before it is let go: once may be luck. */
    private static final long OFTEN = 50;

    /** How often the twin would have been caught in as many samples as a short fork of the real class takes. */
    private static final long PLENTY = 1_000;

    /** From so many harnesses on it pays to archive the classes that all forks load. */
    private static final int MANY = 20;

    private final Suite suite;
    private final Pass pass;
    private final Launcher launcher;
    private final PrintStream out;
    private final boolean failFast;
    private final AtomicInteger forkIds = new AtomicInteger();
    private final long start = System.nanoTime();

    private StressRun(Suite suite, Pass pass, Launcher launcher, PrintStream out, boolean failFast) {
        this.suite = suite;
        this.pass = pass;
        this.launcher = launcher;
        this.out = out;
        this.failFast = failFast;
    }

    /**
     * Runs a suite.
     *
     * @param suite what to run
     * @param pass how much of it
     * @param launcher what starts the forks
     * @param file where jcstress' results go
     * @param out where progress goes
     * @param failFast whether the first fault ends the run
     * @return what was shown
     * @throws IOException when the results cannot be written or read back
     */
    static Outcome run(Suite suite, Pass pass, Launcher launcher, Path file, PrintStream out, boolean failFast)
            throws IOException {
        var faults = new ArrayList<>(suite.faults());
        if (!faults.isEmpty()) {
            return new Outcome(pass, List.of(), faults, 0, Duration.ZERO);
        }
        Pass possible = pass.with(startable(pass, launcher, out, faults));
        long each = millisWithin(suite, possible);
        if (each < possible.leastMillis()) {
            faults.add("a budget of " + possible.budget().toSeconds() + " s leaves " + Math.max(0, each)
                    + " ms for each fork (expected: at least " + possible.leastMillis() + " ms)");
        }
        if (!faults.isEmpty()) {
            return new Outcome(possible, List.of(), faults, 0, Duration.ZERO);
        }
        return new StressRun(suite, possible.withMillis(each), launcher, out, failFast).run(file);
    }

    /**
     * What a run has shown.
     *
     * @param pass what was tried
     * @param verdicts one for each harness
     * @param faults what is wrong beside them
     * @param forks how many JVMs there were
     * @param took how long it took
     */
    record Outcome(Pass pass, List<Verdict> verdicts, List<String> faults, int forks, Duration took) {
        Outcome {
            verdicts = List.copyOf(verdicts);
            faults = List.copyOf(faults);
        }

        /** Whether everything that should have been shown was. */
        boolean proves() {
            return allFaults().isEmpty();
        }

        /** Every fault, with the harness that has it. */
        List<String> allFaults() {
            var all = new ArrayList<>(faults);
            for (Verdict verdict : verdicts) {
                for (String fault : verdict.faults()) {
                    all.add(verdict.harness().name() + ": " + fault);
                }
            }
            return all;
        }
    }

    /** A JVM that has no compact headers proves what it can without; one that has no C2 proves too little. */
    private static List<Configuration> startable(Pass pass, Launcher launcher, PrintStream out, List<String> faults) {
        var startable = new ArrayList<Configuration>();
        for (Configuration each : pass.configurations()) {
            if (launcher.starts(each)) {
                startable.add(each);
            } else if (each.equals(Configuration.COMPACT_HEADERS)) {
                out.println("This JDK has no " + each.flags() + ": nothing runs on '" + each.name() + "'.");
            } else {
                faults.add("this JDK does not start with " + each.flags());
            }
        }
        return startable;
    }

    /**
     * Chooses harnesses that a pass has time for without shortening their forks.
     *
     * @param harnesses those that wait
     * @param pass the pass and its budget
     * @return the first of them, at least one
     */
    static List<Harness> fitting(List<Harness> harnesses, Pass pass) {
        var chosen = new ArrayList<Harness>();
        long left = usable(pass.budget());
        for (Harness harness : harnesses) {
            long forks = pass.configurationsFor(harness.real().threads()).size();
            left -= (pass.twins() == Pass.Twins.FULL_TIME ? 2 * forks : forks + 1) * (pass.millis() + START_MILLIS);
            if (left < 0 && !chosen.isEmpty()) {
                break;
            }
            chosen.add(harness);
        }
        return chosen;
    }

    /** A quarter is kept for twins that take a second try and for a machine that others use too. */
    private static long usable(Duration budget) {
        return budget.toMillis() * 3 / 4;
    }

    private static long millisWithin(Suite suite, Pass pass) {
        long forks = 0;
        long fixed = 0;
        for (Harness harness : suite.harnesses()) {
            int configurations =
                    pass.configurationsFor(harness.real().threads()).size();
            forks += configurations;
            if (pass.twins() == Pass.Twins.FULL_TIME) {
                forks += configurations;
            } else {
                fixed += START_MILLIS + ITERATION_MILLIS;
            }
        }
        long each = forks == 0 ? pass.millis() : (usable(pass.budget()) - fixed) / forks - START_MILLIS;
        return Math.min(pass.millis(), each);
    }

    private Outcome run(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        List<Harness> harnesses = suite.harnesses();
        var gate = new Gate(pass);
        out.printf(
                "%s pass: %d promises on %d JVM configurations, %d ms each, at most %s%n",
                pass.name(),
                harnesses.size(),
                pass.configurations().size(),
                pass.millis(),
                Progress.clock(pass.budget()));
        if (harnesses.size() >= MANY) {
            Harness any = harnesses.get(0);
            launcher.archiveClasses(
                    ForkOptions.fork(any.real(), any.blocking(), Configuration.C2, ITERATION_MILLIS, 0));
        }
        var disk = new DiskWriteCollector(file.toString());
        int done = 0;
        try {
            for (Harness harness : harnesses) {
                if (spent().compareTo(pass.budget()) >= 0) {
                    break;
                }
                var results = new ArrayList<TestResult>();
                runTwin(harness, results);
                runReal(harness, results);
                results.forEach(disk::add);
                Verdict verdict = gate.judge(harness, results);
                done++;
                out.println(Progress.line(verdict, done, harnesses.size(), spent()));
                if (failFast && !verdict.faults().isEmpty()) {
                    break;
                }
            }
        } finally {
            disk.close();
        }
        Collection<TestResult> written = read(file);
        var faults = new ArrayList<String>();
        if (done < harnesses.size()) {
            faults.add("the run ended after " + done + " of " + harnesses.size() + " harnesses and "
                    + Progress.clock(spent()));
        }
        List<Verdict> verdicts =
                harnesses.stream().map(each -> gate.judge(each, written)).toList();
        return new Outcome(pass, verdicts, faults, forkIds.get(), spent());
    }

    private Duration spent() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Adds the forks of the real class to those of its twin. */
    private void runReal(Harness harness, List<TestResult> results) throws IOException {
        long samples = harness.blocking() ? pass.blockingSamples() : pass.samples();
        long plenty = Math.max(samples, plenty(harness.twin(), results));
        Predicate<TestResult> enough = soFar ->
                soFar.getTotalCount() >= plenty || (failFast && seen(harness.real(), List.of(soFar), Expect.FORBIDDEN));
        for (Configuration each : pass.configurationsFor(harness.real().threads())) {
            var limits = new Limits(pass.millis(), samples, mostMillis(), enough);
            results.add(fork(harness.real(), harness.blocking(), each, limits));
        }
    }

    /**
     * How many samples of the real class say as much as a whole fork: so many that the twin, at the rate at which it
     * was caught, would have been caught a thousand times. No number does in a pass whose forks run to their end.
     */
    private long plenty(TestInfo twin, List<TestResult> results) {
        long caught = caught(twin, results);
        if (pass.twins() == Pass.Twins.FULL_TIME || caught < OFTEN) {
            return Long.MAX_VALUE;
        }
        return PLENTY * results.stream().mapToLong(TestResult::getTotalCount).sum() / caught;
    }

    /** How long a fork may go on for its samples: for a minute, and not beyond the budget. */
    private long mostMillis() {
        return Math.max(
                pass.millis(), Math.min(60_000, pass.budget().minus(spent()).toMillis()));
    }

    private void runTwin(Harness harness, List<TestResult> results) throws IOException {
        TestInfo twin = harness.twin();
        boolean letGo = pass.twins() == Pass.Twins.UNTIL_CAUGHT;
        Predicate<TestResult> caught = soFar -> isCaught(harness, List.of(soFar));
        Predicate<TestResult> often = soFar -> caught.test(soFar) && caught(twin, List.of(soFar)) >= OFTEN;
        List<Configuration> configurations = pass.configurationsFor(twin.threads());
        var twins = new ArrayList<TestResult>();
        for (Configuration each : configurations) {
            var limits = new Limits(pass.millis(), 1, mostMillis(), letGo ? often : soFar -> false);
            twins.add(fork(twin, harness.blocking(), each, limits));
            if (letGo && caught.test(twins.get(twins.size() - 1))) {
                break;
            }
        }
        long end = System.nanoTime() + pass.secondTry().toNanos();
        // Short forks rather than one long one: compiled code that happens not to show it stays as it is.
        for (int i = 0; !isCaught(harness, twins) && ended(twins); i++) {
            if (System.nanoTime() - end > 0 || spent().compareTo(pass.budget()) >= 0) {
                break;
            }
            Configuration next = configurations.get(i % configurations.size());
            long millis = Math.min(3_000, pass.secondTry().toMillis());
            twins.add(fork(twin, harness.blocking(), next, new Limits(millis, 1, 20_000, caught)));
        }
        results.addAll(twins);
    }

    private static long caught(TestInfo twin, List<TestResult> results) {
        return Grades.seen(twin, results, Expect.ACCEPTABLE_INTERESTING).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Whether the twin has shown what it is there to show. */
    private static boolean isCaught(Harness harness, List<TestResult> results) {
        return seen(harness.twin(), results, Expect.ACCEPTABLE_INTERESTING)
                && (!harness.everyOutcome()
                        || Grades.unseen(harness.twin(), results).isEmpty());
    }

    private static boolean ended(List<TestResult> results) {
        return results.stream().allMatch(each -> each.status() == Status.NORMAL);
    }

    private static boolean seen(TestInfo test, List<TestResult> results, Expect grade) {
        return !Grades.seen(test, results, grade).isEmpty();
    }

    private TestResult fork(TestInfo test, boolean blocking, Configuration configuration, Limits limits)
            throws IOException {
        int id = forkIds.getAndIncrement();
        return launcher.run(ForkOptions.fork(test, blocking, configuration, ITERATION_MILLIS, id), blocking, limits);
    }

    /**
     * Reads a result file of jcstress.
     *
     * @param file which
     * @return the results in it
     * @throws IOException when it cannot be read
     */
    static Collection<TestResult> read(Path file) throws IOException {
        var results = new InProcessCollector();
        var reader = new DiskReadCollector(file.toString(), results);
        try {
            reader.dump();
        } catch (ClassNotFoundException e) {
            throw new IOException(file + ": not a result file of this jcstress", e);
        } finally {
            reader.close();
        }
        return results.getTestResults();
    }
}
