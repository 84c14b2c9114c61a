/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.mapreduce.text.Tokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that cannot be read, or that change while they are read. */
class FaultTest {
    private static final Job<Slice, Sums> COUNT = Job.count(Tokenizers.asciiWhitespace());

    @TempDir
    private Path folder;

    /** What happens to a file after its first word was mapped. */
    enum Change {
        TRUNCATED("shrank while it was read (30000 bytes when opened, now it ends at byte 3)") {
            @Override
            void apply(Path file) throws IOException {
                Files.writeString(file, "a b");
            }
        },
        GROWN("changed while it was read (30000 bytes became 30002)") {
            @Override
            void apply(Path file) throws IOException {
                Files.writeString(file, "a ", StandardOpenOption.APPEND);
            }
        },
        REWRITTEN("changed while it was read (same size, written at 2001-09-09T01:46:40Z)") {
            @Override
            void apply(Path file) throws IOException {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            }
        },
        REPLACED("replaced while it was read") {
            @Override
            void apply(Path file) throws IOException {
                Path other = Files.writeString(file.resolveSibling("other"), "a ".repeat(15_000));
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        DELETED("deleted while it was read") {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
            }
        };

        final String reason;

        Change(String reason) {
            this.reason = reason;
        }

        abstract void apply(Path file) throws IOException;
    }

