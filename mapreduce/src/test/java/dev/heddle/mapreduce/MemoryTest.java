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
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums that do not fit into the memory of their job. */
class MemoryTest {
    private static final Job<Slice, Sums> COUNT = Job.count(Tokenizers.asciiWhitespace());

    @TempDir
    private Path folder;

    /** Words of all lengths, most of them seen once, some often, some long, some of any bytes. */
    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append("often").append(random.nextInt(20));
                case 1 -> text.append("x".repeat(random.nextInt(1, 40)));
                case 2 -> text.append((char) random.nextInt(256)).append((char) random.nextInt(256));
                case 3 -> text.append("a longer word of its own ").append(random.nextLong());
                case 4 -> text.append(Long.toString(random.nextLong(), 36).repeat(random.nextInt(1, 4)));
                default -> text.append(Long.toString(random.nextLong() >>> random.nextInt(64), 36));
            }
            text.append(" \n".charAt(random.nextInt(2)));
        }
        return text.toString();
    }

    private static String oracle(String text) {
        Map<String, Long> counts = new TreeMap<>();
        for (String word : text.split("[\t-\r ]+", -1)) {
            if (!word.isEmpty()) {
                counts.merge(word, 1L, Long::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
    }

    private static String lines(Stream<Sums.Entry> entries) {
        return entries.map(entry -> entry.sum() + " " + new String(entry.key().toArray(), ISO_8859_1) + "\n")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theResultIsTheSameBytesForAnyMemoryWorkersAndSplits(long seed) throws Exception {
        Random random = new Random(seed);
        String text = text(random, 15_000);
        Path file = Files.writeString(folder.resolve("text"), text, ISO_8859_1);
        String expected = oracle(text);
        int[] workers = {1, 2, 5};
        int[] splitBytes = {300, 10_000, 1 << 20};
        for (int memory : new int[] {Memory.LEAST_BYTES, 300_000, 1_000_000, 8_000_000}) {
            for (int round = 0; round < 3; round++) {
                Job<Slice, Sums> job =
                        COUNT.memory(memory).workers(workers[round]).splitBytes(splitBytes[random.nextInt(3)]);
                String name = "seed " + seed + ", memory " + memory + ", " + job;
                try (Sums sums = job.run(Input.files(file))) {
                    assertThat(lines(sums.stream()).equals(expected)).as(name).isTrue();
                    assertThat(sums.total()).as(name).isEqualTo(sums.report().records());
                    assertThat(sums.top(3))
                            .as(name)
                            .isEqualTo(sums.stream().limit(3).toList());
                    assertThat(sums.sum(Bytes.of("often1"))).as(name).isGreaterThan(10);
                    assertThat(sums.sum(Bytes.of("a word that is not there")))
                            .as(name)
                            .isZero();
                }
            }
        }
    }

    @Test
    void splitsOfOneByteAndAStreamGiveTheSameBytes() throws Exception {
        String text = text(new Random(4), 4000);
        Path file = Files.writeString(folder.resolve("text"), text, ISO_8859_1);
        Job<Slice, Sums> job = COUNT.memory(Memory.LEAST_BYTES).workers(2);
        try (Sums ofFile = job.splitBytes(1).run(Input.files(file));
                Sums ofStream = job.splitBytes(7)
                        .run(Input.stream("text", new ByteArrayInputStream(text.getBytes(ISO_8859_1))))) {
            assertThat(lines(ofFile.stream())).isEqualTo(oracle(text));
            assertThat(lines(ofStream.stream())).isEqualTo(oracle(text));
        }
    }

    @Test
    void aTableNeverTakesMoreThanItsShare() {
        Random random = new Random(5);
        for (int megabytes : new int[] {1, 3}) {
            Memory memory = new Memory(new FolderDisk(""), (long) megabytes << 20, 2);
            Spill spill = new Spill(memory);
            SumTable table = new SumTable(Seeds.of(1), spill);
            long largest = 0;
            for (int i = 0; i < 60_000; i++) {
                byte[] key = Long.toString(random.nextLong() >>> random.nextInt(64), 36)
                        .repeat(random.nextInt(1, 4))
                        .getBytes(ISO_8859_1);
                table.add(key, 0, key.length, 1);
                assertThat(table.bytes()).isLessThanOrEqualTo(spill.tableBytes());
                largest = Math.max(largest, table.bytes());
            }
            assertThat(spill.runs()).isNotEmpty();
            assertThat(largest).isGreaterThan(spill.tableBytes() / 4);
            memory.close(null);
        }
    }

    @Test
    void sumsOfManyRunsKeepTheirSign() throws Exception {
        List<String> keys = Stream.iterate(0, i -> i + 1)
                .limit(50_000)
                .map(i -> "key " + i % 10_000)
                .toList();
        Job<String, Sums> job = Job.<String>elements().sum((key, out) -> out.add(key, key.hashCode() * 1_000_000_007L));
        try (Sums sums = job.memory(Memory.LEAST_BYTES).run(Input.elements(keys))) {
            assertThat(sums.entries()).isEqualTo(job.run(Input.elements(keys)).entries());
            assertThat(sums.sum(Bytes.of("key 17"))).isEqualTo(5 * 1_000_000_007L * "key 17".hashCode());
        }
    }

    @Test
    void aKeyLargerThanTheMemoryIsCountedAllTheSame() throws Exception {
        String large = "y".repeat(700_000);
        Path file = Files.writeString(folder.resolve("text"), "a " + large + " b " + large + " a");
        try (Sums sums = COUNT.memory(Memory.LEAST_BYTES).run(Input.files(file))) {
            assertThat(sums.entries())
                    .containsExactly(
                            new Sums.Entry(Bytes.of("a"), 2),
                            new Sums.Entry(Bytes.of(large), 2),
                            new Sums.Entry(Bytes.of("b"), 1));
        }
    }

    @Test
    void noFileHasANameHoweverTheRunEnds() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), text(new Random(6), 30_000), ISO_8859_1);
        Path spills = Files.createDirectory(folder.resolve("spills"));
        Job<Slice, Sums> job = COUNT.memory(Memory.LEAST_BYTES).spillFolder(spills);
        try (Sums sums = job.run(Input.files(text))) {
            assertThat(spills).isEmptyDirectory();
            assertThat(sums.size()).isPositive();
        }
        Job<Slice, Sums> failing = Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    out.add(word, 1);
                    if (word.position() > 300_000) {
                        throw new IOException("enough");
                    }
                })
                .memory(Memory.LEAST_BYTES)
                .spillFolder(spills);
        assertThatThrownBy(() -> failing.run(Input.files(text))).isInstanceOf(JobException.class);
        assertThat(spills).isEmptyDirectory();
        Endless words = new Endless();
        try (Run<Sums> run = job.workers(1).start(Input.stream("words", words))) {
            words.given.await();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        }
        assertThat(spills).isEmptyDirectory();
        FaultTest.assertNoThreadIsLeft();
    }

    /** New words without end. */
    private static final class Endless extends InputStream {
        final CountDownLatch given = new CountDownLatch(1);
        private final Random random = new Random(7);
        private int count;

        @Override
        public int read() {
            if (++count == 1_000_000) {
                given.countDown();
            }
            return random.nextInt(6) == 0 ? ' ' : 'a' + random.nextInt(26);
        }
    }

    /** A disk that has room for so many bytes. */
    private record SmallDisk(long bytes) implements Disk {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public Space open() throws IOException {
            Space space = new FolderDisk("").open();
            return new Space() {
                @Override
                public void write(byte[] from, int start, int end, long at) throws IOException {
                    if (at + end - start > bytes) {
                        throw new FileSystemException(null, null, "No space left on device");
                    }
                    space.write(from, start, end, at);
                }

                @Override
                public void read(byte[] into, int start, int end, long at) throws IOException {
                    space.read(into, start, end, at);
                }

                @Override
                public void close() throws IOException {
                    space.close();
                }
            };
        }

        @Override
        public String toString() {
            return "/small";
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000, 100_000, 500_000})
    void aFullDiskIsAClearError(int bytes) throws Exception {
        Path text = Files.writeString(folder.resolve("text"), text(new Random(8), 100_000), ISO_8859_1);
        Job<Slice, Sums> job = COUNT.memory(400_000).workers(3).disk(new SmallDisk(bytes));
        assertThatThrownBy(() -> job.run(Input.files(text)))
                .isExactlyInstanceOf(JobException.class)
                .hasMessage("cannot write to a spill file in /small: No space left on device");
        FaultTest.assertNoThreadIsLeft();
    }

    @Test
    void aFolderThatIsNotThereIsAClearError() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), text(new Random(9), 30_000), ISO_8859_1);
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() ->
                        COUNT.memory(Memory.LEAST_BYTES).spillFolder(missing).run(Input.files(text)))
                .isExactlyInstanceOf(JobException.class)
                .hasMessage("cannot make a spill file in " + missing + ": no such file");
    }

    @Test
    void refusesWhatItCannotKeep() {
        assertThatThrownBy(() -> COUNT.memory(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memory: 1000 (expected: at least 131072)");
        Job<Slice, Groups<String, Long>> objects = Job.lines()
                .map((Slice line, Emitter<? super String, ? super Long> out) -> out.emit(line.toString(), 1L))
                .combine(Long::sum);
        assertThatThrownBy(() -> objects.memory(1 << 20)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aRunThatTakesLongerThanItsDeadlineFails() {
        Job<Slice, Sums> job = COUNT.deadline(Duration.ofMillis(50));
        assertThatThrownBy(() -> job.run(Input.stream("words", new Endless())))
                .isExactlyInstanceOf(DeadlineException.class)
                .hasMessage("not done within 0.05 s");
        FaultTest.assertNoThreadIsLeft();
        assertThatThrownBy(() -> COUNT.deadline(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline: PT0S (expected: more than zero)");
    }

    @Test
    void aRunWithinItsDeadlineIsAsAnyOther() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "a b a");
        assertThat(COUNT.deadline(Duration.ofDays(1)).run(Input.files(text)).sum(Bytes.of("a")))
                .isEqualTo(2);
        FaultTest.assertNoThreadIsLeft();
    }
}
