/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.BadInput;
import dev.heddle.mapreduce.Bytes;
import dev.heddle.mapreduce.Engine;
import dev.heddle.mapreduce.Groups;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.JobException;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Sums;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.text.Tokenizers;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine on Spark in this process; on a cluster of processes it is {@link ClusterIT}. */
class SparkEngineTest {
    private static final CountDownLatch MAPPING = new CountDownLatch(1);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private static JavaSparkContext context;
    private static SparkEngine engine;

    @TempDir
    private Path folder;

    private enum Parity {
        EVEN,
        ODD
    }

    @BeforeAll
    static void start() {
        context = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.hadoop.fs.memory.impl", MemoryFileSystem.class.getName()));
        engine = SparkEngine.on(context);
    }

    @AfterAll
    static void stop() {
        engine.close();
        assertThat(context.sc().isStopped()).isFalse();
        context.stop();
    }

    private static byte[] randomWords(long seed, int bytes) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            text.append("abcdefghijklmnopqrstuvwxyz", 0, random.nextInt(26))
                    .append(random.nextInt(50))
                    .append(random.nextBoolean() ? " " : " \n");
        }
        return text.toString().getBytes(UTF_8);
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int bytes : new int[] {0, 1, 1_300_000, 700, 1_100_000, 5}) {
            files.add(Files.write(folder.resolve("file" + files.size()), randomWords(bytes, bytes)));
        }
        return files;
    }

    private static void assertEqual(WordCounts spark, WordCounts local) {
        assertThat(spark.entries()).isEqualTo(local.entries());
        assertThat(spark.audit()).isEqualTo(local.audit());
        assertThat(spark.audit().isBalanced()).isTrue();
        assertThat(spark.report().inputs()).isEqualTo(local.report().inputs());
        assertThat(spark.report().splits()).isEqualTo(local.report().splits());
    }

    @Test
    void countsLikeALocalRunForAnySplit() throws Exception {
        List<Path> files = files();
        for (Tokenizer tokenizer : List.of(Tokenizers.asciiWhitespace(), Tokenizers.unicode(), Tokenizer.lines())) {
            for (int splitBytes : new int[] {9_973, 1 << 20}) {
                WordCount count = WordCount.builder()
                        .tokenizer(tokenizer)
                        .splitBytes(splitBytes)
                        .build();
                assertEqual(engine.run(count.job(), Input.files(files)), count.run(Input.files(files)));
            }
        }
    }

    /** Any bytes in files that are cut anywhere, any settings: the same bytes as a local run and as a sorted map. */
    @ParameterizedTest
    @MethodSource("seeds")
    void countsRandomBytesLikeALocalRunAndATreeMap(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Long> counts = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        for (int file = random.nextInt(1, 5); file > 0; file--) {
            byte[] text = randomBytes(random);
            for (String word : new String(text, ISO_8859_1).split("[\t-\r ]+")) {
                counts.merge(word, 1L, Long::sum);
            }
            files.add(Files.write(folder.resolve("file" + files.size()), text));
        }
        counts.remove("");
        WordCount count = WordCount.builder()
                .splitBytes(random.nextInt(1, 2 << random.nextInt(1, 17)))
                .workers(random.nextInt(1, 4))
                .build();

        SparkEngine.Builder builder = SparkEngine.builder()
                .taskBytes(random.nextInt(10_000, 100_000))
                .heldBytes(random.nextBoolean() ? 1 : Long.MAX_VALUE)
                .parts(random.nextInt(1, 9));
        try (SparkEngine any = builder.on(context)) {
            String onSpark = lines(any.run(count.job(), Input.files(files)));
            assertThat(onSpark.equals(lines(count.run(Input.files(files)))))
                    .as("local run, seed %d", seed)
                    .isTrue();
            assertThat(onSpark.equals(lines(counts))).as("map, seed %d", seed).isTrue();
        }
    }

    /** A few in each build; as many as {@code -Dheddle.rounds} says. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("heddle.rounds", 3));
    }

    /** Runs of the same few words between any bytes. */
    private static byte[] randomBytes(Random random) {
        byte[] text = new byte[random.nextInt(50_000)];
        random.nextBytes(text);
        for (int at = 0; at < text.length; at++) {
            if (random.nextInt(4) > 0) {
                text[at] = (byte) " ab\n\f".charAt(random.nextInt(5));
            }
        }
        return text;
    }

    private static String lines(WordCounts counts) {
        StringBuilder lines = new StringBuilder();
        counts.stream()
                .forEach(entry -> lines.append(entry.count())
                        .append(' ')
                        .append(new String(entry.word().toArray(), ISO_8859_1))
                        .append('\n'));
        return lines.toString();
    }

    private static String lines(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void countsNothingInNoFile() throws Exception {
        WordCounts counts = engine.run(WordCount.builder().build().job(), Input.files(List.of()));
        assertThat(counts.distinct()).isZero();
        assertThat(counts.report().inputs()).isZero();
    }

    @Test
    void groupsLikeALocalRun() throws Exception {
        Job<Slice, Groups<Parity, String>> job = Job.over(Tokenizers.asciiWhitespace())
                .<Parity, Long>map((word, out) -> out.emit(Parity.values()[word.length() % 2], 1L))
                .reduce(Long::sum, (parity, count) -> parity + "=" + count);
        List<Path> files = files();

        assertThat(engine.run(job, Input.files(files)).asMap())
                .isEqualTo(job.run(Input.files(files)).asMap());
    }

    @Test
    void takesElements() throws Exception {
        Job<Integer, Sums> job = Job.<Integer>elements().sum((n, out) -> out.add("digit " + n % 10, n));
        Input<Integer> numbers =
                Input.elements(IntStream.range(0, 10_000).boxed().toList());

        Sums sums = engine.run(job, numbers);

        assertThat(sums.entries()).isEqualTo(job.run(numbers).entries());
        assertThat(sums.report().records()).isEqualTo(10_000);
        assertThat(engine.run(job, Input.elements(List.of())).size()).isZero();
    }

    @Test
    void readsHadoopFileSystemsByByteRange() throws Exception {
        byte[] large = randomWords(7, 5_000_000);
        byte[] small = "straddles the splits".getBytes(UTF_8);
        MemoryFileSystem.put(
                Map.of("/in/a.txt", large, "/in/sub/b.txt", small, "/in/_SUCCESS", small, "/in/.part.crc", small));
        Path a = Files.write(folder.resolve("a"), large);
        Path b = Files.write(folder.resolve("b"), small);
        WordCount count = WordCount.builder().splitBytes(100_003).build();
        WordCounts local = count.run(a, b);

        assertEqual(engine.run(count.job(), "memory:///in"), local);
        assertThat(MemoryFileSystem.BYTES_READ.get())
                .as("each task looks a little further than it counts")
                .isBetween(5_000_020L, 6_500_000L + 5 * OpenFile.OfHadoop.WINDOW_BYTES);
        assertThat(MemoryFileSystem.SEEKS.get())
                .as("a task reads front to back")
                .isLessThanOrEqualTo(MemoryFileSystem.OPENED.get());
        assertEqual(engine.run(count.job(), "memory:///in/*.txt", "memory:///in/sub/b.txt"), local);
        assertEqual(engine.run(count.job(), a.toUri().toString(), b.toString()), local);
        assertThatThrownBy(() -> engine.run(count.job(), "memory:///nowhere"))
                .isInstanceOf(InputException.class)
                .hasMessage("memory:///nowhere: no such file");
        assertThatThrownBy(() -> engine.run(count.job(), "unknown://host/file"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("No FileSystem for scheme \"unknown\"");
        assertThatThrownBy(() -> engine.run(count.job(), "s3a://bucket/key"))
                .isInstanceOf(InputException.class)
                .hasMessage("s3a://bucket/key: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found"
                        + " (expected: beside Spark's jars)");
    }

    @Test
    void countsAWordThatIsLongerThanManySplits() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "a " + "x".repeat(100_000) + " b");
        WordCount count = WordCount.builder().splitBytes(7_001).build();

        assertEqual(engine.run(count.job(), Input.files(text)), count.run(text));
    }

    @Test
    void handsOnWhatDoesNotFitAndStillCountsEachWordOnce() throws Exception {
        List<Path> files = files();
        WordCount count = WordCount.builder().splitBytes(50_000).build();
        // A task of this engine holds nothing for longer than a split.
        try (SparkEngine forgetful = SparkEngine.builder().heldBytes(1).parts(7).on(context)) {
            assertEqual(forgetful.run(count.job(), Input.files(files)), count.run(Input.files(files)));
        }
    }

    @Test
    void leavesBadInputOutAsALocalRunDoes() throws Exception {
        List<Path> files = new ArrayList<>(files());
        files.add(1, folder.resolve("nowhere"));
        files.add(folder);
        WordCount count = WordCount.builder().badInput(BadInput.SKIP).build();

        assertEqual(engine.run(count.job(), Input.files(files)), count.run(Input.files(files)));
        assertThatThrownBy(() -> engine.run(WordCount.builder().build().job(), Input.files(files)))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("nowhere") + ": no such file");
    }

    @Test
    void countsTheOthersAfreshWhenATaskFindsAFileBad() throws Exception {
        Path good = Files.writeString(folder.resolve("good"), "a b a");
        Path bad = Files.write(folder.resolve("bad"), new byte[] {'a', ' ', (byte) 0xFF});
        WordCount.Builder words = WordCount.builder().tokenizer(Tokenizers.unicode());
        WordCount keepsGoing = words.badInput(BadInput.SKIP).build();

        assertEqual(engine.run(keepsGoing.job(), Input.files(good, bad)), keepsGoing.run(good, bad));
        assertThatThrownBy(
                        () -> engine.run(words.badInput(BadInput.FAIL).build().job(), Input.files(good, bad)))
                .isInstanceOfSatisfying(InputException.class, failure -> {
                    assertThat(failure.input()).isEqualTo(bad.toString());
                    assertThat(failure.offset()).isEqualTo(2);
                });
    }

    @Test
    void namesTheFileAndTheOffsetOfAFunctionThatThrows() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "1 2 three 4");
        Job<Slice, Sums> job = Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> out.add("sum", Long.parseLong(word.toString())));

        assertThatThrownBy(() -> engine.run(job, Input.files(text)))
                .isInstanceOfSatisfying(JobException.class, failure -> {
                    assertThat(failure.input()).isEqualTo(text.toString());
                    assertThat(failure.offset()).isEqualTo(4);
                    assertThat(failure).hasRootCauseInstanceOf(NumberFormatException.class);
                });
    }

    @Test
    void noticesAFileThatChanges() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "a b c");
        Job<Slice, Sums> job = Job.lines().sum((line, out) -> Files.writeString(Path.of(line.input()), "a b c d"));

        assertThatThrownBy(() -> engine.run(job, Input.files(text)))
                .isInstanceOf(InputException.class)
                .hasMessage(text + ": changed while it was read (5 bytes became 7)");
    }

    private record Holder(Object held) implements java.io.Serializable {
        private static final long serialVersionUID = 1;
    }

    @Test
    void namesTheFieldThatCannotBeSerialisedBeforeAnythingStarts() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Object lock = new Object();
        Holder holder = new Holder(lock);
        Job<Slice, Sums> byField = Job.lines().sum((line, out) -> out.add(holder.toString(), 1));
        Job<Slice, Sums> byLambda = Job.lines().sum((line, out) -> out.add(lock.toString(), 1));
        Job<Slice, Sums> byThis = Job.lines().sum((line, out) -> out.add(this.toString(), 1));
        Holder nested = new Holder(new ArrayList<>(List.of(new TreeMap<>(Map.of("key", lock)))));
        Job<Slice, Sums> byContainer = Job.lines().sum((line, out) -> out.add(nested.toString(), 1));

        assertThatThrownBy(() -> engine.run(byField, Input.files(nowhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("job: field 'held' of " + Holder.class.getName()
                        + " holds a java.lang.Object, which is not serialisable");
        assertThatThrownBy(() -> engine.run(byContainer, Input.files(nowhere)))
                .hasMessage("job: field 'held' of " + Holder.class.getName()
                        + " holds a java.lang.Object, which is not serialisable");
        assertThatThrownBy(() -> engine.run(byLambda, Input.files(nowhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("job: the lambda " + SparkEngineTest.class.getName()
                        + "\\.lambda\\S+, value 1, holds a java\\.lang\\.Object, which is not serialisable");
        assertThatThrownBy(() -> engine.run(byThis, Input.files(nowhere)))
                .hasMessageMatching("job: the lambda .*, whose 'this' it uses, holds a "
                        + SparkEngineTest.class.getName() + ", which is not serialisable");
        assertThatThrownBy(() -> engine.run(
                        Job.<Object>elements().sum((o, out) -> out.add("o", 1)), Input.elements(List.of(lock))))
                .hasMessage("element 0: java.lang.Object is not serialisable");
    }

    @Test
    void refusesInputThatDoesNotSuitTheJobOrTheCluster() {
        Input<Slice> stream = Input.stream("stream", new ByteArrayInputStream(new byte[0]));
        assertThatThrownBy(() -> engine.run(Job.lines().sum((line, out) -> {}), stream))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: stream 'stream' (expected: files or elements; a stream is read on one machine)");
        assertThatThrownBy(() -> engine.run(Job.lines().sum((line, out) -> {}), Input.elements(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: elements (expected: files)");
        assertThatThrownBy(() -> engine.run(Job.<Slice>elements().sum((line, out) -> {}), Input.files(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: files (expected: elements)");
    }

    @Test
    void interruptingTheCallerStopsTheTasks() throws Exception {
        Job<Integer, Sums> stuck = Job.<Integer>elements().sum((n, out) -> {
            MAPPING.countDown();
            NEVER.await();
        });
        try (Run<Sums> run = engine.start(stuck, Input.elements(List.of(1, 2, 3)))) {
            MAPPING.await();
            assertThat(run.tryAwait(Duration.ofMillis(1))).isNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(run::await).isInstanceOf(InterruptedException.class);
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.isDone()).isTrue();
        }
        Sums sums = engine.run(Job.<Integer>elements().sum((n, out) -> out.add("n", n)), Input.elements(List.of(1)));
        assertThat(sums.sum(Bytes.of("n"))).isEqualTo(1);
    }

    @Test
    void tellsHowFarARunIs() throws Exception {
        List<Path> files = files();
        try (Run<WordCounts> run = engine.start(WordCount.builder().build().job(), Input.files(files))) {
            WordCounts counts = run.await();
            assertThat(run.stats().bytesDone())
                    .isEqualTo(run.stats().bytesTotal())
                    .isEqualTo(counts.report().bytes());
            assertThat(run.stats().recordsDone()).isEqualTo(counts.total());
        }
    }

    @Test
    void saysAtOnceThatNobodyAnswers() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> Engine.connect("spark", Map.of("master", "spark://127.0.0.1:" + port)))
                .isInstanceOf(JobException.class)
                .hasMessage("cannot connect to 'spark://127.0.0.1:" + port + "': Connection refused");
        assertThatThrownBy(() -> Engine.connect("spark", Map.of("master", "spark://nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("master: 'spark://nowhere' (expected: spark://HOST:PORT)");
        assertThatThrownBy(() -> Engine.connect("spark", Map.of("mastre", "local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting: 'mastre' (expected: master, or a setting of Spark's own)");
        assertThatThrownBy(() -> Engine.connect("flink", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("engine: 'flink'");
        assertThatThrownBy(() -> SparkEngine.builder().parts(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parts: 0 (expected: at least 1)");
    }
}
