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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
     * @param fate {@value #SURVIVED}, {@value #UNREACHED}, or {@value #KILLED} and the harness that noticed
     */
    record Row(String key, int line, String fate) {
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
            rows.add(new Row(cells[0], Integer.parseInt(cells[1]), cells[2]));
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
     * Puts the mutants of a run in place of the older ones of the same classes.
     *
     * @param fresh the run
     * @return the new table
     */
    MutantTable with(List<Row> fresh) {
        List<String> classes = fresh.stream().map(Row::className).distinct().toList();
        var merged = new TreeMap<String, List<Row>>();
        for (Row row : rows) {
            if (!classes.contains(row.className())) {
                merged.computeIfAbsent(row.className(), ignored -> new ArrayList<>())
                        .add(row);
            }
        }
        for (Row row : fresh) {
            merged.computeIfAbsent(row.className(), ignored -> new ArrayList<>())
                    .add(row);
        }
        return new MutantTable(merged.values().stream().flatMap(List::stream).toList(), reasons);
    }

    /**
     * Writes the mutants, without the reasons, which are written by hand.
     *
     * @param file where
     * @throws IOException when it cannot be written
     */
    void write(Path file) throws IOException {
        var text = new StringBuilder("# mutant\tline\tfate\n");
        for (Row row : rows) {
            text.append(row.key)
                    .append('\t')
                    .append(row.line)
                    .append('\t')
                    .append(row.fate)
                    .append('\n');
        }
        Files.writeString(file, text);
    }

    /**
     * Finds out why a survivor may survive.
     *
     * @param row which
     * @return the reason, null when nobody has given one
     */
    @Nullable
    String reason(Row row) {
        String exact = reasons.get(row.key());
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, String> each : reasons.entrySet()) {
            String pattern = "\\Q" + each.getKey().replace("*", "\\E.*\\Q") + "\\E";
            if (row.key().matches(pattern)) {
                return each.getValue();
            }
        }
        return null;
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
        line.accept("harness that notices *kills* the mutant. `./mvnw -pl stress-tests -am verify -Pmutants` does.");
        line.accept("");
        line.accept("| class | mutants | killed | atomicity mutants | killed |");
        line.accept("|---|--:|--:|--:|--:|");
        var byClass = new TreeMap<String, List<Row>>();
        rows.forEach(row -> byClass.computeIfAbsent(row.className(), ignored -> new ArrayList<>())
                .add(row));
        byClass.forEach((name, all) -> line.accept(tally("`" + name + "`", all)));
        line.accept(tally("all", rows));
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

    private static String tally(String name, List<Row> rows) {
        List<Row> atomic =
                rows.stream().filter(row -> row.operator().atomicity()).toList();
        return "| " + name + " | " + rows.size() + " | "
                + rows.stream().filter(Row::killed).count() + " | " + atomic.size() + " | "
                + atomic.stream().filter(Row::killed).count() + " |";
    }
}
