/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.stress.suite.Places;
import dev.heddle.stress.suite.Total;
import dev.heddle.stress.suite.TotalTest;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutatorTest {
    @TempDir
    private Path folder;

    @Test
    void findsEveryPlace() throws IOException {
        Map<Mutant.Operator, Long> found = Mutator.mutantsOf(bytes(Places.class)).stream()
                .collect(Collectors.groupingBy(Mutant::operator, Collectors.counting()));

        assertThat(found)
                .containsOnlyKeys(Mutant.Operator.values())
                .containsEntry(Mutant.Operator.SPLIT_CAS, 13L)
                .containsEntry(Mutant.Operator.SPLIT_UPDATE, 16L)
                .containsEntry(Mutant.Operator.NO_MONITOR, 2L)
                .containsEntry(Mutant.Operator.NO_WAKE_UP, 2L)
                .containsEntry(Mutant.Operator.PLAIN_FIELD, 2L);
    }

    static Stream<Mutant> mutants() throws IOException {
        // A notification without its monitor is an error, as it should be.
        return Mutator.mutantsOf(bytes(Places.class)).stream()
                .filter(mutant -> mutant.operator() != Mutant.Operator.NO_MONITOR
                        || !mutant.method().equals("run"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void weakensNothingThatOneThreadCouldSee(Mutant mutant) throws Exception {
        assertThat(run(mutant.bytes().get())).isEqualTo(new Places().run());
    }

    @Test
    void namesThePlaceByItsSourceLine() throws IOException {
        assertThat(Mutator.mutantsOf(bytes(Places.class)))
                .filteredOn(mutant -> mutant.operator() == Mutant.Operator.NO_FENCE)
                .singleElement()
                .satisfies(mutant -> {
                    assertThat(mutant.line()).isPositive();
                    assertThat(mutant).hasToString(Places.class.getName() + ".run:" + mutant.line() + " fence dropped");
                    assertThat(mutant.key()).isEqualTo(Places.class.getName() + "#run NO_FENCE 1");
                });
    }

    @Test
    void isKilledByTheHarnessOfTheClass() throws IOException {
        var printed = new ByteArrayOutputStream();
        List<Harness> harnesses = Suite.read(
                        System.getProperty("java.class.path"),
                        name -> name.endsWith("TotalNoAdditionIsLostStress"),
                        name -> false)
                .harnesses();

        MutantTable known = new MutantTable(List.of(), Map.of());
        var tried = new ArrayList<MutantTable.Row>();
        MutantRun.Outcome outcome = MutantRun.run(
                harnesses,
                System.getProperty("java.class.path"),
                folder,
                name -> name.endsWith(".Total"),
                known,
                Duration.ofMinutes(1),
                tried::add,
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(outcome.untried()).isZero();
        assertThat(tried).isEqualTo(outcome.rows());
        assertThat(outcome.rows())
                .extracting(row -> row.operator() + " " + row.fate())
                .containsExactly("SPLIT_UPDATE killed by TotalNoAdditionIsLostStress: '1'", "PLAIN_READ survived");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Total.add:", "killed by");
    }

    @Test
    void triesWhatIsNotSettledForAsLongAsItsBudgetLasts() throws IOException {
        List<Harness> harnesses = Suite.read(
                        System.getProperty("java.class.path"),
                        name -> name.endsWith("TotalNoAdditionIsLostStress"),
                        name -> false)
                .harnesses();
        String fingerprint = Fingerprint.of(List.of(bytes(Total.class)));
        Mutant first = Mutator.mutantsOf(bytes(Total.class)).get(0);
        var killed = new MutantTable.Row(first.key(), first.line(), fingerprint, "c1", MutantTable.Row.KILLED + "this");

        MutantRun.Outcome outcome = MutantRun.run(
                harnesses,
                System.getProperty("java.class.path"),
                folder,
                name -> name.endsWith(".Total"),
                new MutantTable(List.of(killed), Map.of()),
                Duration.ZERO,
                row -> {},
                System.out);

        assertThat(outcome.rows()).isEmpty();
        assertThat(outcome.untried()).isOne();
    }

    @Test
    void asksForAReasonOfEachSurvivor() throws IOException {
        Path survivors = folder.resolve("survivors.tsv");
        Files.writeString(survivors, "# mutant\treason\n* PLAIN_READ *\tanything\nx.A#* PLAIN_READ *\tfree on x86\n");
        Path file = folder.resolve("mutants.tsv");
        var rows = List.of(
                new MutantTable.Row("x.A#f PLAIN_READ 1", 3, "a1", "c1", MutantTable.Row.SURVIVED),
                new MutantTable.Row("x.A#f SPLIT_CAS 1", 4, "a1", "c1", MutantTable.Row.UNREACHED),
                new MutantTable.Row("x.B#g SPLIT_CAS 1", 5, "b1", "c1", MutantTable.Row.KILLED + "BStress: '1'"));

        MutantTable written = MutantTable.read(file, survivors);
        for (MutantTable.Row row : rows) {
            written = written.with(row);
        }
        written.write(file);
        MutantTable table = MutantTable.read(file, survivors);

        assertThat(table.rows()).isEqualTo(rows);
        assertThat(table.unexplained()).containsExactly(rows.get(1));
        var page = new StringBuilder();
        table.render(page::append);
        assertThat(page)
                .contains(
                        "| `x.A` | 2 | 0 | 1 | 0 | 0 | `c1` |",
                        "| all | 3 | 1 | 2 | 1 | 1 |  |",
                        "| `A.f`:3 | read made plain | free on x86 |",
                        "no harness comes here; not explained yet");
    }

    @Test
    void addsUpRunsAndForgetsWhatWasMadeFromAnotherClassFile() {
        var killed = new MutantTable.Row("x.A#f SPLIT_CAS 1", 4, "a1", "c1", MutantTable.Row.KILLED + "AStress");
        var survivor = new MutantTable.Row("x.A#g SPLIT_CAS 1", 9, "a1", "c1", MutantTable.Row.SURVIVED);
        var other = new MutantTable.Row("x.B#f SPLIT_CAS 1", 4, "b1", "c1", MutantTable.Row.SURVIVED);
        var later = new MutantTable.Row("x.A#g SPLIT_CAS 1", 9, "a2", "c2", MutantTable.Row.SURVIVED);

        MutantTable table = new MutantTable(List.of(), Map.of("x.B#*", "one thread writes"))
                .with(other)
                .with(survivor)
                .with(killed);

        assertThat(table.rows()).containsExactly(killed, survivor, other);
        assertThat(table.isSettled(killed.key(), "a1")).isTrue();
        assertThat(table.isSettled(killed.key(), "a2")).isFalse();
        assertThat(table.isSettled(survivor.key(), "a1")).isFalse();
        assertThat(table.isSettled(other.key(), "b1")).isTrue();
        assertThat(table.with(later).rows()).containsExactly(later, other);
    }

    @Test
    void isKilledByATestOfItsModuleThatComesBy() throws IOException {
        Path module = folder.resolve("sums/target");
        String classPath = System.getProperty("java.class.path");
        copy(Total.class, module.resolve("classes"));
        copy(TotalTest.class, module.resolve("test-classes"));
        Files.writeString(module.resolve("test.classpath"), "");
        List<Mutant> mutants = Mutator.mutantsOf(bytes(Total.class));
        var graph = new ClassGraph(ClassLoader.getSystemClassLoader());
        var coverage = Coverage.of(mutants, graph, folder.resolve("probed"));
        String relative = Stream.of(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of("")
                        .toAbsolutePath()
                        .relativize(Path.of(entry).toAbsolutePath())
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
        var tests = new UnitTests(folder, relative, coverage, Set.of(Total.class.getName()));

        assertThat(ask(tests, mutants.get(0))).isEqualTo(new UnitTests.Witness(true, "TotalTest"));
        assertThat(ask(tests, mutants.get(1))).isEqualTo(new UnitTests.Witness(true, null));
        Mutant elsewhere = Mutator.mutantsOf(bytes(Places.class)).get(0);
        assertThat(ask(tests, elsewhere)).isEqualTo(new UnitTests.Witness(false, null));
    }

    private UnitTests.Witness ask(UnitTests tests, Mutant mutant) throws IOException {
        Path mutated = folder.resolve("mutated");
        Path file = mutated.resolve(ClassGraph.file(mutant.className()));
        Files.createDirectories(file.getParent());
        Files.write(file, mutant.bytes().get());
        return tests.ask(mutant, mutated);
    }

    private static void copy(Class<?> type, Path folder) throws IOException {
        Path file = folder.resolve(ClassGraph.file(type.getName()));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(type));
    }

    private static String run(byte[] classFile) throws Exception {
        var loader = new ClassLoader(MutatorTest.class.getClassLoader()) {
            Class<?> define() {
                return defineClass(Places.class.getName(), classFile, 0, classFile.length);
            }
        };
        Class<?> mutated = loader.define();
        return (String)
                mutated.getMethod("run").invoke(mutated.getDeclaredConstructor().newInstance());
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }
}