    /** Counts words, and changes the file at its first word. */
    private static Job<Slice, Sums> changing(Path file, Change change, int workers) {
        AtomicBoolean changed = new AtomicBoolean();
        return Job.over(Tokenizers.asciiWhitespace())
                .sum((word, out) -> {
                    if (word.input().equals(file.toString()) && changed.compareAndSet(false, true)) {
                        change.apply(file);
                    }
                    out.add(word, 1);
                })
                .workers(workers)
                .splitBytes(100);
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesFailsTheRunAndIsNamed(Change change) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "a ".repeat(15_000));
        assertThatThrownBy(() -> changing(file, change, 1).run(Input.files(file)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(change == Change.TRUNCATED ? "shrank while it was read" : change.reason);
        assertNoThreadIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesIsInNoCountWhenBadInputIsSkipped(Change change) throws Exception {
        Path good = Files.writeString(folder.resolve("good"), "a b ".repeat(1000));
        Path bad = Files.writeString(folder.resolve("bad"), "a ".repeat(15_000));
        Path last = Files.writeString(folder.resolve("last"), "c");
        for (int workers : new int[] {1, 3}) {
            Files.writeString(bad, "a ".repeat(15_000));
            Sums sums = changing(bad, change, workers).badInput(BadInput.SKIP).run(Input.files(good, bad, last));
            assertThat(sums.entries())
                    .containsExactly(
                            new Sums.Entry(Bytes.of("a"), 1000),
                            new Sums.Entry(Bytes.of("b"), 1000),
                            new Sums.Entry(Bytes.of("c"), 1));
            assertThat(sums.report().inputs()).isEqualTo(2);
            assertThat(sums.report().records()).isEqualTo(2001);
            assertThat(sums.report().isComplete()).isTrue();
            assertThat(sums.report().skipped()).singleElement().satisfies(skipped -> {
                assertThat(skipped.input()).isEqualTo(bad.toString());
                assertThat(skipped.reason()).contains("while it was read");
            });
        }
    }

    @Test
    void whatCannotBeReadIsNamedWithItsReason() throws Exception {
        Path missing = folder.resolve("missing");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), missing);
        assertThatThrownBy(() -> COUNT.run(Input.files(missing)))
                .isInstanceOf(InputException.class)
                .hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> COUNT.run(Input.files(dangling))).hasMessage(dangling + ": no such file");
        assertThatThrownBy(() -> COUNT.run(Input.files(folder)))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + ": is a directory");
    }

    @Test
    void aFileWithoutPermissionIsNamed() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(secret), "this user may read everything");
        assertThatThrownBy(() -> COUNT.run(Input.files(secret))).hasMessage(secret + ": permission denied");
    }

    @Test
    void theOthersAreCountedWhereBadInputIsSkipped() throws Exception {
        Path one = Files.writeString(folder.resolve("one"), "a b");
        Path two = Files.writeString(folder.resolve("two"), "b c");
        Sums sums = COUNT.badInput(BadInput.SKIP)
                .run(Input.files(folder.resolve("x"), one, folder, two, folder.resolve("y")));
        assertThat(sums.entries())
                .containsExactly(
                        new Sums.Entry(Bytes.of("b"), 2),
                        new Sums.Entry(Bytes.of("a"), 1),
                        new Sums.Entry(Bytes.of("c"), 1));
        assertThat(sums.report().skipped())
                .containsExactly(
                        new Skipped(folder.resolve("x").toString(), "no such file"),
                        new Skipped(folder.toString(), "is a directory"),
                        new Skipped(folder.resolve("y").toString(), "no such file"));
    }

    @Test
    void aFileOfInvalidTextIsInNoCountWhereBadInputIsSkipped() throws Exception {
        Path good = Files.writeString(folder.resolve("good"), "good");
        Path bad = Files.write(folder.resolve("bad"), "good good good \u00ff".getBytes("ISO-8859-1"));
        Sums sums = Job.count(Tokenizers.unicode())
                .badInput(BadInput.SKIP)
                .splitBytes(2)
                .run(Input.files(bad, good, bad));
        assertThat(sums.entries()).containsExactly(new Sums.Entry(Bytes.of("good"), 1));
        Skipped skipped = new Skipped(bad.toString(), "invalid UTF-8 at byte 15");
        assertThat(sums.report().skipped()).containsExactly(skipped, skipped);
    }

    @Test
    void aNamedPipeThatIsFedByteByByteIsReadToItsEnd() throws Exception {
        Path pipe = namedPipe();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                for (int i = 0; i < 1000; i++) {
                    for (byte b : "slow ".getBytes(UTF_8)) {
                        out.write(b);
                    }
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        Path file = Files.writeString(folder.resolve("file"), "slow file");
        Sums sums = COUNT.workers(3).splitBytes(7).run(Input.files(pipe, file));
        writer.join();
        assertThat(sums.sum(Bytes.of("slow"))).isEqualTo(1001);
        assertThat(sums.report().isComplete()).isTrue();
    }

    @Test
    void cancellingEndsTheWaitForTheWriterOfANamedPipe() throws Exception {
        Path pipe = namedPipe();
        try (Run<Sums> run = COUNT.workers(2).start(Input.files(pipe))) {
            awaitThreadIn("open");
            run.cancel();
        }
        assertNoThreadIsLeft();
    }

    @Test
    void cancellingEndsAReadFromANamedPipe() throws Exception {
        Path pipe = namedPipe();
        try (Run<Sums> run = COUNT.workers(2).start(Input.files(pipe));
                OutputStream out = Files.newOutputStream(pipe)) {
            out.write('x');
            awaitThreadIn("read");
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(java.util.concurrent.CancellationException.class);
        }
        assertNoThreadIsLeft();
    }

    @Test
    void aNamedPipeIsClosedWhenARunEndsInItsMiddle() throws Exception {
        Path pipe = namedPipe();
        try (FileChannel writer = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            writer.write(ByteBuffer.wrap("a b c d e f g h ".getBytes(UTF_8)));
            Job<Slice, Sums> failing = Job.over(Tokenizers.asciiWhitespace())
                    .sum((word, out) -> {
                        throw new IOException("enough");
                    })
                    .splitBytes(4);
            assertThatThrownBy(() -> failing.run(Input.files(pipe))).hasRootCauseMessage("enough");
            assertThat(timesOpen(pipe)).isEqualTo(1);
        }
    }

    private static long timesOpen(Path file) throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "no such file system here");
        try (Stream<Path> all = Files.list(open)) {
            return all.filter(link -> isLinkTo(link, file)).count();
        }
    }

    private static boolean isLinkTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private Path namedPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo here");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void aFileThatTheSystemMakesUpIsReadThoughItSaysItIsEmpty() throws Exception {
        Path file = Path.of("/proc/self/status");
        assumeTrue(Files.isReadable(file), "no such file system here");
        assertThat(COUNT.run(Input.files(file)).sum(Bytes.of("Name:"))).isEqualTo(1);
    }

    @Test
    void aStreamThatFailsFailsTheRun() {
        IOException failure = new IOException("line cut");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
        assertThatThrownBy(() -> COUNT.badInput(BadInput.SKIP).run(Input.stream("modem", broken)))
                .isInstanceOf(InputException.class)
                .hasMessage("modem: line cut")
                .hasCause(failure);
    }

    @Test
    void manySmallFilesAreCountedByManyThreads() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            files.add(Files.writeString(folder.resolve("f" + i), "every file" + i));
        }
        Sums sums = COUNT.workers(8).run(Input.files(files));
        assertThat(sums.size()).isEqualTo(2001);
        assertThat(sums.sum(Bytes.of("every"))).isEqualTo(2000);
        assertThat(sums.report().inputs()).isEqualTo(2000);
        assertThat(sums.report().splits()).isEqualTo(2000);
    }

    /** Waits until a thread of a run stands in a method of that name, of whatever class. */
    private static void awaitThreadIn(String method) {
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() == 1) {
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (thread.getName().startsWith("heddle-mapreduce-")) {
                    for (StackTraceElement frame : stack) {
                        if (frame.getMethodName().startsWith(method)
                                && frame.getClassName().startsWith("sun.nio")) {
                            never.countDown();
                        }
                    }
                }
            });
            Thread.onSpinWait();
        }
    }

    static void assertNoThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("heddle-mapreduce-"));
    }
}
