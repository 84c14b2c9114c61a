/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static dev.heddle.cli.Commands.flag;
import static dev.heddle.cli.Commands.option;

import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.text.Tokenizers;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What {@code heddle wordcount} can be told, and which of that goes together. */
final class WordCountOptions {
    static final String STANDARD_INPUT = "-";

    private static final String LOCAL = "local";
    private static final String SPARK = "spark";
    private static final long LEAST_MEMORY = 1 << 17;

    final CommandSpec spec;

    final PositionalParamSpec paths = PositionalParamSpec.builder()
            .paramLabel("PATH")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("A file, a folder (the files below it), a pattern such as '**/*.md', or - for standard input,"
                    + " which is also read when there is no path. Files named .gz, .xz and .zst are decompressed.")
            .build();
    final OptionSpec top = option(int.class, "N", "Print the N most frequent words.", "-n", "--top")
            .defaultValue("20")
            .build();
    final OptionSpec all = flag("Print all words.", "--all");
    final OptionSpec minCount = option(
                    long.class, "N", "Print only words that were counted at least N times.", "--min-count")
            .build();
    final OptionSpec chart = flag("Draw a bar beside each word, as long as its count.", "--chart");
    final OptionSpec html = option(
                    Path.class,
                    "FILE",
                    "Write a page to FILE, too: the figures, the most frequent words, and the counts by rank.",
                    "--html")
            .build();
    final OptionSpec format = option(Format.class, "FORMAT", "text, csv or json.", "-f", "--format")
            .converters(value -> choice(value, Format.byName()))
            .defaultValue("text")
            .build();
    final OptionSpec output = option(
                    Path.class,
                    "FILE",
                    "Write the words to FILE, which appears whole or not at all, instead of standard output.",
                    "-o",
                    "--output")
            .build();
    final OptionSpec tokens = option(
                    Tokenizer.class,
                    "CONTRACT",
                    "What a word is. ascii-ws: bytes between ASCII white space, kept byte for byte. unicode: a word of UAX"
                            + " 29; the input must be UTF-8.",
                    "--tokens")
            .converters(value -> choice(value, tokenizers()))
            .defaultValue("ascii-ws")
            .build();
    final OptionSpec lower = flag("Fold upper case: A-Z with ascii-ws, all of Unicode with unicode.", "--lower");
    final OptionSpec threads = option(int.class, "N", "Count with N threads (default: one per processor).", "--threads")
            .build();
    final OptionSpec memory = option(
                    Long.class,
                    "SIZE",
                    "Keep words in at most SIZE of memory, such as 256m, and the others in files without a name (default:"
                            + " a quarter of the largest heap).",
                    "--memory")
            .converters(Quantities::bytes)
            .build();
    final OptionSpec deadline = option(Duration.class, "TIME", "Give up after TIME, such as 90s or 10m.", "--deadline")
            .converters(Quantities::duration)
            .build();
    final OptionSpec resume = option(
                    Path.class,
                    "FILE",
                    "Keep in FILE what is finished, every few seconds and when the count is cut short. The same command goes"
                            + " on from there; when the count is done FILE is deleted. For files that are neither"
                            + " compressed nor decoded.",
                    "--resume")
            .build();
    final OptionSpec encoding = option(
                    Charset.class,
                    "NAME",
                    "The encoding of the text, such as UTF-16 or windows-1252; words are printed in UTF-8. Without this,"
                            + " bytes are counted as they stand.",
                    "--encoding")
            .converters(WordCountOptions::charset)
            .build();
    final OptionSpec include = option(
                    List.class,
                    "GLOB",
                    "Of the files below a folder count those that GLOB matches: their names or, with a slash in GLOB, their"
                            + " paths below the folder.",
                    "--include")
            .auxiliaryTypes(String.class)
            .build();
    final OptionSpec exclude = option(
                    List.class,
                    "GLOB",
                    "Leave out the files and folders below a folder that GLOB matches.",
                    "--exclude")
            .auxiliaryTypes(String.class)
            .build();
    final OptionSpec engine = option(
                    String.class,
                    "ENGINE",
                    "Where to count. local: in this process. spark: on Apache Spark, in this process without --master; a"
                            + " PATH may then be a URI, such as s3a://bucket/key. The launcher fetches Spark on first"
                            + " use.",
                    "--engine")
            .converters(value -> choice(value, engines()))
            .defaultValue(LOCAL)
            .build();
    final OptionSpec master = option(String.class, "URL", "Spark's master, such as spark://HOST:PORT.", "--master")
            .build();
    final OptionSpec setting = option(
                    List.class,
                    "KEY=VALUE",
                    "One of Spark's own settings, such as spark.executor.memory=4g; may be given many times.",
                    "--setting")
            .auxiliaryTypes(String.class)
            .arity("1")
            .build();
    final OptionSpec hidden = flag("Count hidden files and folders below a folder, too.", "--hidden");
    final OptionSpec follow = flag("Follow links below a folder.", "--follow");
    final OptionSpec keepGoing = flag(
            "Leave out what cannot be read, name it on standard error and count the rest; the exit code is 1.",
            "--keep-going");
    final OptionSpec quiet = flag("Say nothing on standard error but what went wrong.", "-q", "--quiet");

    WordCountOptions(Callable<Integer> action) {
        spec = Commands.command(
                "wordcount",
                action,
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

    /** Refuses what does not go together. */
    void check() {
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
        boolean readsStandardInput = readsStandardInput();
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

    /** The arguments that are no options, none where there are none. */
    List<String> named() {
        return listed(paths.getValue());
    }

    boolean readsStandardInput() {
        List<String> named = named();
        return named.isEmpty() || named.contains(STANDARD_INPUT);
    }

    private static List<String> listed(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    /** Spark's own settings, KEY=VALUE. */
    List<String> settings() {
        return listed(setting.getValue());
    }

    Selection selection() {
        List<String> taken = listed(include.getValue());
        List<String> left = listed(exclude.getValue());
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

    boolean isOnSpark() {
        return SPARK.equals(engine.getValue());
    }

    static boolean isSet(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    private void requireAtLeast(long least, OptionSpec option) {
        Number value = option.getValue();
        if (value != null && value.longValue() < least) {
            throw new ParameterException(
                    spec.commandLine(), option.longestName() + ": " + value + " (expected: at least " + least + ")");
        }
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
