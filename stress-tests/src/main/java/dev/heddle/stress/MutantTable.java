/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the mutants of the last run that somebody committed.
 *
 * @param rows one for each mutant, in the order of class and line
 * @param reasons why a survivor may survive, by its key, in which a star stands for anything
 */
record MutantTable(List<Row> rows, Map<String, String> reasons) {
    MutantTable {
        rows = List.copyOf(rows);
        reasons = new TreeMap<>(reasons);
    }

    /**
     * One mutant.
     *
     * @param key names the place
     * @param line where it was
     * @param fingerprint of the class that was weakened
     * @param revision the commit that it was tried at
     * @param fate {@value #SURVIVED}, {@value #UNREACHED}, or {@value #KILLED} and the harness that noticed with what
     *     it saw, or the class of a test that failed
     */
    record Row(String key, int line, String fingerprint, String revision, String fate) {
        static final String KILLED = "killed by ";
        static final String SURVIVED = "survived";
        static final String UNREACHED = "not reached by any harness";

        String className() {
            return key.substring(0, key.indexOf('#'));
        }

        String method() {
            return key.substring(key.indexOf('#') + 1, key.indexOf(' '));
        }

        Mutant.Operator operator() {
            return Mutant.Operator.valueOf(key.split(" ", -1)[1]);
        }

        boolean killed() {
            return fate.startsWith(KILLED);
        }

        /** Rather than by a unit test or a model check. */
        boolean killedByHarness() {
            return killed() && fate.contains("Stress: ");
        }
    }

    /**
     * Reads a table.
     *
     * @param file the mutants; none is an empty table
     * @param accepted the reasons; none are no reasons
     * @return the table
     * @throws IOException when a file cannot be read
     */
    static MutantTable read(Path file, Path accepted) throws IOException {
        var rows = new ArrayList<Row>();
        for (String line : lines(file)) {
            String[] cells = line.split("\t", -1);
            rows.add(new Row(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3], cells[4]));
        }
        var reasons = new TreeMap<String, String>();
        for (String line : lines(accepted)) {
            String[] cells = line.split("\t", 2);
            reasons.put(cells[0], cells[1]);
        }
        return new MutantTable(rows, reasons);
    }

    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("# "))
                .toList();
    }

    /**
     * Puts a mutant in its place; others of the same class stay only if they were made from the same class file.
     *
     * @param fresh the mutant that was tried
     * @return the new table
     */
    MutantTable with(Row fresh) {
        Stream<Row> kept = rows.stream()
                .filter(row -> !row.key.equals(fresh.key)
                        && (!row.className().equals(fresh.className()) || row.fingerprint.equals(fresh.fingerprint)));
        Comparator<Row> byPlace =
                Comparator.comparing(Row::className).thenComparingInt(Row::line).thenComparing(Row::key);
        return new MutantTable(
                Stream.concat(kept, Stream.of(fresh)).sorted(byPlace).toList(), reasons);
    }

    /**
     * Answers whether there is nothing left to find out about a mutant.
     *
     * @param key which
     * @param fingerprint of its class
     * @return true if it was killed, or has survived and somebody has said why
     */
    boolean isSettled(String key, String fingerprint) {
        return rows.stream()
                .anyMatch(row -> row.key.equals(key)
                        && row.fingerprint.equals(fingerprint)
                        && (row.killed() || reason(row) != null));
    }

    /**
     * Writes the mutants, without the reasons, which are written by hand.
     *
     * @param file where
     */
    void write(Path file) {
        var text = new StringBuilder("# mutant\tline\tfingerprint\trevision\tfate\n");
        for (Row row : rows) {
            text.append(String.join("\t", row.key, Integer.toString(row.line), row.fingerprint, row.revision, row.fate))
                    .append('\n');
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds out why a survivor may survive. Of several reasons that fit, the one that names the place best counts.
     *
     * @param row which
     * @return the reason, null when nobody has given one
     */
    @Nullable
    String reason(Row row) {
        return reasons.entrySet().stream()
                .filter(each -> row.key().matches("\\Q" + each.getKey().replace("*", "\\E.*\\Q") + "\\E"))
                .max(Comparator.comparingInt(each -> each.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** Survivors that nobody has given a reason for. */
    List<Row> unexplained() {
        return rows.stream().filter(row -> !row.killed() && reason(row) == null).toList();
    }

    void render(Consumer<String> line) {
        if (rows.isEmpty()) {
            return;
        }
        line.accept("");
        line.accept("## Mutants");
        line.accept("");
        line.accept(
                "A tool weakens the compiled classes one place at a time and runs the harnesses over each result: a");
        line.accept(
                "harness that notices *kills* the mutant. Where none does, the unit tests and model checks of the module");
        line.accept(
                "are asked; one of them kills by failing twice. `./mvnw -pl stress-tests -am verify -Pmutants` does.");
        line.accept("");
        line.accept("| class | mutants | killed | atomicity mutants | killed | by a harness | tried at |");
        line.accept("|---|--:|--:|--:|--:|--:|---|");
        var byClass = new TreeMap<String, List<Row>>();
        rows.forEach(row -> byClass.computeIfAbsent(row.className(), ignored -> new ArrayList<>())
                .add(row));
        byClass.forEach((name, all) -> line.accept(tally("`" + name + "`", all, revisions(all))));
        line.accept(tally("all", rows, ""));
        line.accept("");
        line.accept(
                "An atomicity mutant is one that an interleaving alone shows: a torn update, a missing lock, monitor or");
        line.accept("wake-up. The others weaken a memory mode; x86 gives most of those for free.");
        List<Row> survivors = rows.stream().filter(row -> !row.killed()).toList();
        if (survivors.isEmpty()) {
            return;
        }
        line.accept("");
        line.accept("The survivors, each with its reason:");
        line.accept("");
        line.accept("| place | mutant | why it survives |");
        line.accept("|---|---|---|");
        for (Row row : survivors) {
            String reason = reason(row);
            line.accept(String.format(
                    Locale.ROOT,
                    "| `%s.%s`:%d | %s | %s |",
                    row.className().substring(row.className().lastIndexOf('.') + 1),
                    row.method(),
                    row.line(),
                    row.operator().words(),
                    (row.fate().equals(Row.UNREACHED) ? "no harness comes here; " : "")
                            + (reason == null ? "not explained yet" : reason)));
        }
    }

    private static String tally(String name, List<Row> rows, String where) {
        List<Row> atomic =
                rows.stream().filter(row -> row.operator().atomicity()).toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %s |",
                name,
                rows.size(),
                rows.stream().filter(Row::killed).count(),
                atomic.size(),
                atomic.stream().filter(Row::killed).count(),
                atomic.stream().filter(Row::killedByHarness).count(),
                where);
    }

    private static String revisions(List<Row> rows) {
        return rows.stream()
                .map(row -> "`" + row.revision + "`")
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
