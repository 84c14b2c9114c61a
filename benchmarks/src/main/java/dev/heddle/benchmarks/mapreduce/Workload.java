/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Programs that do the same work, each run several times in turns. */
final class Workload {
    static final int ROUNDS = Integer.getInteger("rounds", 5);

    /** Runs the program and prints what the shell and its children took, of the processors. */
    private static final String TIMES = "\"$@\" >/dev/null; code=$?; times; exit $code";

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final String name;
    private final long bytes;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private int rounds = ROUNDS;

    Workload(String name, long bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** One program. */
    private static final class Row {
        final String name;
        final int processors;
        final List<String> command;
        double seconds = Double.MAX_VALUE;
        double processorSeconds = Double.MAX_VALUE;

        @Nullable
        String printed;

        Row(String name, int processors, List<String> command) {
            this.name = name;
            this.processors = processors;
            this.command = command;
        }

        boolean isTotal() {
            return name.startsWith("wc");
        }
    }

    /** Fewer rounds, for what takes long. */
    Workload rounds(int most) {
        rounds = Math.min(rounds, most);
        return this;
    }

    /** Adds a program, held to so many processors; none where there is no command. */
    void add(String program, int processors, List<String> command) {
        if (command.isEmpty()) {
            return;
        }
        List<String> pinned = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            pinned.addAll(List.of("taskset", "-c", processors == 1 ? "0" : "0-" + (processors - 1)));
        }
        pinned.addAll(command);
        rows.add(new Row(program, processors, pinned));
    }

    /** Runs each program once for what it prints, and then for the time that it takes. */
    void measure() throws IOException, InterruptedException {
        for (Row row : rows) {
            row.printed = print(row.command);
        }
        for (int round = 0; round < rounds; round++) {
            for (Row row : rows) {
                time(row);
            }
        }
    }

    private static String print(List<String> command) throws IOException, InterruptedException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = new DigestInputStream(process.getInputStream(), digest)) {
            out.transferTo(OutputStream.nullOutputStream());
        }
        int code = process.waitFor();
        return code == 0 ? HexFormat.of().formatHex(digest.digest()) : "exit code " + code;
    }

    private static void time(Row row) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", TIMES, "sh"));
        command.addAll(row.command);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        row.seconds = Math.min(row.seconds, (System.nanoTime() - start) / 1e9);
        double used = 0;
        Matcher time = TIME.matcher(times);
        while (time.find()) {
            used += 60 * Integer.parseInt(time.group(1)) + Double.parseDouble(time.group(2));
        }
        row.processorSeconds = Math.min(row.processorSeconds, used);
    }

    /** How many times as fast a program is to be as another one. */
    void target(String program, int processors, String peer, int peerProcessors, double least) {
        Row row = row(program, processors);
        Row other = row(peer, peerProcessors);
        if (row != null && other != null) {
            target(row, other, "time", other.seconds / row.seconds, least);
        }
    }

    /** The same, against what the peer takes of the processors. */
    void targetOfProcessorTime(String program, int processors, String peer, int peerProcessors, double least) {
        Row row = row(program, processors);
        Row other = row(peer, peerProcessors);
        if (row != null && other != null) {
            target(row, other, "its processor time", other.processorSeconds / row.seconds, least);
        }
    }

    private void target(Row row, Row other, String of, double ratio, double least) {
        targets.add("| %s, %d | %s, %d | %s | at least %.2f | %.2f | %s |"
                .formatted(
                        row.name,
                        row.processors,
                        other.name,
                        other.processors,
                        of,
                        least,
                        ratio,
                        ratio >= least ? "reached" : "**missed**"));
    }

    private @Nullable Row row(String program, int processors) {
        return rows.stream()
                .filter(row -> row.name.equals(program) && row.processors == processors)
                .findFirst()
                .orElse(null);
    }

    void print() {
        System.out.printf("%n### %s, %d MB%n%n", name, bytes / 1_000_000);
        System.out.println("| program | processors | seconds | of the processors | MB/s | |");
        System.out.println("|---|---|---|---|---|---|");
        for (Row row : rows) {
            System.out.printf(
                    "| %s | %d | %.3f | %.2f | %.0f | %s |%n",
                    row.name, row.processors, row.seconds, row.processorSeconds, bytes / 1e6 / row.seconds, note(row));
        }
        System.out.println();
        System.out.println("| program, processors | against | ratio of | target | reached | |");
        System.out.println("|---|---|---|---|---|---|");
        targets.forEach(System.out::println);
        System.out.flush();
    }

    private String note(Row row) {
        String printed = row.printed;
        if (printed == null || printed.startsWith("exit")) {
            return String.valueOf(printed);
        }
        boolean others = row.name.endsWith("random words");
        Row first = rows.stream()
                .filter(other -> !other.isTotal() && other.name.endsWith("random words") == others)
                .findFirst()
                .orElse(row);
        return row.isTotal() || printed.equals(first.printed) ? "" : "other output";
    }
}
