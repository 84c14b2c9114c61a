/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static dev.heddle.cli.Commands.flag;
import static dev.heddle.cli.Commands.option;

import dev.heddle.mapreduce.BadInput;
import dev.heddle.mapreduce.Engine;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.JobException;
import dev.heddle.mapreduce.Report;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.Skipped;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Stats;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.text.Tokenizers;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle wordcount}: finds the inputs, has them counted, prints the counts. */
final class WordCountCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final String LOCAL = "local";
    private static final String SPARK = "spark";
    private static final long LEAST_MEMORY = 1 << 17;

    private final Streams streams;
    private final CommandSpec spec;

    private final PositionalParamSpec paths = PositionalParamSpec.builder()
            .paramLabel("PATH")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("A file, a folder (the files below it), a pattern such as '**/*.md', or - for standard input,"
                    + " which is also read when there is no path. Files named .gz, .xz and .zst are decompressed.")
            .build();
    private final OptionSpec top = option(int.class, "N", "Print the N most frequent words.", "-n", "--top")
            .defaultValue("20")
            .build();
    private final OptionSpec all = flag("Print all words.", "--all");
    private final OptionSpec minCount = option(
                    long.class, "N", "Print only words that were counted at least N times.", "--min-count")
            .build();
    private final OptionSpec chart = flag("Draw a bar beside each word, as long as its count.", "--chart");
    private final OptionSpec html = option(
                    Path.class,
                    "FILE",
                    "Write a page to FILE, too: the figures, the most frequent words, and the counts by rank.",
                    "--html")
            .build();
    private final OptionSpec format = option(Format.class, "FORMAT", "text, csv or json.", "-f", "--format")
            .converters(value -> choice(value, Format.byName()))
            .defaultValue("text")
            .build();
    private final OptionSpec output = option(
                    Path.class,
                    "FILE",
                    "Write the words to FILE, which appears whole or not at all, instead of standard output.",
                    "-o",
                    "--output")
            .build();
    private final OptionSpec tokens = option(
                    Tokenizer.class,
                    "CONTRACT",
                    "What a word is. ascii-ws: bytes between ASCII white space, kept byte for byte. unicode: a word of UAX"
                            + " 29; the input must be UTF-8.",
                    "--tokens")
            .converters(value -> choice(value, tokenizers()))
            .defaultValue("ascii-ws")
            .build();
    private final OptionSpec lower =
            flag("Fold upper case: A-Z with ascii-ws, all of Unicode with unicode.", "--lower");
    private final OptionSpec threads = option(
                    int.class, "N", "Count with N threads (default: one per processor).", "--threads")
            .build();
    private final OptionSpec memory = option(
                    Long.class,
                    "SIZE",
                    "Keep words in at most SIZE of memory, such as 256m, and the others in files without a name (default:"
                            + " a quarter of the largest heap).",
                    "--memory")
            .converters(Quantities::bytes)
            .build();
    private final OptionSpec deadline = option(
                    Duration.class, "TIME", "Give up after TIME, such as 90s or 10m.", "--deadline")
            .converters(Quantities::duration)
            .build();
    private final OptionSpec resume = option(
                    Path.class,
                    "FILE",
                    "Keep in FILE what is finished, every few seconds and when the count is cut short. The same command goes"
                            + " on from there; when the count is done FILE is deleted. For files that are neither"
                            + " compressed nor decoded.",
                    "--resume")
            .build();
    private final OptionSpec encoding = option(
                    Charset.class,
                    "NAME",
                    "The encoding of the text, such as UTF-16 or windows-1252; words are printed in UTF-8. Without this,"
                            + " bytes are counted as they stand.",
                    "--encoding")
            .converters(WordCountCommand::charset)
            .build();
    private final OptionSpec include = option(
                    List.class,
                    "GLOB",
                    "Of the files below a folder count those that GLOB matches: their names or, with a slash in GLOB, their"
                            + " paths below the folder.",
                    "--include")
            .auxiliaryTypes(String.class)
            .build();
    private final OptionSpec exclude = option(
                    List.class,
                    "GLOB",
                    "Leave out the files and folders below a folder that GLOB matches.",
                    "--exclude")
            .auxiliaryTypes(String.class)
            .build();
    private final OptionSpec engine = option(
                    String.class,
                    "ENGINE",
                    "Where to count. local: in this process. spark: on Apache Spark, in this process without --master; a"
                            + " PATH may then be a URI, such as s3a://bucket/key. The launcher fetches Spark on first"
                            + " use.",
                    "--engine")
            .converters(value -> choice(value, engines()))
            .defaultValue(LOCAL)
            .build();
    private final OptionSpec master = option(
                    String.class, "URL", "Spark's master, such as spark://HOST:PORT.", "--master")
            .build();
    private final OptionSpec setting = option(
                    List.class,
                    "KEY=VALUE",
                    "One of Spark's own settings, such as spark.executor.memory=4g; may be given many times.",
                    "--setting")
            .auxiliaryTypes(String.class)
            .arity("1")
            .build();
    private final OptionSpec hidden = flag("Count hidden files and folders below a folder, too.", "--hidden");
    private final OptionSpec follow = flag("Follow links below a folder.", "--follow");
    private final OptionSpec keepGoing = flag(
            "Leave out what cannot be read, name it on standard error and count the rest; the exit code is 1.",
            "--keep-going");
    private final OptionSpec quiet = flag("Say nothing on standard error but what went wrong.", "-q", "--quiet");

    private WordCountCommand(Streams streams) {
        this.streams = streams;
        this.spec = Commands.command(
                "wordcount",
                this,
                "Counts the words of files, folders and standard input, and prints the most frequent ones.");
        spec.addPositional(paths);
        for (OptionSpec option : List.of(
                top, all, minCount, format, chart, output, html, tokens, lower, encoding, threads, memory, deadline,
                resume, engine, master, setting, include, exclude, hidden, follow, keepGoing, quiet)) {
            spec.addOption(option);
        }
        Map<String, String> exitCodes = new LinkedHashMap<>();
        exitCodes.put("0", "done");
        exitCodes.put("1", "something could not be read or written; a line on standard error names it");
        exitCodes.put("2", "wrong usage");
        exitCodes.put("130", "interrupted");
        spec.usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes)
                .footerHeading("%n")
                .footer(
                        "Words with equal counts stand in the order of their bytes: equal inputs print equal bytes.",
                        "In text and csv a backslash is written \\\\, and a byte that is not UTF-8 or could steer a",
                        "terminal \\xHH. json has every word whole; one that is not UTF-8 is \"bytes\", in hexadecimal,",
                        "instead of \"word\".");
    }

    /** Describes the command, which talks to {@code streams}. */
    static CommandSpec spec(Streams streams) {
        return Commands.withStandardOptions(new WordCountCommand(streams).spec);
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        checkUsage();
        boolean keepsGoing = isSet(keepGoing);
        boolean isQuiet = isSet(quiet);
        Inputs inputs = new Inputs(isSet(hidden), isSet(follow), selection());
        List<String> named = paths.getValue() == null ? List.of() : paths.getValue();
        boolean readsStandardInput = named.isEmpty() || named.contains(STANDARD_INPUT);
        List<String> locations = new ArrayList<>();
        for (String path : named) {
            if (isOnSpark() && OnSpark.isUri(path)) {
                locations.add(path);
            } else if (!path.equals(STANDARD_INPUT)) {
                int before = inputs.files().size();
                inputs.add(path);
                inputs.files().stream().skip(before).map(Path::toString).forEach(locations::add);
            }
        }
        inputs.problems().forEach(streams::complain);
        if (!inputs.problems().isEmpty() && !keepsGoing) {
            return Heddle.FAILED;
        }
        if (readsStandardInput && streams.inIsTerminal() && !isQuiet) {
            streams.say("Counting what is typed; Ctrl-D ends it.");
        }
        Path file = output.getValue();
        Path page = html.getValue();
        try (Output place = file == null ? null : Output.to(file);
                Output pagePlace = page == null ? null : Output.to(page);
                WordCounts counts = isOnSpark()
                        ? countOnSpark(locations)
                        : count(words().start(input(inputs.files(), readsStandardInput)), resume.getValue())) {
            Report report = counts.report();
            for (Skipped skipped : report.skipped()) {
                streams.complain(skipped.input() + ": " + skipped.reason());
            }
            boolean incomplete =
                    !inputs.problems().isEmpty() || !report.skipped().isEmpty();
            Table table = table(counts, inputs.problems().size());
            if (pagePlace != null) {
                writePage(table, counts, pagePlace);
            }
            if (!print(table, place)) {
                return Heddle.READER_GONE;
            }
            if (!isQuiet) {
                streams.say(summary(report));
            }
            return incomplete ? Heddle.FAILED : Heddle.OK;
        } catch (CancellationException e) {
            // The process is about to end, with the exit code of what ended it.
            return Heddle.INTERRUPTED;
        }
    }

    private void checkUsage() {
        if (isSet(all) && spec.commandLine().getParseResult().hasMatchedOption(top)) {
            throw new ParameterException(spec.commandLine(), "--top and --all exclude each other");
        }
        if (isSet(chart) && spec.commandLine().getParseResult().hasMatchedOption(format)) {
            throw new ParameterException(spec.commandLine(), "--chart and --format exclude each other");
        }
        requireAtLeast(0, top);
        requireAtLeast(1, minCount);
        requireAtLeast(1, threads);
        requireAtLeast(LEAST_MEMORY, memory);
        Duration time = deadline.getValue();
        if (time != null && time.isZero()) {
            throw new ParameterException(spec.commandLine(), "--deadline: 0 (expected: more than zero)");
        }
        List<String> named = paths.getValue();
        boolean readsStandardInput = named == null || named.contains(STANDARD_INPUT);
        refuse(resume.getValue() != null && isSet(keepGoing), "--resume and --keep-going exclude each other");
        refuse(resume.getValue() != null && readsStandardInput, "--resume needs paths: no input can be read again");
        if (!isOnSpark()) {
            refuse(
                    master.getValue() != null || setting.getValue() != null,
                    "--master and --setting need --engine spark");
            return;
        }
        refuse(readsStandardInput, "--engine spark needs paths: a cluster has no standard input");
        refuse(
                Stream.of(memory, deadline, encoding, resume).anyMatch(option -> option.getValue() != null),
                "--memory, --deadline, --encoding and --resume are of the local engine");
        refuse(master.getValue() != null && threads.getValue() != null, "--threads and --master exclude each other");
    }

    private Selection selection() {
        List<String> taken = include.getValue() == null ? List.of() : include.getValue();
        List<String> left = exclude.getValue() == null ? List.of() : exclude.getValue();
        if (taken.isEmpty() && left.isEmpty()) {
            return Selection.ALL;
        }
        try {
            return new Selection(taken, left);
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "'" + e.getPattern() + "' is no pattern: " + e.getDescription());
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + name + "' (expected: an encoding such as UTF-16)");
        }
    }

    private void refuse(boolean isWrong, String message) {
        if (isWrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private boolean isOnSpark() {
        return SPARK.equals(engine.getValue());
    }

    private static boolean isSet(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    private void requireAtLeast(long least, OptionSpec option) {
        Number value = option.getValue();
        if (value != null && value.longValue() < least) {
            throw new ParameterException(
                    spec.commandLine(), option.longestName() + ": " + value + " (expected: at least " + least + ")");
        }
    }

    private Input<Slice> input(List<Path> files, boolean readsStandardInput) throws Failure {
        Charset from = encoding.getValue();
        if (readsStandardInput && files.isEmpty()) {
            try {
                return Input.stream(
                        "standard input", from == null ? streams.in() : Decoding.toUtf8(streams.in(), from));
            } catch (IOException e) {
                throw new Failure("cannot read standard input: " + Failure.reason(e));
            }
        }
        List<Path> all = new ArrayList<>(files);
        if (readsStandardInput) {
            all.add(Path.of("/dev/stdin"));
        }
        return Input.files(all, path -> Decoding.of(path, from));
    }

    private WordCount words() {
        WordCount.Builder words = WordCount.builder()
                .tokenizer(tokens.getValue())
                .badInput(isSet(keepGoing) ? BadInput.SKIP : BadInput.FAIL);
        if (isSet(lower)) {
            words.foldCase();
        }
        Integer workers = threads.getValue();
        if (workers != null) {
            words.workers(workers);
        }
        Long bytes = memory.getValue();
        if (bytes != null) {
            words.memory(bytes);
        }
        Duration time = deadline.getValue();
        if (time != null) {
            words.deadline(time);
        }
        Path kept = resume.getValue();
        if (kept != null) {
            words.resume(kept);
        }
        return words.build();
    }

    private WordCounts count(Run<WordCounts> started, @Nullable Path kept) throws Failure, InterruptedException {
        try (Run<WordCounts> run = started;
                KeptOnExit closing = KeptOnExit.of(run, kept, streams)) {
            WordCounts counts = isSet(quiet) ? run.await() : awaitWithProgress(run);
            closing.callOff();
            return counts;
        } catch (JobException e) {
            // What another run goes on from is of no use where its input or that itself is to blame.
            boolean goesOn = !(e instanceof InputException) && !e.input().equals(String.valueOf(kept));
            throw new Failure(e.getMessage() + (goesOn ? KeptOnExit.hint(kept) : ""));
        }
    }

    private WordCounts countOnSpark(List<String> locations) throws Failure, InterruptedException {
        List<String> settings = setting.getValue();
        Integer cores = threads.getValue();
        String url = master.getValue();
        String target = url != null ? url : "local[" + (cores == null ? "*" : cores) + "]";
        try (Engine spark = OnSpark.connect(target, settings == null ? List.of() : settings, spec, locations)) {
            return count(spark.start(words().job(), locations), null);
        }
    }

    private WordCounts awaitWithProgress(Run<WordCounts> run) throws InterruptedException {
        Progress progress = Progress.of(streams, () -> {
            Stats stats = run.stats();
            return new Progress.Point(stats.bytesDone(), stats.bytesTotal());
        });
        try {
            return run.await();
        } finally {
            progress.close();
        }
    }

    private Table table(WordCounts counts, int notFound) {
        Report report = counts.report();
        Tokenizer contract = tokens.getValue();
        int shown = top.getValue();
        Long least = minCount.getValue();
        List<WordCounts.Entry> first = counts.top(isSet(all) ? 1 : shown);
        Iterable<WordCounts.Entry> wanted = isSet(all) ? () -> counts.stream().iterator() : first;
        return new Table(
                (isSet(lower) ? contract.foldCase() : contract).name(),
                report.inputs(),
                report.skipped().size() + notFound,
                report.bytes(),
                counts.total(),
                counts.distinct(),
                first.isEmpty() ? 0 : first.getFirst().count(),
                least == null ? wanted : new AtLeast(wanted, least));
    }

    private static void writePage(Table table, WordCounts counts, Output place) throws Failure {
        try {
            HtmlReport.write(table, counts.stream().iterator(), summary(counts.report()), place.stream());
            place.commit();
        } catch (IOException e) {
            throw Failure.of("write", place.name(), e);
        }
    }

    /** Prints the table; returns false when nobody reads it any more. */
    private boolean print(Table table, @Nullable Output place) throws Failure {
        Format chosen = isSet(chart) ? Format.CHART : format.getValue();
        if (place != null) {
            try {
                chosen.write(table, place.stream());
                place.commit();
                return true;
            } catch (IOException e) {
                throw Failure.of("write", place.name(), e);
            }
        }
        try {
            chosen.write(table, streams.out());
            return true;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return false;
            }
            throw new Failure("cannot write to standard output: " + Failure.reason(e));
        }
    }

    private static String summary(Report report) {
        double seconds = Math.max(report.elapsedNanos(), 1) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s in %.2f s, %s/s, %d %s",
                Figures.bytes(report.bytes()),
                seconds,
                Figures.bytes((long) (report.bytes() / seconds)),
                report.workers(),
                report.workers() == 1 ? "thread" : "threads");
    }

    private static Map<String, Tokenizer> tokenizers() {
        Map<String, Tokenizer> tokenizers = new LinkedHashMap<>();
        tokenizers.put("ascii-ws", Tokenizers.asciiWhitespace());
        tokenizers.put("unicode", Tokenizers.unicode());
        return tokenizers;
    }

    private static Map<String, String> engines() {
        Map<String, String> engines = new LinkedHashMap<>();
        engines.put(LOCAL, LOCAL);
        engines.put(SPARK, SPARK);
        return engines;
    }

    /** Returns what {@code choices} has by the name {@code value}. */
    private static <T> T choice(String value, Map<String, T> choices) {
        T chosen = choices.get(value.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            throw new TypeConversionException(
                    "'" + value + "' (expected: one of " + String.join(", ", choices.keySet()) + ")");
        }
        return chosen;
    }
}
