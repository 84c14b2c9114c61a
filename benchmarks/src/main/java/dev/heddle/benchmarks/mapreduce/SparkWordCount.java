/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.spark.SparkEngine;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
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
    private final int rounds = Integer.getInteger("rounds", 1);
    private final Path text;

    private SparkWordCount(Path text) {
        this.text = text;
    }

    /**
     * Runs all three and prints a table.
     *
     * @param args where to make a text, and optionally a text to use instead
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path text = args.length > 1 ? Path.of(args[1]) : zipf(Path.of(args[0]));
        new SparkWordCount(text).compare();
    }

    private void compare() throws IOException, InterruptedException {
        Path sample = sample();
        System.out.printf(
                Locale.ROOT, "%s: %,d MB, %d cores, Java %s%n%n", text, megabytes(), cores, Runtime.version());
        long start = System.nanoTime();
        SparkEngine engine = SparkEngine.builder()
                .master("local[" + cores + "]")
                .setting("spark.ui.enabled", "false")
                .connect();
        WordCount count = WordCount.builder().workers(cores).build();
        engine.run(count.job(), Input.files(small()));
        double first = seconds(start);
        double onSpark;
        List<String> top;
        try (engine) {
            engine.run(count.job(), Input.files(sample));
            onSpark = Double.MAX_VALUE;
            top = List.of();
            for (int round = 0; round < rounds; round++) {
                System.gc();
                start = System.nanoTime();
                WordCounts counts = engine.run(count.job(), Input.files(text));
                top = lines(counts);
                onSpark = Math.min(onSpark, seconds(start));
                System.out.printf(Locale.ROOT, "%,d words, %,d distinct%n%n", counts.total(), counts.distinct());
            }
        }
        double alone = Double.MAX_VALUE;
        count.run(sample);
        for (int round = 0; round < rounds; round++) {
            System.gc();
            start = System.nanoTime();
            require(top, lines(count.run(text)));
            alone = Math.min(alone, seconds(start));
        }
        double idiomatic = Double.MAX_VALUE;
        SparkConf conf = new SparkConf()
                .setMaster("local[" + cores + "]")
                .setAppName("idiomatic")
                .set("spark.ui.enabled", "false");
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            idiomatic(context, sample);
            for (int round = 0; round < rounds; round++) {
                System.gc();
                start = System.nanoTime();
                require(top, idiomatic(context, text));
                idiomatic = Math.min(idiomatic, seconds(start));
            }
        }
        System.out.printf("%-42s %9s %8s %8s%n", "word count", "seconds", "MB/s", "ratio");
        print("Spark: flatMap, mapToPair, reduceByKey", idiomatic, idiomatic);
        print("Heddle on Spark", onSpark, idiomatic);
        print("Heddle without Spark", alone, idiomatic);
        System.out.printf(
                Locale.ROOT, "%nNot in the table: %.1f s until Spark has started and counted one word.%n", first);
    }

    private long megabytes() throws IOException {
        return Files.size(text) / MEGABYTE;
    }

    private void print(String name, double seconds, double idiomatic) throws IOException {
        System.out.printf(
                Locale.ROOT, "%-42s %9.2f %8.0f %7.1fx%n", name, seconds, megabytes() / seconds, idiomatic / seconds);
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

    /** Makes a text whose word of rank r is drawn in proportion to 1 / r, unless it is there. */
    private static Path zipf(Path folder) throws IOException {
        long bytes = Long.getLong("megabytes", 1024L) * MEGABYTE;
        int words = Integer.getInteger("words", 2_000_000);
        Path text = folder.resolve(bytes / MEGABYTE + "m-" + words + ".txt");
        if (Files.exists(text)) {
            return text;
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve(text.getFileName() + ".new");
        SplittableRandom random = new SplittableRandom(1);
        double scale = Math.log(words + 1.0);
        byte[] word = new byte[16];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 20)) {
            long written = 0;
            for (long i = 1; written < bytes; i++) {
                long rank = (long) Math.exp(random.nextDouble() * scale);
                int length = 0;
                for (long rest = rank; rest > 0; rest /= 26) {
                    word[length++] = (byte) ('a' + rest % 26);
                }
                word[length++] = (byte) (i % 12 == 0 ? '\n' : ' ');
                out.write(word, 0, length);
                written += length;
            }
        }
        return Files.move(fresh, text, StandardCopyOption.ATOMIC_MOVE);
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
