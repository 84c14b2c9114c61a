/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page {@code docs/promises.md}. */
final class PromisesPage {
    private final Path root;
    private final Ledger ledger;
    private final Measured measured;
    private final StringBuilder page = new StringBuilder();

    private PromisesPage(Path root, Ledger ledger, Measured measured) {
        this.root = root;
        this.ledger = ledger;
        this.measured = measured;
    }

    /**
     * Writes the page.
     *
     * @param root the folder that holds the modules
     * @param ledger what is promised and what proves it
     * @param measured the figures
     * @param mutants what the mutants have shown
     * @return the page
     */
    static String render(Path root, Ledger ledger, Measured measured, MutantTable mutants) {
        return new PromisesPage(root, ledger, measured).render(mutants);
    }

    /**
     * Compares the page with what it should be.
     *
     * @param file the page
     * @param page what it should be
     * @return what is wrong, null when nothing is
     * @throws IOException when it cannot be read
     */
    static @Nullable String fault(Path file, String page) throws IOException {
        return Files.exists(file) && Files.readString(file).equals(page)
                ? null
                : file + " is out of date (written again by: ./mvnw -pl stress-tests -am verify -Dpromises=write)";
    }

    private String render(MutantTable mutants) {
        long promises = ledger.types().stream()
                .mapToLong(type -> type.promises().size())
                .sum();
        line("# Promises");
        line("");
        line("<!-- Written by `./mvnw -pl stress-tests -am verify -Dpromises=write`; do not edit. -->");
        line("");
        line(
                "Every public class that threads share says in its Javadoc what it promises. For each promise a harness of");
        line(
                "[jcstress](https://github.com/openjdk/jcstress) tries to see it broken, and the same harness is run over a");
        line(
                "*twin*: the same thing written the naive way. A harness counts only if it catches its twin. The build fails");
        line(
                "for a promise without a harness, a harness without a promise, a twin that is not caught, a real class that");
        line(
                "is, and for this page when it is out of date. [verify.md](verify.md) tells how to run all this and how to");
        line("read the numbers.");
        line("");
        line(promises
                + " promises. Samples are outcomes of one meeting of all actors; none of those of a real class was");
        line("bad, so a zero of *n* means: less often than 3/*n*, at 95 % confidence, on this machine.");
        line("");
        measured();
        Map<String, List<PromisedType>> byPackage = ledger.types().stream()
                .filter(type -> !type.promises().isEmpty())
                .collect(Collectors.groupingBy(PromisedType::packageName, TreeMap::new, Collectors.toList()));
        byPackage.forEach((name, types) -> {
            line("");
            line("## `" + name + "`");
            types.forEach(this::type);
        });
        exempt();
        mutants.render(this::line);
        return page.toString();
    }

    /** When and where the figures were taken, the largest part first. */
    private void measured() {
        var runs = new TreeMap<String, Integer>();
        int missing = 0;
        for (List<Harness> proofs : ledger.harnesses().values()) {
            for (Harness harness : proofs) {
                Measured.Row row = measured.of(harness);
                if (row == null) {
                    missing++;
                } else {
                    runs.merge(row.date() + " at `" + row.revision() + "`, " + row.environment(), 1, Integer::sum);
                }
            }
        }
        if (runs.isEmpty()) {
            line("Not measured yet: `./mvnw -pl stress-tests -am verify -Pstress -Dstress.record` does.");
            return;
        }
        runs.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(run -> line("* " + run.getValue() + (run.getValue() == 1 ? " harness" : " harnesses")
                        + " measured on " + run.getKey()));
        if (missing > 0) {
            line("* " + missing + (missing == 1 ? " harness is" : " harnesses are")
                    + " new or changed, and not measured yet: `./mvnw -pl stress-tests -am verify -Pstress"
                    + " -Dstress.record -Dstress.missing` does");
        }
        line("");
        line(
                "x86 keeps loads and stores in an order that other processors do not; what only they show is not seen here.");
    }

    private void type(PromisedType type) {
        line("");
        line("### " + type.simpleName());
        line("");
        line("| promise | harness | samples, none bad | twin caught | measured at |");
        line("|---|---|--:|--:|---|");
        for (String promise : type.promises()) {
            if (ledger.proofs(type, promise).isEmpty()) {
                line("| " + promise + " | nothing proves this yet | | | |");
            }
            String shown = promise;
            for (Harness harness : ledger.proofs(type, promise)) {
                Measured.Row row = measured.of(harness);
                line("| " + shown + " | [" + harness.simpleName() + "](" + link(harness) + ") | "
                        + (row == null ? missing() : Progress.count(row.samples())) + " | "
                        + (row == null ? "" : share(row)) + " | "
                        + (row == null ? "" : "`" + row.revision() + "`") + " |");
                shown = "";
            }
        }
        for (String check : Ledger.modelChecks(root, type)) {
            line("");
            line(
                    "Every schedule of a few operations is also tried by Lincheck, and the answers compared with those of a"
                            + " sequential run: ["
                            + check.substring(check.lastIndexOf('/') + 1).replace(".java", "") + "](../"
                            + check + ").");
        }
    }

    /** Where nothing is measured, the head of the page says so once. */
    private String missing() {
        return measured.rows().isEmpty() ? "" : "not yet";
    }

    private static String share(Measured.Row row) {
        return Progress.count(row.caught()) + " of " + Progress.count(row.twinSamples());
    }

    private static String link(Harness harness) {
        return "../stress-tests/src/main/java/" + harness.name().replace('.', '/') + ".java";
    }

    private void exempt() {
        Map<String, List<String>> byReason = new TreeMap<>();
        for (PromisedType type : ledger.types()) {
            String reason = type.exempt();
            if (reason != null) {
                byReason.computeIfAbsent(reason, ignored -> new ArrayList<>()).add("`" + type.simpleName() + "`");
            }
        }
        if (byReason.isEmpty()) {
            return;
        }
        line("");
        line("## Nothing to prove");
        line("");
        line("Records, enums, annotations, exceptions, interfaces of one method that users implement, and sealed");
        line("interfaces whose cases are all records hold no state that threads could share; other types say why.");
        line("");
        line("| types | why |");
        line("|---|---|");
        byReason.forEach((reason, types) -> line("| " + String.join(", ", types) + " | " + reason + " |"));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
