/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.math.Quantiles;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.spark.SparkEngine;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Asks how much of the time of a word count on Spark is Spark's: Heddle's kernel on Spark, the program that Spark's own
 * guide shows, and Heddle without Spark, on the same text with the same number of cores.
 */
public final class SparkWordCount {
    private static final int TOP = 20;
    private static final long MEGABYTE = 1L << 20;

    private final int cores = Integer.getInteger("cores", 2);
    private final int rounds = Integer.getInteger("rounds", 3);
    private final Path text;

    private SparkWordCount(Path text) {
        this.text = text;
    }

    /**
     * Seconds of one round.
     *
     * @param onSpark Heddle's kernel on Spark
     * @param alone Heddle without Spark
     * @param idiomatic the program of Spark's guide
     */
    private record Round(double onSpark, double alone, double idiomatic) {
        static Round parse(String line) {
            String[] figures = line.split(",", -1);
            return new Round(
                    Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f,%.3f,%.3f", onSpark, alone, idiomatic);
        }
    }

    /**
     * Runs all three by turns and prints a table.
     *
     * @param args where to make a text, and optionally a text to use instead
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path text = args.length > 1 ? Path.of(args[1]) : ZipfText.in(Path.of(args[0]));
        new SparkWordCount(text).compare();
    }

    private void compare() throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "%s: %,d MB, %d cores, Java %s%n", text, megabytes(), cores, Runtime.version());
        List<Round> measured = new ArrayList<>();
        long start = System.nanoTime();
        SparkConf conf = new SparkConf()
                .setMaster("local[" + cores + "]")
                .setAppName("benchmark")
                .set("spark.driver.maxResultSize", "0")
                .set("spark.ui.enabled", "false");
        double first;
        try (JavaSparkContext context = new JavaSparkContext(conf);
                SparkEngine engine = SparkEngine.on(context)) {
            WordCount count = WordCount.builder().workers(cores).build();
            engine.run(count.job(), Input.files(small()));
            first = seconds(start);
            Path sample = sample();
            round(context, engine, count, sample);
            for (int i = 0; i < rounds; i++) {
                measured.add(round(context, engine, count, text));
            }
        }
        List<Round> all = recorded(measured);
        double idiomatic = median(all, Round::idiomatic);
        System.out.printf("%n%-42s %9s %17s %8s %8s%n", "word count", "seconds", "least to most", "MB/s", "ratio");
        print("Spark: flatMap, mapToPair, reduceByKey", all, Round::idiomatic, idiomatic);
        print("Heddle on Spark", all, Round::onSpark, idiomatic);
        print("Heddle without Spark", all, Round::alone, idiomatic);
        System.out.printf(
                Locale.ROOT,
                "%nMedians of %d rounds. Not in the table: %.1f s until Spark has started and counted one word.%n",
                all.size(),
                first);
    }

    /** Counts once with each, in one process, and compares what they found. */
    private Round round(JavaSparkContext context, SparkEngine engine, WordCount count, Path input)
            throws InterruptedException {
        System.gc();
        long start = System.nanoTime();
        WordCounts counts = engine.run(count.job(), Input.files(input));
        List<String> top = lines(counts);
        double onSpark = seconds(start);
        System.out.printf(Locale.ROOT, "%,d words, %,d distinct%n", counts.total(), counts.distinct());
        System.gc();
        start = System.nanoTime();
        require(top, lines(count.run(input)));
        double alone = seconds(start);
        System.gc();
        start = System.nanoTime();
        require(top, idiomatic(context, input));
        return new Round(onSpark, alone, seconds(start));
    }

    /** With -Drecord=FILE, the rounds of earlier runs, too: together they may take longer than one run should. */
    private List<Round> recorded(List<Round> measured) throws IOException {
        String name = System.getProperty("record");
        if (name == null) {
            return measured;
        }
        Path file = Path.of(name);
        for (Round round : measured) {
            Files.writeString(file, round + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return Files.readAllLines(file).stream().map(Round::parse).toList();
    }

    private long megabytes() throws IOException {
        return Files.size(text) / MEGABYTE;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Quantiles.median().compute(rounds.stream().mapToDouble(figure).toArray());
    }

    private void print(String name, List<Round> rounds, ToDoubleFunction<Round> figure, double idiomatic)
            throws IOException {
        double seconds = median(rounds, figure);
        DoubleSummaryStatistics range = rounds.stream().mapToDouble(figure).summaryStatistics();
        System.out.printf(
                Locale.ROOT,
                "%-42s %9.2f %8.2f %8.2f %8.0f %7.1fx%n",
                name,
                seconds,
                range.getMin(),
                range.getMax(),
                megabytes() / seconds,
                idiomatic / seconds);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void require(List<String> expected, List<String> found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("counts differ: " + expected + " and " + found);
        }
    }

    private static List<String> lines(WordCounts counts) {
        return counts.top(TOP).stream()
                .map(entry -> entry.word() + " " + entry.count())
                .toList();
    }

    /** The word count of Spark's guide. */
    private static List<String> idiomatic(JavaSparkContext context, Path text) {
        return context
                .textFile(text.toUri().toString())
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum)
                .takeOrdered(TOP, new ByCount())
                .stream()
                .map(entry -> entry._1() + " " + entry._2())
                .toList();
    }

    /** The first part of the text, to warm up on. */
    private Path sample() throws IOException {
        Path sample = Files.createTempFile("heddle-sample-", ".txt");
        sample.toFile().deleteOnExit();
        try (var in = Files.newInputStream(text)) {
            Files.write(sample, in.readNBytes((int) Math.min(48 * MEGABYTE, Files.size(text))));
        }
        return sample;
    }

    private static Path small() throws IOException {
        Path small = Files.createTempFile("heddle-small-", ".txt");
        small.toFile().deleteOnExit();
        return Files.writeString(small, "word");
    }

    /** The greatest count first, then by bytes, as Heddle has it. */
    private static final class ByCount implements Comparator<Tuple2<String, Long>>, Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public int compare(Tuple2<String, Long> left, Tuple2<String, Long> right) {
            int byCount = Long.compare(right._2(), left._2());
            return byCount != 0
                    ? byCount
                    : Arrays.compareUnsigned(
                            left._1().getBytes(US_ASCII), right._1().getBytes(US_ASCII));
        }
    }
}
