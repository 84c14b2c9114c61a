/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.mapreduce.Points.Phase;
import dev.heddle.mapreduce.Points.Point;
import dev.heddle.mapreduce.WatchedCount.Kind;
import dev.heddle.mapreduce.text.Tokenizers;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the system does to a process that counts: {@code ./mvnw -pl mapreduce -am verify -Pfaults}. */
@EnabledIfSystemProperty(named = "heddle.large", matches = "true")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProcessFaultTest {
    private static final int MOMENTS = 40;
    private static final long MEMORY = 2 << 20;

    @TempDir
    private Path folder;

    private Path text;
    private Path spills;
    private Path journal;

    /** Counts FILE with spills in SPILLS, and in JOURNAL what is finished; prints a digest of the result. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            Path journal = args[2].isEmpty() ? null : Path.of(args[2]);
            try (Run<Sums> run = count(Path.of(args[0]), Path.of(args[1]), journal)) {
                System.out.println(digest(run.await()));
            } catch (JobException e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    private static Run<Sums> count(Path file, Path spills, @Nullable Path journal) {
        Job<Slice, Sums> job = Job.count(Tokenizers.asciiWhitespace())
                .memory(MEMORY)
                .workers(2)
                .spillFolder(spills);
        return (journal == null ? job : job.resume(journal, Duration.ofMillis(20))).start(Input.files(file));
    }

    private static String digest(Sums sums) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (sums) {
            Iterator<Sums.Entry> entries = sums.stream().iterator();
            while (entries.hasNext()) {
                Sums.Entry entry = entries.next();
                digest.update((entry.sum() + " " + entry.key() + "\n").getBytes(UTF_8));
            }
            // Without AssertJ, which is not on the class path of a child.
            if (!sums.report().isComplete()) {
                throw new IllegalStateException("not complete: " + sums.report());
            }
            return sums.size() + " " + HexFormat.of().formatHex(digest.digest());
        }
    }

    @BeforeEach
    void makeText() throws IOException {
        text = folder.resolve("text");
        spills = Files.createDirectory(folder.resolve("spills"));
        journal = folder.resolve("journal");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(text), 1 << 16)) {
            for (int i = 0; i < 2_000_000; i++) {
                out.write(Long.toString(((i % 300_000) * 0x9E3779B97F4A7C15L) >>> 20, 36)
                        .getBytes(US_ASCII));
                out.write(' ');
            }
        }
    }

    private Process start(String before, Path spillFolder, String kept) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + " exec \"$@\"", "sh"));
        command.addAll(List.of(java, "-cp", classPath(), Child.class.getName()));
        command.addAll(List.of(text.toString(), spillFolder.toString(), kept));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Tests run on the module path, children on a class path. */
    static String classPath() {
        return Stream.of(Job.class, ProcessFaultTest.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String printed(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return out;
    }

    @Test
    void aCountThatIsKilledAtAnyMomentLeavesNothingBehindAndGoesOn() throws Exception {
        long start = System.nanoTime();
        String expected = printed(start("", spills, ""));
        long whole = System.nanoTime() - start;
        assertThat(expected).startsWith("300000 ");
        int killed = 0;
        int kept = 0;
        for (int moment = 0; moment < MOMENTS; moment++) {
            Process process = start("", spills, journal.toString());
            boolean ended = process.waitFor(whole * moment / MOMENTS, TimeUnit.NANOSECONDS);
            // By its handle, which leaves what it has printed to be read.
            process.toHandle().destroyForcibly();
            String out = printed(process);
            assertThat(spills).as("moment %d", moment).isEmptyDirectory();
            if (!ended && out.isEmpty()) {
                killed++;
                kept += Files.exists(journal) && Files.size(journal) > 10_000 ? 1 : 0;
            } else {
                assertThat(out).isEqualTo(expected);
            }
            if (moment % 5 == 4) {
                assertThat(printed(start("", spills, journal.toString()))).isEqualTo(expected);
                assertThat(journal).doesNotExist();
            }
        }
        assertThat(killed).isGreaterThan(MOMENTS / 2);
        assertThat(kept).isGreaterThan(3);
    }

    /** Counts until it comes to a place, says so, and stays there. */
    static final class StayingChild {
        private StayingChild() {}

        public static void main(String[] args) throws Exception {
            Points points = new Points(new Point(Phase.valueOf(args[2]), Integer.parseInt(args[3])), () -> {
                System.out.println("there");
                while (true) {
                    LockSupport.park();
                }
            });
            try (LocalRun<?, ?> run = new WatchedCount(Kind.valueOf(args[1]), Path.of(args[0]), points).start(1)) {
                run.await();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DISK", "JOURNAL"})
    void aCountThatIsKilledAtEachPlaceLeavesNothingBehindAndGoesOn(Kind kind) throws Exception {
        Path counted = Files.createDirectory(folder.resolve("counted"));
        WatchedCount.prepare(kind, counted);
        Points all = Points.counting();
        String expected = StopAnywhereTest.count(new WatchedCount(kind, counted, all), 1);
        int resumed = 0;
        for (Point point : all.ofEachPhase(2)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath(),
                            StayingChild.class.getName(),
                            counted.toString(),
                            kind.name(),
                            point.phase().name(),
                            Integer.toString(point.number()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.inputReader().readLine()).as("%s", point).isEqualTo("there");
            process.toHandle().destroyForcibly();
            process.waitFor();
            assertThat(WatchedCount.spills(counted)).as("%s", point).isEmptyDirectory();
            Points again = Points.counting();
            assertThat(StopAnywhereTest.count(new WatchedCount(kind, counted, again), 1))
                    .as("%s", point)
                    .isEqualTo(expected);
            resumed += again.seen(Phase.MAP) < all.seen(Phase.MAP) ? 1 : 0;
        }
        if (kind == Kind.JOURNAL) {
            assertThat(WatchedCount.journal(counted)).doesNotExist();
            assertThat(resumed).isGreaterThan(10);
        }
    }

    @Test
    void aCountThatIsCancelledAtAnyMomentLeavesNothingBehindAndGoesOn() throws Exception {
        long start = System.nanoTime();
        String expected;
        try (Run<Sums> run = count(text, spills, null)) {
            expected = digest(run.await());
        }
        long whole = System.nanoTime() - start;
        int cancelled = 0;
        for (int moment = 0; moment < MOMENTS; moment++) {
            try (Run<Sums> run = count(text, spills, journal)) {
                run.tryAwait(Duration.ofNanos(whole * moment / MOMENTS));
                run.cancel();
                assertThat(digest(run.await())).isEqualTo(expected);
            } catch (CancellationException e) {
                cancelled++;
            }
            assertThat(spills).isEmptyDirectory();
            FaultTest.assertNoThreadIsLeft();
            if (moment % 5 == 4) {
                try (Run<Sums> run = count(text, spills, journal)) {
                    assertThat(digest(run.await())).isEqualTo(expected);
                }
                assertThat(journal).doesNotExist();
            }
        }
        assertThat(cancelled).isGreaterThan(3);
    }

    @Test
    void aFileThatMayNotGrowIsAClearErrorAndTheCountGoesOnWithMoreRoom() throws Exception {
        String expected = printed(start("", spills, ""));
        assertThat(printed(start("ulimit -f 2000;", spills, "")))
                .isEqualTo("cannot write to a spill file in " + spills + ": File too large");
        assertThat(printed(start("ulimit -f 2000;", spills, journal.toString())))
                .startsWith("cannot write to " + journal + ": File too large");
        assertThat(spills).isEmptyDirectory();
        assertThat(journal).isNotEmptyFile();
        assertThat(printed(start("", spills, journal.toString()))).isEqualTo(expected);
        assertThat(journal).doesNotExist();
    }

    @Test
    void aFullDiskIsAClearErrorAndNothingIsLeftOnIt() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(sh("mount -t tmpfs -o size=2m tmpfs '" + disk + "'") == 0, "this user may not mount a disk");
        try {
            assertThat(printed(start("", disk, "")))
                    .isEqualTo("cannot write to a spill file in " + disk + ": No space left on device");
            assertThat(disk).isEmptyDirectory();
            Path onDisk = disk.resolve("journal");
            assertThat(printed(start("", disk, onDisk.toString())))
                    .isEqualTo("cannot write to " + onDisk + ": No space left on device");
            assertThat(onDisk).exists();
            assertThat(sh("mount -o remount,size=200m '" + disk + "'")).isZero();
            assertThat(printed(start("", disk, onDisk.toString()))).startsWith("300000 ");
            assertThat(disk).isEmptyDirectory();
        } finally {
            assertThat(sh("umount '" + disk + "'")).isZero();
        }
    }

    private static int sh(String script) throws Exception {
        return new ProcessBuilder("sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Where the user may read everything the count is somebody else's, who may not. */
    @Test
    void aFileThatTheUserMayNotReadIsNamed() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("---------"));
        String as = Files.isReadable(text) ? "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\";" : "";
        Path classes = folder.resolve("classes");
        for (Class<?> type : List.of(Job.class, ProcessFaultTest.class)) {
            copy(
                    Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()),
                    classes);
        }
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        as + " exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes.toString(),
                        Child.class.getName(),
                        text.toString(),
                        "/tmp",
                        "")
                .redirectErrorStream(true)
                .start();
        assertThat(printed(process)).isEqualTo(text + ": permission denied");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
