/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaksTest {
    private final LeakLevel before = Leaks.level();
    private final BlockingQueue<Leak> leaks = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @BeforeEach
    void listen() {
        Leaks.listener(leaks::add);
    }

    @AfterEach
    void restore() {
        Leaks.level(before);
        Leaks.listener(leak -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"COUNTED", "SAMPLED", "FULL"})
    void givesTheShareOfADroppedHandleBackAndReportsIt(LeakLevel level) throws InterruptedException {
        Leaks.level(level);
        long found = Leaks.found();
        drop();
        collectUntilClosed();
        Leak leak = leaks.poll(30, TimeUnit.SECONDS);
        assertThat(leak).isNotNull();
        assertThat(leak.kind()).isEqualTo("java.lang.String");
        assertThat(Leaks.found()).isGreaterThan(found);
        if (level == LeakLevel.FULL) {
            assertThat(leak.opened()).isNotNull();
            assertThat(leak.opened().getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("drop"));
        }
    }

    @Test
    void countsEveryLeakWhoeverReportsIt() throws InterruptedException {
        int each = 20_000;
        Leaks.listener(leak -> {});
        Leak leak = new Leak("java.lang.String", null);
        long found = Leaks.found();
        Runnable reports = () -> {
            for (int i = 0; i < each; i++) {
                LeakNet.report(leak);
            }
        };
        Thread other = new Thread(reports);
        other.start();
        reports.run();
        other.join();
        assertThat(Leaks.found()).isGreaterThanOrEqualTo(found + 2 * each); // what is dropped meanwhile is found too
    }

    @Test
    void aFlightRecordingHasEveryLeakWithItsStack(@TempDir Path folder) throws IOException {
        Leaks.listener(leak -> {});
        Path file = folder.resolve("leaks.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.heddle.HandleLeak");
            recording.start();
            LeakNet.report(new Leak("recorded", LeakNet.stack()));
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getString("kind").equals("recorded"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("opened"))
                        .contains("opened on thread", "aFlightRecordingHasEveryLeakWithItsStack"));
    }

    @Test
    void keepsTheResourceForTheOwnerWhoDidNotDropIt() throws InterruptedException {
        Leaks.level(LeakLevel.FULL);
        Handle<String> owner = Handle.of("resource", r -> closed.countDown());
        dropCopyOf(owner);
        while (leaks.poll(50, TimeUnit.MILLISECONDS) == null) {
            System.gc();
        }
        assertThat(owner.get()).isEqualTo("resource");
        assertThat(closed.getCount()).isEqualTo(1);
        owner.close();
        collectUntilClosed(); // by the net, if its share is given back last
    }

    @Test
    void aCloserThatThrowsInTheNetDoesNotStopTheNet() throws InterruptedException {
        Leaks.level(LeakLevel.FULL);
        Leaks.listener(leak -> {
            throw new IllegalStateException("listener");
        });
        long found = Leaks.found();
        dropFailing();
        drop();
        collectUntilClosed();
        while (Leaks.found() < found + 2) {
            System.gc(); // so that neither report comes while another test listens
        }
    }

    @Test
    void aHandleClosedAfterItsYouthIsNoLeak() throws InterruptedException {
        Leaks.level(LeakLevel.COUNTED);
        Handle<String> old = Handle.of("old", r -> {});
        for (int i = 0; i < 10_000; i++) {
            Handle.of("young", r -> {}).close();
            old.retain().close();
        }
        assertThat(old.get()).isEqualTo("old");
        Handle<String> lent = old.retain();
        Handle<String> counted = old.retain();
        for (Handle<String> handle : List.of(old, lent, counted)) {
            handle.track(null);
            assertThat(handle.isTracked()).isTrue();
        }
        assertThat(old).hasToString("Handle[open, owners=3]");
        for (Handle<String> handle : List.of(old, lent, counted)) {
            handle.close();
            handle.close();
            assertThat(handle.isClosed()).isTrue();
            handle.track(null);
        }
        drop(); // the net is at work, and reports this one only
        collectUntilClosed();
        assertThat(leaks.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(leaks).isEmpty();
    }

    @Test
    void offWatchesNothing() {
        Leaks.level(LeakLevel.OFF);
        Handle<String> handle = Handle.of("resource", r -> closed.countDown());
        handle.close();
        assertThat(closed.getCount()).isZero();
        assertThat(Leaks.level()).isEqualTo(LeakLevel.OFF);
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> Leaks.level(null)).withMessage("level");
        assertThatNullPointerException().isThrownBy(() -> Leaks.listener(null)).withMessage("listener");
    }

    private void drop() {
        Handle.of("resource", r -> closed.countDown());
    }

    private static void dropFailing() {
        Handle.of("failing", r -> {
            throw new IllegalStateException("closer");
        });
    }

    private static void dropCopyOf(Handle<String> owner) {
        owner.retain();
    }

    private void collectUntilClosed() throws InterruptedException {
        do {
            System.gc();
        } while (!closed.await(50, TimeUnit.MILLISECONDS));
    }
}
