/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.internal.Parking;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a helper is free, whom it wakes then, and how it lies down and gets up. */
@Timeout(60)
class HelperTest {
    private final Thread served = new Thread();
    private Consumer<Thread> onUnpark = thread -> {};
    private final Parking parking = new Parking() {
        @Override
        public void park(Object blocker) {
            LockSupport.park(blocker);
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            LockSupport.parkNanos(blocker, nanos);
        }

        @Override
        public void unpark(Thread thread) {
            onUnpark.accept(thread);
            LockSupport.unpark(thread);
        }
    };
    private final Door door = new Door(parking);

    @Test
    void isFreeBeforeItWakesWhomItHasServed() throws Exception {
        boolean[] found = new boolean[1];
        onUnpark = thread -> {
            if (thread == served) {
                onUnpark = next -> {};
                found[0] = door.offer(() -> {}); // what the served one wants next
            }
        };
        start(() -> {
            owe();
            assertThat(door.poll(1, TimeUnit.HOURS)).isNotNull();
            return null;
        });
        assertThat(found[0]).isTrue();
    }

    @Test
    void wakesWhomItHasServedThoughItEnds() throws Exception {
        boolean[] woken = new boolean[1];
        onUnpark = thread -> woken[0] |= thread == served;
        start(() -> {
            owe();
            assertThat(woken[0]).isFalse();
            return null;
        });
        assertThat(woken[0]).isTrue();
    }

    @Test
    void givesUpWhenItsTimeIsOverAndIsNotFoundThen() throws Exception {
        start(() -> {
            assertThat(door.poll(0, TimeUnit.SECONDS)).isNull();
            return null;
        });
        assertThat(door.offer(() -> {})).isFalse();
    }

    @Test
    void givesUpWhenItIsInterruptedAndIsNotFoundThen() throws Exception {
        start(() -> {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> door.poll(1, TimeUnit.HOURS));
            return null;
        });
        assertThat(door.offer(() -> {})).isFalse();
    }

    private void owe() {
        ((Helper) Thread.currentThread()).owe(List.of(served));
    }

    /** Runs something on a helper, to the end of its thread. */
    private void start(Callable<Void> body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(body);
        Helper helper = new Helper(task, "helper", parking);
        helper.start();
        task.get();
        helper.join();
    }
}
