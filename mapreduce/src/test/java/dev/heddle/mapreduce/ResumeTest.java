/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.text.Tokenizers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that go on where others were cut short. */
class ResumeTest {
    private static final Duration ALWAYS = Duration.ZERO;
    private static final int SPLIT_BYTES = 500;

    @TempDir
    private Path folder;

    private Path journal;
    private List<Path> files;
    private String expected;

    @BeforeEach
    void makeFiles() throws Exception {
        journal = folder.resolve("journal");
        Random random = new Random(17);
        files = List.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("empty"));
        Files.writeString(files.get(0), text(random, 8000));
        Files.writeString(files.get(1), text(random, 3000));
        Files.createFile(files.get(2));
        expected = lines(counting().run(Input.files(files)));
    }

    @AfterEach
    void noThreadIsLeft() {
        FaultTest.assertNoThreadIsLeft();
    }

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(Integer.toString((int) Math.exp(random.nextDouble() * 9), 36)
                            .repeat(random.nextInt(8) == 0 ? 9 : 1))
                    .append(" \n".charAt(random.nextInt(2)));
        }
        return text.toString();
    }

    private static Job<Slice, Sums> counting() {
        return Job.count(Tokenizers.asciiWhitespace()).splitBytes(SPLIT_BYTES);
    }

    private static String lines(Sums sums) {
        assertThat(sums.report().isComplete()).isTrue();
        assertThat(sums.total()).isEqualTo(sums.report().records());
        return sums.stream()
                .map(entry -> entry.sum() + " " + new String(entry.key().toArray(), ISO_8859_1))
                .collect(Collectors.joining("\n"));
    }

    /** Counts words and fails once it has seen so many. */
    private static Job<Slice, Sums> failingAfter(int words) {
        AtomicInteger left = new AtomicInteger(words);
        return Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    if (left.decrementAndGet() < 0) {
                        throw new IOException("cut short");
                    }
                    out.add(word, 1);
                })
                .splitBytes(SPLIT_BYTES);
    }

    private void cutShort(Job<Slice, Sums> job) {
        assertThatThrownBy(() -> job.run(Input.files(files)))
                .isInstanceOf(JobException.class)
                .hasRootCauseMessage("cut short");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theResultIsTheSameBytesHoweverOftenTheCountIsCutShort(long seed) throws Exception {
        Random random = new Random(seed);
        int cuts = 0;
        for (int words = random.nextInt(1500); words < 11_000; words = random.nextInt(1500) + words) {
            Job<Slice, Sums> job = failingAfter(random.nextInt(1500))
                    .workers(random.nextInt(1, 4))
                    .resume(journal, random.nextBoolean() ? ALWAYS : Duration.ofDays(1));
            if (random.nextInt(3) == 0) {
                job = job.memory(Memory.LEAST_BYTES);
            }
            cutShort(job);
            cuts++;
        }
        assertThat(cuts).isGreaterThan(5);
        AtomicInteger read = new AtomicInteger();
        Sums sums = Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    read.incrementAndGet();
                    out.add(word, 1);
                })
                .splitBytes(SPLIT_BYTES)
                .resume(journal)
                .run(Input.files(files));
        assertThat(lines(sums)).as("seed %d", seed).isEqualTo(expected);
        assertThat(read.get()).isLessThan(11_000);
        assertThat(journal).doesNotExist();
    }

    @Test
    void whatIsFinishedIsNotReadAgain() throws Exception {
        cutShort(failingAfter(7000).workers(1).resume(journal, ALWAYS));
        AtomicInteger read = new AtomicInteger();
        Sums sums = Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    read.incrementAndGet();
                    out.add(word, 1);
                })
                .splitBytes(SPLIT_BYTES)
                .resume(journal)
                .run(Input.files(files));
        assertThat(lines(sums)).isEqualTo(expected);
        // All but what the worker had not finished: less than a split of about 100 words.
        assertThat(read.get()).isBetween(4000, 4300);
        assertThat(sums.report().records()).isEqualTo(11_000);
    }

    @Test
    void aCancelledRunAndOneThatIsOutOfTimeKeepWhatTheyHave() throws Exception {
        CountDownLatch seen = new CountDownLatch(5000);
        CountDownLatch never = new CountDownLatch(1);
        Job<Slice, Sums> stuck = Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    out.add(word, 1);
                    seen.countDown();
                    if (seen.getCount() == 0) {
                        never.await();
                    }
                })
                .splitBytes(SPLIT_BYTES)
                .resume(journal, ALWAYS)
                .workers(2);
        try (Run<Sums> run = stuck.start(Input.files(files))) {
            seen.await();
            run.cancel();
        }
        assertThat(journal).exists();
        long kept = Files.size(journal);
        assertThatThrownBy(() -> stuck.deadline(Duration.ofMillis(100)).run(Input.files(files)))
                .isInstanceOf(DeadlineException.class);
        assertThat(Files.size(journal)).isGreaterThanOrEqualTo(kept);
        assertThat(lines(counting().resume(journal).run(Input.files(files)))).isEqualTo(expected);
    }

    @Test
    void whatWorkersHaveFinishedIsKeptWhenTheyAreStopped() throws Exception {
        Path large = Files.writeString(
                folder.resolve("large"), text(new Random(4), 20_000).repeat(200));
        Job<Slice, Sums> job = counting().workers(2).resume(journal);
        try (Run<Sums> run = job.start(Input.files(large))) {
            while (run.stats().bytesDone() < 1_000_000) {
                Thread.onSpinWait();
            }
            run.cancel();
        }
        assertThat(journal).exists();
        try (Run<Sums> run = job.start(Input.files(large))) {
            Sums sums = run.await();
            assertThat(sums.report().isComplete()).isTrue();
            assertThat(sums.total()).isEqualTo(4_000_000);
        }
        assertThat(journal).doesNotExist();
    }

    @Test
    void aJournalThatEndsAnywhereOrIsDamagedCostsTimeOnly() throws Exception {
        cutShort(failingAfter(9000).workers(2).resume(journal, ALWAYS));
        byte[] whole = Files.readAllBytes(journal);
        int first = whole.length / 50;
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(first, whole.length)) : whole.clone();
            if (i % 2 == 1) {
                damaged[random.nextInt(first, whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(journal, damaged);
            assertThat(lines(counting().resume(journal).run(Input.files(files))))
                    .as("round %d", i)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyBeginningOfAJournalIsResumedOrRefused() throws Exception {
        cutShort(failingAfter(500).workers(1).resume(journal, ALWAYS));
        byte[] whole = Files.readAllBytes(journal);
        for (int length = 0; length < 400; length++) {
            Files.write(journal, Arrays.copyOf(whole, length));
            try {
                assertThat(lines(counting().resume(journal).run(Input.files(files))))
                        .isEqualTo(expected);
            } catch (JobException e) {
                assertThat(e).hasMessage(journal + ": not a file that an interrupted run has left");
                assertThat(journal).hasSize(length);
            }
        }
    }

    @Test
    void aJournalWithoutTheHeadOfItsFirstFrameIsBegunAgain() throws Exception {
        cutShort(failingAfter(500).workers(1).resume(journal, ALWAYS));
        byte[] unfinished = Arrays.copyOf(Files.readAllBytes(journal), 100);
        int head = "heddle journal 1\n".length();
        Arrays.fill(unfinished, head, head + 12, (byte) 0); // it is written last
        for (int length : new int[] {head, head + 5, head + 12, 100}) {
            Files.write(journal, Arrays.copyOf(unfinished, length));
            assertThat(lines(counting().resume(journal).run(Input.files(files))))
                    .as("the first %d bytes", length)
                    .isEqualTo(expected);
        }
    }

    @Test
    void anotherFileIsNotTouched() throws Exception {
        Files.writeString(journal, "a novel");
        assertThatThrownBy(() -> counting().resume(journal).run(Input.files(files)))
                .isExactlyInstanceOf(JobException.class)
                .hasMessage(journal + ": not a file that an interrupted run has left");
        assertThat(journal).hasContent("a novel");
        assertThatThrownBy(() -> counting().resume(folder).run(Input.files(files)))
                .isExactlyInstanceOf(JobException.class)
                .hasMessageStartingWith("cannot write to " + folder + ": ");
    }

    @Test
    void aJournalOfAnotherCountIsRefusedAndKept() throws Exception {
        cutShort(failingAfter(5000).resume(journal, ALWAYS));
        byte[] kept = Files.readAllBytes(journal);
        assertThatThrownBy(() -> counting().splitBytes(501).resume(journal).run(Input.files(files)))
                .hasMessage(journal + ": is of another run: it has splits of 500 bytes where this one has splits of 501"
                        + " bytes");
        assertThatThrownBy(() -> Job.count(Tokenizers.asciiWhitespace().foldCase())
                        .splitBytes(SPLIT_BYTES)
                        .resume(journal)
                        .run(Input.files(files)))
                .hasMessageContaining("it has tokens ascii-ws where this one has tokens ascii-ws-lower");
        assertThatThrownBy(() -> counting().resume(journal).run(Input.files(files.subList(0, 1))))
                .hasMessageContaining("where this one has nothing");
        Files.writeString(files.get(1), "more", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> counting().resume(journal).run(Input.files(files)))
                .isExactlyInstanceOf(JobException.class)
                .hasMessageStartingWith(journal + ": is of another run: it has file " + files.get(1));
        assertThat(Files.readAllBytes(journal)).isEqualTo(kept);
    }

    @Test
    void aJournalIsOfOneRunAtATime() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Job<Slice, Sums> stuck = Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    seen.countDown();
                    never.await();
                })
                .resume(journal);
        try (Run<Sums> run = stuck.start(Input.files(files))) {
            seen.await();
            assertThatThrownBy(() -> counting().resume(journal).run(Input.files(files)))
                    .hasMessage(journal + ": another run keeps its splits there");
            assertThat(run.isDone()).isFalse();
        }
        assertThat(journal).doesNotExist();
    }

    @Test
    void nothingIsLeftWhereNothingWasFinished() throws Exception {
        assertThat(lines(counting().resume(journal).run(Input.files(files)))).isEqualTo(expected);
        assertThat(journal).doesNotExist();
        cutShort(failingAfter(3).workers(1).resume(journal, ALWAYS));
        assertThat(journal).doesNotExist();
    }

    @Test
    void refusesWhatCannotBeResumed() {
        assertThatThrownBy(() ->
                        counting().resume(journal).run(Input.stream("stream", new ByteArrayInputStream(new byte[5]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input: Stream (expected: files, in the middle of which a run can go on)");
        assertThatThrownBy(
                        () -> counting().badInput(BadInput.SKIP).resume(journal).run(Input.files(files)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("badInput: SKIP (expected: FAIL, where finished splits are kept)");
        assertThatThrownBy(() -> counting().resume(journal).run(Input.files(files, path -> stored -> stored)))
                .isInstanceOf(InputException.class)
                .hasMessage(files.get(0) + ": can only be read from its beginning on, and no run can go on in it");
        Job<Slice, Groups<String, Long>> objects = Job.lines()
                .map((Slice line, Emitter<? super String, ? super Long> out) -> out.emit(line.toString(), 1L))
                .combine(Long::sum);
        assertThatThrownBy(() -> objects.resume(journal)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(journal).doesNotExist();
    }
}
