/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Lets jcstress run the bodies, each actor under each compiler, and reads what it found from its own result file
 * through its own classes.
 *
 * <p>jcstress leaves out tests with more actors than there are processors; such a body has no samples from it.
 */
final class Stress {
    /** Fourteen forks for a body, a little under a second each. */
    private static final double SECONDS_A_BODY = 13;

    private static final double SECONDS_A_LAUNCH = 5;

    private static final Pattern DONE = Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed");

    private final List<Findings> before;

    Stress(List<Findings> before) {
        this.before = before;
    }

    /** Estimates how long it takes. */
    static double seconds(List<Effect> effects) {
        return effects.stream().mapToDouble(Stress::seconds).sum();
    }

    private static double seconds(Effect effect) {
        return effect.how() == Effect.How.TIMED
                ? 0
                : SECONDS_A_LAUNCH + effect.variants().size() * SECONDS_A_BODY;
    }

    /**
     * Runs jcstress for all effects but those that only time shows.
     *
     * @param progress told while it runs
     * @return the findings, with what jcstress saw
     * @throws IOException if it cannot be started or leaves no result
     * @throws InterruptedException if the calling thread is interrupted; jcstress is ended
     */
    List<Findings> run(Progress progress) throws IOException, InterruptedException {
        List<Findings> after = new ArrayList<>();
        for (Findings findings : before) {
            after.add(
                    findings.effect().how() == Effect.How.TIMED
                            ? findings
                            : with(findings, launch(findings.effect(), progress)));
        }
        return after;
    }

    private static List<TestResult> launch(Effect effect, Progress progress) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("heddle-jcstress");
        try {
            String tests = effect.variants().stream()
                    .map(variant -> Pattern.quote(variant.body().getCanonicalName()))
                    .collect(Collectors.joining("|", "^(", ")$"));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath(),
                    "org.openjdk.jcstress.Main",
                    "-t",
                    tests));
            command.addAll(List.of("-m", "quick", "-iters", "1", "-time", "500", "-pth", "false"));
            command.addAll(List.of("-r", folder.resolve("report").toString()));
            if (effect.how() == Effect.How.FEW) {
                // An actor that waits holds up its stride.
                command.addAll(List.of("-strideSize", "2", "-strideCount", "2"));
            }
            Path log = folder.resolve("log.txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                    .start();
            await(process, log, effect, progress);
            List<TestResult> results = read(folder);
            if (results.isEmpty()
                    && Samples.actors(effect.main().body())
                            <= Runtime.getRuntime().availableProcessors()) {
                throw new IOException(
                        "jcstress left no result: " + Files.readString(log).strip());
            }
            return results;
        } finally {
            delete(folder);
        }
    }

    /** The class path as it is from any folder: jcstress is started in one of its own. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void await(Process process, Path log, Effect effect, Progress progress)
            throws IOException, InterruptedException {
        double all = seconds(effect);
        double told = 0;
        try {
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                double done = Math.max(told, all * share(log));
                progress.step(done - told, "jcstress: " + effect.title());
                told = done;
            }
        } finally {
            process.destroyForcibly();
        }
        progress.step(all - told, "jcstress: " + effect.title());
    }

    /** How much of its work jcstress says that it has done; it says so in its log and nowhere else. */
    private static double share(Path log) throws IOException {
        Matcher matcher = DONE.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
        double share = 0;
        while (matcher.find()) {
            share = Double.parseDouble(matcher.group(2)) / Math.max(1, Integer.parseInt(matcher.group(1)));
        }
        return Math.min(1, share);
    }

    /**
     * Reads the result files in a folder.
     *
     * @param folder the folder
     * @return all results of all of them
     * @throws IOException if one cannot be read
     */
    static List<TestResult> read(Path folder) throws IOException {
        List<TestResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".bin.gz")).toList()) {
                InProcessCollector collector = new InProcessCollector();
                DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
                try {
                    reader.dump();
                } catch (ClassNotFoundException e) {
                    throw new IOException("a result of jcstress holds a class that is not here", e);
                } finally {
                    reader.close();
                }
                results.addAll(collector.getTestResults());
            }
        }
        return results;
    }

    /**
     * Puts results beside what was found before.
     *
     * @param findings what was found before
     * @param results results of jcstress
     * @return the findings, with what jcstress saw of each variant
     */
    static Findings with(Findings findings, List<TestResult> results) {
        List<Findings.Of> variants = new ArrayList<>();
        for (Findings.Of of : findings.variants()) {
            Counts sum = results.stream()
                    .filter(result -> isOf(result, of.variant()))
                    .map(Stress::counts)
                    .reduce(Counts.NONE, Counts::plus);
            variants.add(new Findings.Of(of.variant(), of.counts(), sum, of.nanos(), of.explanation()));
        }
        Map<List<Compiler>, Counts> cells = new HashMap<>();
        for (TestResult result : results) {
            if (isOf(result, findings.main().variant()) && isPlain(result.getConfig())) {
                cells.merge(
                        List.of(compiler(result.getConfig(), 0), compiler(result.getConfig(), 1)),
                        counts(result),
                        Counts::plus);
            }
        }
        List<Findings.Square> squares = new ArrayList<>();
        cells.forEach((pair, counts) -> squares.add(new Findings.Square(pair.get(0), pair.get(1), counts, Map.of())));
        squares.sort(Comparator.comparing(Findings.Square::first).thenComparing(Findings.Square::second));
        return new Findings(findings.effect(), variants, findings.grid(), squares);
    }

    private static boolean isOf(TestResult result, Variant variant) {
        return result.status() == Status.NORMAL
                && result.getName().equals(variant.body().getCanonicalName());
    }

    /** Compiled apart, and without the switches that make the compiler order code at random. */
    private static boolean isPlain(TestConfig config) {
        return config.getCompileMode() != CompileMode.UNIFIED
                && config.threads >= 2
                && config.jvmArgs.stream().noneMatch(argument -> argument.contains("Stress"));
    }

    private static Compiler compiler(TestConfig config, int actor) {
        int mode = config.getCompileMode();
        return CompileMode.isInt(mode, actor)
                ? Compiler.INTERPRETER
                : CompileMode.isC1(mode, actor) ? Compiler.C1 : Compiler.C2;
    }

    private static Counts counts(TestResult result) {
        Map<String, Long> counts = new HashMap<>();
        for (String outcome : result.getStateKeys()) {
            counts.put(outcome, result.getCount(outcome));
        }
        return new Counts(counts, result.getConfig().time);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
