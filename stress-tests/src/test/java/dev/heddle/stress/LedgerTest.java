/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final String PROMISES = """
            /**
             * A sum.
             *
             * @implSpec Promises:
             *     <ul>
             *       <li>no addition is lost
             *     </ul>
             */
            public final class Total {}
            """;

    @TempDir
    private Path root;

    @BeforeEach
    void exportOnePackage() throws IOException {
        write("sums/src/main/java/module-info.java", "module sums { exports dev.heddle.stress.suite; }");
    }

    @Test
    void isInOrderWhenEveryPromiseHasAHarness() throws IOException {
        type("Total", PROMISES);

        Ledger ledger = ledger("TotalNoAddition");

        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.types())
                .singleElement()
                .satisfies(type -> assertThat(ledger.proofs(type, "no addition is lost"))
                        .extracting(Harness::simpleName)
                        .containsExactly(
                                "TotalNoAdditionIsLostStress",
                                "TotalNoAdditionOfFourIsLostStress",
                                "TotalNoAdditionOfThreeIsLostStress"));
    }

    @Test
    void missesTheHarnessOfAPromise() throws IOException {
        type("Total", PROMISES.replace("<li>no", "<li>a {@code sum} of {@link #two} is\n *  exact</li>\n * <li>no"));

        assertThat(ledger("TotalNoAddition").faults())
                .singleElement()
                .asString()
                .contains("Total.java: nothing proves 'a sum of two is exact'", "@Proves(type = Total.class");
    }

    @Test
    void missesThePromiseOfAHarness() throws IOException {
        type("Total", PROMISES.replace("no addition", "nothing"));

        assertThat(ledger("TotalNoAdditionIsLost").faults())
                .anySatisfy(fault -> assertThat(fault)
                        .contains("TotalNoAdditionIsLostStress: the Javadoc of", "does not promise 'no addition"));
    }

    @Test
    void missesThePromisesOfAPublicType() throws IOException {
        type("Total", PROMISES);
        type("Gauge", "/** Goes up and down. */ public final class Gauge {}");

        assertThat(ledger("TotalNoAddition").faults())
                .singleElement()
                .asString()
                .contains("Gauge promises nothing (expected");
    }

    @Test
    void takesAReasonForAPromise() throws IOException {
        type("Total", PROMISES);
        type("Words", """
                /**
                 * Splits.
                 *
                 * @implSpec Promises: none, because it is
                 *     confined to one thread.
                 */
                public interface Words {}
                """);

        Ledger ledger = ledger("TotalNoAddition");

        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.types().get(1).exempt()).isEqualTo("because it is confined to one thread.");
    }

    @Test
    void refusesAListThatIsEmpty() throws IOException {
        type("Total", PROMISES);
        type("Gauge", "/** Goes.\n * @implSpec Promises:\n */ public final class Gauge {}");

        assertThat(ledger("TotalNoAddition").faults())
                .anySatisfy(fault -> assertThat(fault).contains("the section 'Promises:' has no list"));
    }

    @Test
    void exemptsByNatureWhatThreadsDoNotShare() throws IOException {
        type("Total", PROMISES);
        type("Stats", "public record Stats(long count) { public static final class Builder {} }");
        type("Mode", "public enum Mode { FAST }");
        type("Marked", "public @interface Marked {}");
        type("LostException", "public class LostException extends IllegalStateException {}");
        type("Closer", "@FunctionalInterface public interface Closer<T> { void close(T t); }");
        type("Fate", "public sealed interface Fate { record Done() implements Fate {} }");
        type("Hidden", "final class Hidden {}");

        Ledger ledger = ledger("TotalNoAddition");

        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.types())
                .filteredOn(type -> type.exempt() != null)
                .extracting(PromisedType::simpleName)
                .containsExactly("Closer", "Fate", "Fate.Done", "LostException", "Marked", "Mode", "Stats");
    }

    @Test
    void looksOnlyAtExportedPackages() throws IOException {
        type("Total", PROMISES);
        write("sums/src/main/java/inner/Inner.java", "package inner; public final class Inner {}");

        assertThat(ledger("TotalNoAddition").types()).hasSize(1);
    }

    @Test
    void writesAPageThatStaysTheSame() throws IOException {
        type("Total", PROMISES);
        write("sums/src/test/java/dev/heddle/stress/suite/TotalLincheckTest.java", "");
        Ledger ledger = ledger("TotalNoAdditionIsLost");
        Measured measured = new Measured(Map.of())
                .with(
                        Pass.quick(Duration.ofMinutes(1)),
                        "abc1234",
                        List.of(new Verdict(
                                ledger.proofs(ledger.types().get(0), "no addition is lost")
                                        .get(0),
                                2,
                                13_000_000,
                                0,
                                360_000,
                                589,
                                List.of())),
                        List.of());
        Path table = root.resolve("measured.tsv");
        measured.write(table);

        String page = PromisesPage.render(root, ledger, Measured.read(table), new MutantTable(List.of(), Map.of()));

        assertThat(page)
                .contains(
                        "### Total",
                        "| 1.3e7 | 589 of 3.6e5 | `abc1234` |",
                        "[TotalLincheckTest]",
                        "1 harness measured on ",
                        " at `abc1234`, ",
                        "short pass (C2, C1)")
                .isEqualTo(PromisesPage.render(root, ledger, measured, new MutantTable(List.of(), Map.of())));
    }

    @Test
    void showsAHarnessThatIsNewOrHasChangedAsNotMeasuredYet() throws IOException {
        type("Total", PROMISES);
        Ledger ledger = ledger("TotalNoAdditionIsLost");
        Harness harness =
                ledger.proofs(ledger.types().get(0), "no addition is lost").get(0);
        var none = new MutantTable(List.of(), Map.of());
        var other = new Measured.Row("another", LocalDate.of(2026, 1, 2), 2, 13_000_000, 9, 9, "abc1234", "long pass");

        assertThat(PromisesPage.render(root, ledger, new Measured(Map.of()), none))
                .contains("|  |  |  |", "Not measured yet")
                .doesNotContain("not yet |");
        assertThat(PromisesPage.render(root, ledger, new Measured(Map.of(harness.name(), other)), none))
                .contains("| not yet |", "Not measured yet")
                .doesNotContain("1.3e7");
        assertThat(new Measured(Map.of(harness.name(), other))
                        .with(Pass.quick(Duration.ofMinutes(1)), "abc1234", List.of(), List.of(harness))
                        .rows())
                .isEmpty();
    }

    @Test
    void addsTheFiguresOfRunsUp() throws IOException {
        List<Harness> harnesses = suite("TotalNoAddition").harnesses();
        Pass pass = Pass.quick(Duration.ofMinutes(1));
        Measured measured = new Measured(Map.of());
        for (Harness harness : harnesses) {
            measured =
                    measured.with(pass, "abc1234", List.of(new Verdict(harness, 2, 5, 0, 3, 1, List.of())), harnesses);
        }

        Measured all = measured;
        assertThat(all.rows()).hasSize(3);
        assertThat(harnesses).extracting(all::of).doesNotContainNull();
    }

    @Test
    void missesAPageThatIsOutOfDate() throws IOException {
        Path page = root.resolve("promises.md");

        assertThat(PromisesPage.fault(page, "new")).contains("out of date");
        Files.writeString(page, "old");
        assertThat(PromisesPage.fault(page, "new")).contains("out of date", "-Dpromises=write");
        Files.writeString(page, "new");
        assertThat(PromisesPage.fault(page, "new")).isNull();
    }

    private static Suite suite(String tests) {
        return Suite.read(
                System.getProperty("java.class.path"), name -> name.matches(".*" + tests + ".*"), name -> false);
    }

    private Ledger ledger(String tests) throws IOException {
        return Ledger.of(root, suite(tests));
    }

    private void type(String name, String source) throws IOException {
        write(
                "sums/src/main/java/dev/heddle/stress/suite/" + name + ".java",
                "package dev.heddle.stress.suite;\n" + source);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
