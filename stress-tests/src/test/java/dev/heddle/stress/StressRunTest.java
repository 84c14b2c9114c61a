/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;

/** The gate is only as good as the bad suites that it has been seen to refuse. */
class StressRunTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Duration LONG = Duration.ofMinutes(2);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void acceptsRealClassesThatHoldAndTwinsThatAreCaught() throws IOException {
        StressRun.Outcome outcome = run("Total", pass(20_000, LONG), CLASS_PATH);

        assertThat(outcome.allFaults()).isEmpty();
        assertThat(outcome.verdicts())
                .extracting(verdict -> verdict.harness().real().threads())
                .as("as many actors, whatever the number of processors")
                .containsExactly(2, 4, 3);
        assertThat(outcome.verdicts()).allSatisfy(verdict -> {
            assertThat(verdict.samples()).isGreaterThan(20_000);
            assertThat(verdict.forks()).isOne();
            assertThat(verdict.caught()).isPositive();
        });
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("3/3", "TotalNoAdditionOfThreeIsLostStress");
    }

    @Test
    void countsOnlySamplesInWhichTheActorsMeet() throws IOException {
        Harness harness = suite("TotalNoAdditionIsLost").harnesses().get(0);
        try (var launcher = new Launcher(CLASS_PATH)) {
            TestResult checked = launcher.run(
                    ForkOptions.fork(harness.real(), false, Configuration.C1, 100, 0),
                    false,
                    new Limits(0, 0, 0, soFar -> false));

            assertThat(checked.getTotalCount()).isZero();
        }
    }

    @Test
    void goesOnWithoutAnArchiveOfClassesWhereNoneCanBeMade() throws IOException {
        Harness harness = suite("TotalNoAdditionIsLost").harnesses().get(0);
        TestConfig config = ForkOptions.fork(harness.real(), false, Configuration.C2, 100, 0);
        try (var launcher = new Launcher(CLASS_PATH)) {
            assertThat(launcher.archiveClasses(config))
                    .as("of folders on the class path there is none")
                    .isFalse();

            TestResult without = launcher.run(config, false, new Limits(0, 1, 5_000, soFar -> false));

            assertThat(without.status()).isEqualTo(Status.NORMAL);
            assertThat(without.getTotalCount()).isPositive();
        }
    }

    @Test
    void sharesATightBudgetOutAmongTheForks() throws IOException {
        Pass asked = pass(1, Duration.ofSeconds(3)).withMillis(20_000);

        StressRun.Outcome outcome = run("TotalNoAdditionIsLost", asked, CLASS_PATH);

        assertThat(outcome.verdicts()).hasSize(1);
        assertThat(outcome.pass().millis()).isBetween(100L, 3_000L);
    }

    @Test
    void endsWithItsBudgetAndSaysWhatItHasNotTried() throws IOException {
        // Samples that take longer than any plan: the first harness uses the whole budget up.
        Pass greedy = pass(200_000_000, Duration.ofSeconds(3));

        StressRun.Outcome outcome = run("CalibratorTwinIsNeverCaught|TotalNoAdditionOfFour", greedy, CLASS_PATH);

        assertThat(outcome.allFaults())
                .anySatisfy(fault -> assertThat(fault).contains("the run ended after 1 of 2 harnesses"));
    }

    @Test
    void choosesAsManyHarnessesAsThereIsFullTimeFor() {
        List<Harness> three = suite("TotalNoAddition").harnesses();
        Pass pass = pass(1, LONG);

        assertThat(StressRun.fitting(three, pass)).isEqualTo(three);
        assertThat(StressRun.fitting(three, pass(1, Duration.ofSeconds(4)))).isEqualTo(three.subList(0, 2));
        assertThat(StressRun.fitting(three, pass(1, Duration.ofMillis(1)))).isEqualTo(three.subList(0, 1));
    }

    @Test
    void failsWhereNoHarnessIsNamedSo() {
        assertThat(Main.execute("run", "--tests=NoSuchHarness")).isOne();
    }

    @Test
    void triesEveryJvmConfigurationInTheLongPass() {
        Pass pass = Pass.thorough(LONG, 7);

        assertThat(pass.configurationsFor(2))
                .extracting(Configuration::name)
                .containsExactly(
                        "C2",
                        "C2, stressed",
                        "C1",
                        "tiered",
                        "interpreter",
                        "C2, compact headers",
                        "C2 + C1",
                        "C1 + C2",
                        "C2 + interpreter",
                        "interpreter + C2");
        assertThat(pass.configurationsFor(3)).hasSize(6);
        assertThat(Configuration.stressed(7).flags()).contains("-XX:+StressLCM", "-XX:+StressGCM", "-XX:StressSeed=7");
        assertThat(Configuration.COMPACT_HEADERS.flags()).contains("-XX:+UseCompactObjectHeaders");
    }

    @Test
    void refusesAForbiddenOutcomeOfTheRealClass() throws IOException {
        StressRun.Outcome outcome = run("CalibratorRealIsBroken", pass(1, LONG), CLASS_PATH);

        assertThat(outcome.proves()).isFalse();
        assertThat(outcome.allFaults()).singleElement().asString().contains("Real on C2 shows '1'", "One addition");
    }

    @Test
    void refusesAnOutcomeOfTheRealClassThatNobodyHasThoughtOf() throws IOException {
        StressRun.Outcome outcome = run("CalibratorRealSurprises", pass(1, LONG), CLASS_PATH);

        assertThat(outcome.allFaults()).singleElement().asString().contains("Real on C2 shows '3'");
    }

    @Test
    void refusesARealClassThatHangsAndTellsWhere() throws IOException {
        try (var launcher = new Launcher(CLASS_PATH, 2_000)) {
            StressRun.Outcome outcome =
                    StressRun.run(suite("CalibratorRealHangs"), pass(1, LONG), launcher, file(), print(), false);

            assertThat(outcome.allFaults())
                    .singleElement()
                    .asString()
                    .contains("Real on C2 ended with TIMEOUT_ERROR: an actor did not end", "Real.second");
        }
    }

    @Test
    void refusesATwinThatIsNotCaughtInItsSecondTryEither() throws IOException {
        StressRun.Outcome outcome =
                run("CalibratorTwinIsNeverCaught", pass(1, Duration.ofSeconds(1), LONG), CLASS_PATH);

        assertThat(outcome.allFaults()).singleElement().asString().contains("Twin was not caught in");
        assertThat(outcome.forks()).isGreaterThan(2);
    }

    @Test
    void refusesATwinThatLeavesOutOneOfTheOutcomesAskedFor() throws IOException {
        StressRun.Outcome outcome =
                run("CalibratorTwinShowsOneOfTwo", pass(1, Duration.ofSeconds(1), LONG), CLASS_PATH);

        assertThat(outcome.allFaults()).singleElement().asString().contains("Twin never showed '0'", "Both");
        assertThat(outcome.verdicts().get(0).caught()).isPositive();
    }

    @Test
    void refusesAHarnessWithoutItsTwin() throws IOException {
        StressRun.Outcome outcome = run("CalibratorTwinIsNoTest", pass(1, LONG), CLASS_PATH);

        assertThat(outcome.allFaults()).singleElement().asString().contains("jcstress has no test 'Twin'");
    }

    @Test
    void refusesATestThatProvesNothing() throws IOException {
        StressRun.Outcome outcome = run("CalibratorProvesNothing", pass(1, LONG), CLASS_PATH);

        assertThat(outcome.allFaults()).singleElement().asString().contains("proves no promise");
    }

    @Test
    void refusesATwinUnderOtherActors() throws IOException {
        StressRun.Outcome outcome = run("CalibratorOtherActors", pass(1, LONG), CLASS_PATH);

        assertThat(outcome.allFaults())
                .singleElement()
                .asString()
                .contains("Real has the actors [first, second], Twin [first, third]");
    }

    @Test
    void refusesATwinThatIsCaughtByWhatTheRealClassMayDo() throws IOException {
        StressRun.Outcome outcome = run("CalibratorRealMayLose", pass(1, LONG), CLASS_PATH);

        assertThat(outcome.allFaults())
                .singleElement()
                .asString()
                .contains("outcome '1' catches the twin but is ACCEPTABLE in Real");
    }

    @Test
    void refusesAHarnessThatNoLongerFitsItsClass() throws IOException {
        Path without = folder.resolve("without");
        removeMethod("dev/heddle/stress/suite/Total", "add", without);

        StressRun.Outcome outcome =
                run("TotalNoAdditionIsLost", pass(1, LONG), without + File.pathSeparator + CLASS_PATH);

        assertThat(outcome.allFaults())
                .anySatisfy(fault -> assertThat(fault).contains("API_MISMATCH", "NoSuchMethodError"));
    }

    @Test
    void refusesTooFewSamples() throws IOException {
        StressRun.Outcome few = run("TotalNoAdditionIsLost", pass(1, LONG), CLASS_PATH);

        Verdict verdict =
                new Gate(pass(Long.MAX_VALUE, LONG)).judge(few.verdicts().get(0).harness(), results());

        assertThat(verdict.faults()).singleElement().asString().contains("samples (expected: at least 9223");
    }

    @Test
    void refusesARunThatLeftAJvmOut() throws IOException {
        StressRun.Outcome one = run("TotalNoAdditionIsLost", pass(1, LONG), CLASS_PATH);

        Pass two = pass(1, LONG).with(List.of(Configuration.C2, Configuration.C1));
        Verdict verdict = new Gate(two).judge(one.verdicts().get(0).harness(), results());

        assertThat(verdict.faults()).containsExactly("Real was not run on C1");
    }

    @Test
    void refusesResultsThatHoldNothing() throws IOException {
        StressRun.Outcome one = run("TotalNoAdditionIsLost", pass(1, LONG), CLASS_PATH);

        Verdict verdict = new Gate(pass(1, LONG)).judge(one.verdicts().get(0).harness(), List.of());

        assertThat(verdict.faults()).containsExactly("Real was not run on C2", "Twin was not run");
    }

    @Test
    void refusesABudgetThatLeavesNoTimeToTry() throws IOException {
        StressRun.Outcome outcome = run("TotalNoAdditionIsLost", pass(1, Duration.ofMillis(900)), CLASS_PATH);

        assertThat(outcome.allFaults()).singleElement().asString().contains("ms for each fork (expected: at least");
    }

    @Test
    void refusesAJvmThatDoesNotStart() throws IOException {
        var missing = new Configuration("no such", List.of("-XX:+NoSuchFlag"), Configuration.C2.compileMode());

        StressRun.Outcome outcome = run("TotalNoAdditionIsLost", pass(1, LONG).with(List.of(missing)), CLASS_PATH);

        assertThat(outcome.allFaults()).containsExactly("this JDK does not start with [-XX:+NoSuchFlag]");
    }

    @Test
    void stopsAtTheFirstFaultWhereAskedTo() throws IOException {
        Suite suite = suite("CalibratorRealIsBroken|TotalNoAdditionOfThree");
        try (var launcher = new Launcher(CLASS_PATH)) {
            StressRun.Outcome outcome = StressRun.run(suite, pass(1, LONG), launcher, file(), print(), true);

            assertThat(outcome.allFaults())
                    .anySatisfy(fault -> assertThat(fault).contains("the run ended after 1 of 2 harnesses"))
                    .anySatisfy(fault -> assertThat(fault).contains("TotalNoAdditionOfThree", "was not run"));
        }
    }

    private StressRun.Outcome run(String tests, Pass pass, String classPath) throws IOException {
        try (var launcher = new Launcher(classPath)) {
            return StressRun.run(suite(tests), pass, launcher, file(), print(), false);
        }
    }

    private static Suite suite(String tests) {
        return Suite.read(CLASS_PATH, name -> name.matches(".*(" + tests + ").*"), name -> false);
    }

    private Collection<TestResult> results() throws IOException {
        return StressRun.read(file());
    }

    private Path file() {
        return folder.resolve("results.bin.gz");
    }

    private PrintStream print() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private static Pass pass(long samples, Duration budget) {
        return pass(samples, Duration.ofSeconds(30), budget);
    }

    private static Pass pass(long samples, Duration secondTry, Duration budget) {
        return new Pass(
                "test",
                List.of(Configuration.C2),
                false,
                200,
                100,
                samples,
                1,
                Pass.Twins.UNTIL_CAUGHT,
                secondTry,
                budget);
    }

    private static void removeMethod(String name, String method, Path into) throws IOException {
        var writer = new ClassWriter(0);
        try (var in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            new ClassReader(in)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9, writer) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String called, String descriptor, String signature, String[] ex) {
                                    return called.equals(method)
                                            ? null
                                            : super.visitMethod(access, called, descriptor, signature, ex);
                                }
                            },
                            0);
        }
        Path file = into.resolve(name + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, writer.toByteArray());
    }
}
