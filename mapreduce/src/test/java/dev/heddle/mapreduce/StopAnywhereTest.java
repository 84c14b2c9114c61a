/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.mapreduce.Points.Phase;
import dev.heddle.mapreduce.Points.Point;
import dev.heddle.mapreduce.WatchedCount.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs that are stopped at each place where they meet files, functions or the merge, one place after the other; at some
 * of them in each build, at all of them by {@code ./mvnw -pl mapreduce -am verify -Pfaults}.
 */
@Timeout(300)
class StopAnywhereTest {
    private static final boolean IS_WHOLE = Boolean.getBoolean("heddle.large");

    /** So many places of each kind are tried, and some of those behind them. */
    private static final int FIRST = IS_WHOLE ? 100 : 2;

    @TempDir
    private Path folder;

    /** Who stops a run, while one of its threads is at the place. */
    enum Stop {
        CANCEL(CancellationException.class) {
            @Override
            void stop(LocalRun<?, ?> run, Thread caller) {
                run.cancel();
            }
        },
        CLOSE(CancellationException.class) {
            @Override
            void stop(LocalRun<?, ?> run, Thread caller) {
                new Thread(run::close, "closes").start();
                awaitInterrupt();
            }
        },
        DEADLINE(DeadlineException.class) {
            @Override
            void stop(LocalRun<?, ?> run, Thread caller) {
                run.fail(new DeadlineException(Duration.ofDays(1)));
            }
        },
        CALLER(InterruptedException.class) {
            @Override
            void stop(LocalRun<?, ?> run, Thread caller) {
                caller.interrupt();
                awaitInterrupt();
            }
        },
        WORKER(JobException.class) {
            @Override
            void stop(LocalRun<?, ?> run, Thread caller) {
                Thread.currentThread().interrupt();
            }
        };

        private final Class<? extends Exception> outcome;

        Stop(Class<? extends Exception> outcome) {
            this.outcome = outcome;
        }

        abstract void stop(LocalRun<?, ?> run, Thread caller);

        /** An interrupt ends a run only where it is noticed, and no stop takes a result away that is there. */
        boolean mayComeTooLate(Phase phase) {
            return this == WORKER || phase.isLate();
        }

