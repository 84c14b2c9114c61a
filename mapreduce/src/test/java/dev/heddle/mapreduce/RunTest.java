/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.text.Tokenizers;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    private Path folder;

    private final CountDownLatch mapping = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void noThreadIsLeft() {
        FaultTest.assertNoThreadIsLeft();
    }

    private Job<Integer, Sums> stuck() {
        return Job.<Integer>elements()
                .sum((element, out) -> {
                    mapping.countDown();
                    never.await();
                })
                .workers(3);
    }

    private static Input<Integer> numbers(int count) {
        return Input.elements(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void tryAwaitGivesUpAfterItsTimeAndTheRunGoesOn() throws Exception {
        try (Run<Sums> run = stuck().start(numbers(10))) {
            mapping.await();
            assertThat(run.tryAwait(Duration.ofMillis(1))).isNull();
            assertThat(run.isDone()).isFalse();
        }
    }

    @Test
    void cancelEndsARunWhoseFunctionWaits() throws Exception {
        try (Run<Sums> run = stuck().start(numbers(1000))) {
            mapping.await();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.isDone()).isTrue();
        }
    }

    @Test
    void cancelAfterTheEndChangesNothing() throws Exception {
        Run<Sums> run = Job.<Integer>elements().sum((n, out) -> out.add("n", n)).start(numbers(10));
        Sums sums = run.await();
        run.cancel();
        run.close();
        run.close();
        assertThat(run.await()).isSameAs(sums);
        assertThat(sums.sum(Bytes.of("n"))).isEqualTo(45);
        assertThat(run.tryAwait(Duration.ofDays(1))).isSameAs(sums);
    }

    @Test
    void closeEndsTheRunAndWaitsEvenWhereTheCallerIsInterrupted() throws Exception {
        Run<Sums> run = stuck().start(numbers(10));
        mapping.await();
        Thread.currentThread().interrupt();
        run.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.isDone()).isTrue();
    }

    @Test
    void anInterruptEndsAwaitAndNotTheRun() throws Exception {
        try (Run<Sums> run = stuck().start(numbers(10))) {
            mapping.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(run::await).isInstanceOf(InterruptedException.class);
            assertThat(run.isDone()).isFalse();
        }
    }

    @Test
    void anInterruptEndsRunAndItsThreads() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                stuck().run(numbers(10));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        mapping.await();
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theFirstFailureOfAFunctionIsTheCause() throws Exception {
        IllegalStateException failure = new IllegalStateException("no");
        Path file = Files.writeString(folder.resolve("file"), "fine bad fine");
        Job<Slice, Sums> job = Job.over(Tokenizers.asciiWhitespace()).sum((word, out) -> {
            if (word.toString().equals("bad")) {
                throw failure;
            }
        });
        assertThatThrownBy(() -> job.run(Input.files(file)))
                .isExactlyInstanceOf(JobException.class)
                .hasMessage(file + ": the job failed at byte 5: java.lang.IllegalStateException: no")
                .hasCause(failure)
                .isInstanceOfSatisfying(
                        JobException.class, e -> assertThat(e.offset()).isEqualTo(5));
    }

    @Test
    void anErrorIsThrownAsItIs() {
        StackOverflowError error = new StackOverflowError();
        Job<Integer, Sums> job = Job.<Integer>elements()
                .sum((n, out) -> {
                    throw error;
                })
                .workers(4);
        assertThatThrownBy(() -> job.run(numbers(5000))).isSameAs(error);
    }

    @Test
    void aFailureInTheCombinerOrReducerEndsTheRun() {
        Job.Values<Integer, String, Integer> values = Job.<Integer>elements().map((n, out) -> out.emit("key", n));
        assertThatThrownBy(() -> values.combine((a, b) -> {
                            throw new IllegalStateException("combiner");
                        })
                        .run(numbers(10)))
                .isInstanceOf(JobException.class)
                .hasRootCauseMessage("combiner");
        assertThatThrownBy(() -> values.reduce(Integer::sum, (key, value) -> {
                            throw new IllegalStateException("reducer");
                        })
                        .run(numbers(10)))
                .isInstanceOf(JobException.class)
                .hasRootCauseMessage("reducer");
    }

    @Test
    void aSumThatLeavesItsRangeFailsTheRun() {
        Job<Integer, Sums> job = Job.<Integer>elements().sum((n, out) -> out.add("key", Long.MAX_VALUE));
        assertThatThrownBy(() -> job.run(numbers(2)))
                .isInstanceOf(JobException.class)
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void groupsAreTheSameForAnyNumberOfWorkers() throws Exception {
        record Mean(long sum, long count) {
            Mean plus(Mean other) {
                return new Mean(sum + other.sum, count + other.count);
            }
        }

        for (int workers : new int[] {1, 2, 7}) {
            Groups<String, Double> means = Job.<Integer>elements()
                    .<String, Mean>map((n, out) -> out.emit("key" + n % 10, new Mean(n, 1)))
                    .reduce(Mean::plus, (key, mean) -> (double) mean.sum() / mean.count())
                    .workers(workers)
                    .run(numbers(10_000));
            assertThat(means.asMap()).hasSize(10).containsEntry("key3", 4998.0);
            assertThat(means.report().records()).isEqualTo(10_000);
            Comparator<Map.Entry<String, Double>> byMean = Map.Entry.comparingByValue();
            assertThat(means.top(2, byMean.reversed()))
                    .containsExactly(Map.entry("key9", 5004.0), Map.entry("key8", 5003.0));
            assertThat(means.sorted(byMean).subList(0, 2))
                    .containsExactly(Map.entry("key0", 4995.0), Map.entry("key1", 4996.0));
        }
    }

    @Test
    void aSliceCannotBeEmitted() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "line\n");
        Job<Slice, Groups<Slice, Integer>> job = Job.lines()
                .<Slice, Integer>map((line, out) -> out.emit(line, 1))
                .combine(Integer::sum);
        assertThatThrownBy(() -> job.run(Input.files(file)))
                .isInstanceOf(JobException.class)
                .hasRootCauseMessage("emitted: a Slice (expected: a copy, by toBytes() or toString())");
    }

    @Test
    void linesKeepEmptyOnesAndLoseTheirEnds() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "one\r\n\n\r\ntwo\rthree\n\nlast");
        for (int splitBytes = 1; splitBytes < 30; splitBytes++) {
            Groups<Long, String> lines = Job.lines()
                    .<Long, String>map((line, out) -> out.emit(line.position(), line.toString()))
                    .combine((a, b) -> a + b)
                    .splitBytes(splitBytes)
                    .workers(2)
                    .run(Input.files(file));
            List<String> texts = new ArrayList<>();
            lines.sorted(Map.Entry.comparingByKey()).forEach(entry -> texts.add(entry.getValue()));
            assertThat(texts).as("splitBytes %d", splitBytes).containsExactly("one", "", "", "two\rthree", "", "last");
        }
    }

    @Test
    void statsCountBytesAndRecords() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "a b c");
        try (Run<Sums> run = Job.count(Tokenizers.asciiWhitespace()).start(Input.files(file))) {
            run.await();
            assertThat(run.stats().bytesDone()).isEqualTo(5);
            assertThat(run.stats().bytesTotal()).isEqualTo(5);
            assertThat(run.stats().recordsDone()).isEqualTo(3);
            assertThat(run.stats().elapsedNanos())
                    .isPositive()
                    .isEqualTo(run.stats().elapsedNanos());
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void refusesInputThatDoesNotHoldItsRecords() {
        Job job = Job.count(Tokenizers.asciiWhitespace());
        assertThatThrownBy(() -> job.start(numbers(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: Elements (expected: files or a stream)");
        Job elements = Job.<Integer>elements().sum((n, out) -> {});
        assertThatThrownBy(() -> elements.start(Input.files(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: Files (expected: elements)");
    }

    /** A job whose functions go on when all workers are in them. */
    private static Job<Slice, Sums> together(int workers) {
        CyclicBarrier all = new CyclicBarrier(workers);
        return Job.over(Tokenizer.lines())
                .sum((line, out) -> {
                    all.await(1, TimeUnit.MINUTES);
                    out.add(line, 1);
                })
                .workers(workers)
                .splitBytes(1);
    }

    @Test
    void oneFileManyFilesAndAStreamKeepAllWorkersBusy() throws Exception {
        int workers = 4;
        Path one = Files.writeString(folder.resolve("one"), "a\nb\nc\nd\n");
        List<Path> many = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            many.add(Files.writeString(folder.resolve(name), name));
        }
        for (Input<Slice> input : List.of(
                Input.files(one),
                Input.files(many),
                Input.stream("stream", new ByteArrayInputStream("a\nb\nc\nd\n".getBytes(UTF_8))))) {
            assertThat(together(workers).run(input).size()).isEqualTo(4);
        }
    }

    /** Cuts a run before each capital and leaves single letters out. */
    private static final class Capitals implements Tokenizer {
        private static final long serialVersionUID = 1;

        @Override
        public String name() {
            return "capitals";
        }

        @Override
        public boolean isSeparator(byte b) {
            return b == ' ' || b == '-';
        }

        @Override
        public void tokenize(Slice run, Tokens tokens) {
            int start = 0;
            for (int i = 1; i <= run.length(); i++) {
                if (i == run.length() || Character.isUpperCase(run.get(i))) {
                    if (i - start > 1) {
                        tokens.token(start, i);
                    }
                    start = i;
                }
            }
        }
    }

    @Test
    void aTokenizerOfTheUserSeesEachRunWholeHoweverTheInputIsCut() throws Exception {
        String text = "oneTwo X-three Four-FiveSixY  oneTwo";
        Path file = Files.writeString(folder.resolve("text"), text);
        for (int splitBytes = 1; splitBytes <= text.length() + 1; splitBytes++) {
            Job<Slice, Sums> job = Job.count(new Capitals()).splitBytes(splitBytes);
            List<String> expected = List.of("2 Two", "2 one", "1 Five", "1 Four", "1 Six", "1 three");
            for (Input<Slice> input :
                    List.of(Input.files(file), Input.stream("text", new ByteArrayInputStream(text.getBytes(UTF_8))))) {
                assertThat(job.run(input).stream().map(entry -> entry.sum() + " " + entry.key()))
                        .containsExactlyElementsOf(expected);
            }
        }
    }
}
