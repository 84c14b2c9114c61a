/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures that somebody committed: what the promises page quotes, so that the page changes when promises do and not
 * with every build. Runs add up: each puts its harnesses in, and leaves the others as they are.
 *
 * @param rows the figures of each harness, by its name
 */
record Measured(Map<String, Row> rows) {
    private static final String HEAD =
            "# harness\tfingerprint\tdate\tforks\tsamples\ttwin samples\ttwin caught\trevision\tenvironment";

    Measured {
        rows = Map.copyOf(rows);
    }

    /**
     * The figures of one harness.
     *
     * @param fingerprint of the harness that was run: of another one, the figures say nothing
     * @param date the day
     * @param forks how many JVMs the real class ran in
     * @param samples how many samples of the real class were taken, none of them bad
     * @param twinSamples how many of the twin
     * @param caught how many of those show the bad outcome
     * @param revision the commit
     * @param environment pass, processor and JVM
     */
    record Row(
            String fingerprint,
            LocalDate date,
            int forks,
            long samples,
            long twinSamples,
            long caught,
            String revision,
            String environment) {}

    /**
     * Reads a table.
     *
     * @param file which; none is an empty table
     * @return the table
     * @throws IOException when it cannot be read
     */
    static Measured read(Path file) throws IOException {
        var rows = new TreeMap<String, Row>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    rows.put(
                            cells[0],
                            new Row(
                                    cells[1],
                                    LocalDate.parse(cells[2]),
                                    Integer.parseInt(cells[3]),
                                    Long.parseLong(cells[4]),
                                    Long.parseLong(cells[5]),
                                    Long.parseLong(cells[6]),
                                    cells[7],
                                    cells[8]));
                }
            }
        }
        return new Measured(rows);
    }

    /**
     * Finds the figures of a harness.
     *
     * @param harness which
     * @return its figures, null when it was never run, or when it has changed since
     */
    @Nullable
    Row of(Harness harness) {
        Row row = rows.get(harness.name());
        return row != null && row.fingerprint.equals(harness.fingerprint()) ? row : null;
    }

    /**
     * Puts the figures of a run in place of older ones.
     *
     * @param pass which pass it was
     * @param revision the commit that it was run at
     * @param verdicts the run
     * @param existing the harnesses that there are; figures of others are dropped
     * @return the new table
     */
    Measured with(Pass pass, String revision, Collection<Verdict> verdicts, Collection<Harness> existing) {
        var merged = new TreeMap<String, Row>();
        for (Harness harness : existing) {
            Row row = of(harness);
            if (row != null) {
                merged.put(harness.name(), row);
            }
        }
        for (Verdict verdict : verdicts) {
            merged.put(
                    verdict.harness().name(),
                    new Row(
                            verdict.harness().fingerprint(),
                            LocalDate.now(ZoneOffset.UTC),
                            verdict.forks(),
                            verdict.samples(),
                            verdict.twinSamples(),
                            verdict.caught(),
                            revision,
                            describe(pass)));
        }
        return new Measured(merged);
    }

    /**
     * Writes the table.
     *
     * @param file where
     * @throws IOException when it cannot be written
     */
    void write(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(HEAD);
        new TreeMap<>(rows)
                .forEach((name, row) -> lines.add(String.join(
                        "\t",
                        name,
                        row.fingerprint,
                        row.date.toString(),
                        Integer.toString(row.forks),
                        Long.toString(row.samples),
                        Long.toString(row.twinSamples),
                        Long.toString(row.caught),
                        row.revision,
                        row.environment)));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static String describe(Pass pass) {
        String jvms = pass.configurationsFor(2).stream()
                .map(each -> each.name().replace(',', ' ').replace("  ", " "))
                .collect(Collectors.joining(", "));
        return pass.name() + " pass (" + jvms + "), "
                + Runtime.getRuntime().availableProcessors() + " processors: " + processor() + ", "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info, StandardCharsets.UTF_8)) {
                List<String> names = lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .toList();
                if (!names.isEmpty()) {
                    return names.get(0);
                }
            } catch (IOException e) {
                return "unknown";
            }
        }
        return "unknown";
    }
}
