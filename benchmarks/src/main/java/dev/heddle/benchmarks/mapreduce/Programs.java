/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The command lines of the programs that count, built where they must be. */
final class Programs {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Pattern JVM_OPTION = Pattern.compile("-X[^ \"]+");

    private final Path root;
    private final Path work;

    Programs(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    /** The program in C with a table of so many slots; nothing where there is no compiler. */
    List<String> c(int slotsLog2, Path file) throws IOException, InterruptedException {
        Path program = work.resolve("wordcount-" + slotsLog2);
        if (!Files.exists(program)) {
            List<String> compiler = List.of(
                    "gcc",
                    "-O2",
                    "-DSLOTS_LOG2=" + slotsLog2,
                    "-o",
                    program.toString(),
                    root.resolve("benchmarks/src/main/c/wordcount.c").toString());
            try {
                run(compiler);
            } catch (IOException e) {
                System.out.println("No gcc here: no comparison with C.");
                return List.of();
            }
        }
        return List.of(program.toString(), file.toString());
    }

    /** One of Heddle's, started as the launcher starts the command: from a cache that a first run has made. */
    List<String> heddle(String kind, int workers, Path input, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(launcherOptions());
        if (Runtime.version().feature() >= 25) {
            Path cache = work.resolve(kind + ".aot");
            if (!Files.exists(cache)) {
                List<String> training = new ArrayList<>(command);
                training.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-cp", CLASS_PATH));
                training.addAll(List.of(main("HeddleWordCount"), kind, sample().toString(), "2"));
                run(training);
            }
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", CLASS_PATH, main("HeddleWordCount"), kind));
        command.addAll(List.of(input.toString(), Integer.toString(workers)));
        return command;
    }

    /** What the launcher gives to the JVM, read from its lines. */
    private List<String> launcherOptions() throws IOException {
        List<String> options = Files.readAllLines(root.resolve("heddle")).stream()
                .filter(line -> line.startsWith("java_options="))
                .flatMap(line -> JVM_OPTION.matcher(line).results())
                .map(MatchResult::group)
                .toList();
        if (options.isEmpty()) {
            throw new IOException("the launcher sets no java_options");
        }
        return options;
    }

    /** One that people write, over the files of a folder, with two threads. */
    List<String> peer(String kind, Path folder) {
        return List.of(
                JAVA, "-XX:+UseParallelGC", "-cp", CLASS_PATH, main("PeerWordCount"), kind, folder.toString(), "2");
    }

    /** So much text that the JVM learns how often the ways through the loops are taken. */
    private Path sample() throws IOException {
        Path sample = work.resolve("sample");
        if (!Files.exists(sample)) {
            Texts.repeated(sample, Files.readAllBytes(root.resolve("examples/data/genesis-exodus.txt")), 40);
        }
        return sample;
    }

    private static String main(String name) {
        return Programs.class.getPackageName() + "." + name;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }
}
