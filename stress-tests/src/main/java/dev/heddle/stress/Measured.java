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
import java.util.stream.Stream;

/**
 * The figures of the last run that somebody committed: what the promises page quotes, so that the page changes when
 * promises do and not with every build.
 *
 * @param environment date, processor, JVM and pass of the run
 * @param rows the figures of each harness, by its name
 */
record Measured(String environment, Map<String, Row> rows) {
    private static final String ENVIRONMENT = "# ";
    private static final String HEAD = "harness\tforks\tsamples\ttwin samples\ttwin caught";

    Measured {
        rows = Map.copyOf(rows);
    }

    /**
     * The figures of one harness.
     *
     * @param forks how many JVMs the real class ran in
     * @param samples how many samples of the real class were taken, none of them bad
     * @param twinSamples how many of the twin
     * @param caught how many of those show the bad outcome
     */
    record Row(int forks, long samples, long twinSamples, long caught) {}

    /**
     * Reads a table.
     *
     * @param file which; none is an empty table
     * @return the table
     * @throws IOException when it cannot be read
     */
    static Measured read(Path file) throws IOException {
        var rows = new TreeMap<String, Row>();
        String environment = "";
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(ENVIRONMENT)) {
                    environment = line.substring(ENVIRONMENT.length());
                } else if (!line.isEmpty() && !line.equals(HEAD)) {
                    String[] cells = line.split("\t", -1);
                    rows.put(
                            cells[0],
                            new Row(
                                    Integer.parseInt(cells[1]),
                                    Long.parseLong(cells[2]),
                                    Long.parseLong(cells[3]),
                                    Long.parseLong(cells[4])));
                }
            }
        }
        return new Measured(environment, rows);
    }

    /**
     * Puts the figures of a run in place of older ones.
     *
     * @param pass which pass it was
     * @param verdicts the run
     * @param existing the harnesses that there are; figures of others are dropped
     * @return the new table
     */
    Measured with(Pass pass, Collection<Verdict> verdicts, Collection<Harness> existing) {
        var merged = new TreeMap<String, Row>();
        for (Harness harness : existing) {
            Row row = rows.get(harness.name());
            if (row != null) {
                merged.put(harness.name(), row);
            }
        }
        for (Verdict verdict : verdicts) {
            merged.put(
                    verdict.harness().name(),
                    new Row(verdict.forks(), verdict.samples(), verdict.twinSamples(), verdict.caught()));
        }
        return new Measured(describe(pass), merged);
    }

    /**
     * Writes the table.
     *
     * @param file where
     * @throws IOException when it cannot be written
     */
    void write(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(ENVIRONMENT + environment);
        lines.add(HEAD);
        new TreeMap<>(rows)
                .forEach((name, row) -> lines.add(String.join(
                        "\t",
                        name,
                        Integer.toString(row.forks),
                        Long.toString(row.samples),
                        Long.toString(row.twinSamples),
                        Long.toString(row.caught))));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static String describe(Pass pass) {
        return LocalDate.now(ZoneOffset.UTC) + ", " + pass.name() + " pass, "
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