        private static void awaitInterrupt() {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatIsStoppedAnywhereEndsAndLeavesNothing(Kind kind) throws Exception {
        WatchedCount.prepare(kind, folder);
        Points all = Points.counting();
        String expected = count(new WatchedCount(kind, folder, all), 1);
        assertThat(expected.lines()).hasSizeGreaterThan(1000);
        int turn = kind.ordinal();
        for (Point point : all.ofEachPhase(FIRST)) {
            for (Stop stop : Stop.values()) {
                for (int workers = 1; workers <= 2; workers++) {
                    if (IS_WHOLE || turn % 5 == stop.ordinal() && turn % 2 == workers - 1) {
                        stopAndGoOn(kind, point, stop, workers, expected);
                    }
                }
            }
            turn++;
        }
    }

    @Test
    void aRunThatGoesOnIsStoppedAnywhereAndGoesOnAgain() throws Exception {
        WatchedCount.prepare(Kind.JOURNAL, folder);
        String expected = count(new WatchedCount(Kind.JOURNAL, folder, Points.counting()), 1);
        stop(Kind.JOURNAL, new Point(Phase.MAP, 4000), Stop.CANCEL, 1);
        byte[] kept = Files.readAllBytes(WatchedCount.journal(folder));
        Points all = Points.counting();
        assertThat(count(new WatchedCount(Kind.JOURNAL, folder, all), 1)).isEqualTo(expected);
        assertThat(all.seen(Phase.MAP)).isBetween(3000, 8000);
        assertThat(all.seen(Phase.JOURNAL_READ)).isPositive();
        int turn = 0;
        for (Point point : all.ofEachPhase(FIRST)) {
            Files.write(WatchedCount.journal(folder), kept);
            stopAndGoOn(Kind.JOURNAL, point, Stop.values()[turn++ % Stop.values().length], 1, expected);
        }
    }

    @Test
    void aCallerWhoIsInterruptedWhileItReadsFromDiskIsTold() throws Exception {
        WatchedCount.prepare(Kind.DISK, folder);
        WatchedCount count = new WatchedCount(Kind.DISK, folder, Points.counting());
        try (LocalRun<?, ?> run = count.start(1);
                Sums sums = (Sums) run.await()) {
            assertThat(run.await()).isSameAs(sums);
            Thread.currentThread().interrupt();
            assertThatThrownBy(sums::total)
                    .isExactlyInstanceOf(JobException.class)
                    .hasMessage("cannot read from a spill file in " + WatchedCount.spills(folder)
                            + ": closed by an interrupt");
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(count.openNow()).isZero();
        assertThat(WatchedCount.spills(folder)).isEmptyDirectory();
    }

    /** The places that the other tests stop at are there, each in one of the counts at least. */
    @Test
    void countsComeToEachKindOfPlace() throws Exception {
        Set<Phase> met = EnumSet.noneOf(Phase.class);
        for (Kind kind : Kind.values()) {
            Path own = Files.createDirectory(folder.resolve(kind.name()));
            WatchedCount.prepare(kind, own);
            Points all = Points.counting();
            count(new WatchedCount(kind, own, all), 2);
            for (Phase phase : Phase.values()) {
                if (all.seen(phase) > 0) {
                    met.add(phase);
                }
            }
        }
        // A journal is cut where it ends when it is taken up, which the test above does.
        assertThat(EnumSet.complementOf(EnumSet.copyOf(met))).isSubsetOf(Phase.JOURNAL_READ, Phase.JOURNAL_TRUNCATE);
    }

    static String count(WatchedCount count, int workers) throws Exception {
        try (LocalRun<?, ?> run = count.start(workers)) {
            return WatchedCount.lines(run.await());
        }
    }

    private void stopAndGoOn(Kind kind, Point point, Stop stop, int workers, String expected) throws Exception {
        if (stop == Stop.CALLER && point.phase().isLate()) {
            return; // The caller has the result then, or is interrupted after that.
        }
        String counted = stop(kind, point, stop, workers);
        if (counted != null) {
            assertThat(counted).isEqualTo(expected);
        }
        if (kind == Kind.JOURNAL) {
            assertThat(count(new WatchedCount(kind, folder, Points.counting()), workers))
                    .isEqualTo(expected);
            assertThat(WatchedCount.journal(folder)).doesNotExist();
        }
    }

    /** Stops a run there, and gives what it had counted all the same. */
    private @Nullable String stop(Kind kind, Point point, Stop stop, int workers) throws Exception {
        CompletableFuture<LocalRun<?, ?>> started = new CompletableFuture<>();
        Thread caller = Thread.currentThread();
        Points points = new Points(point, () -> stop.stop(started.join(), caller));
        WatchedCount count = new WatchedCount(kind, folder, points);
        String counted = null;
        String what = "%s, %s, %s by %d".formatted(kind, point, stop, workers);
        try (LocalRun<?, ?> run = count.start(workers)) {
            started.complete(run);
            counted = WatchedCount.lines(run.await());
            assertThat(stop.mayComeTooLate(point.phase()) || points.seen(point.phase()) < point.number())
                    .as("%s is stopped", what)
                    .isTrue();
        } catch (CancellationException | InterruptedException | JobException e) {
            assertThat(e).as(what).isExactlyInstanceOf(stop.outcome);
            if (stop == Stop.WORKER) {
                assertThat(e).hasMessageContaining("interrupt");
            }
        }
        assertThat(count.openNow()).as("files open after %s", what).isZero();
        assertThat(WatchedCount.spills(folder)).as(what).isEmptyDirectory();
        FaultTest.assertNoThreadIsLeft();
        assertThat(Thread.interrupted()).as(what).isFalse();
        return counted;
    }
}
