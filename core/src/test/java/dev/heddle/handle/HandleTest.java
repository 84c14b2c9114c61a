/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandleTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final Handle<String> handle = Handle.of("resource", r -> closed.incrementAndGet());

    @Test
    void closesTheResourceWithTheLastHandle() {
        Handle<String> other = handle.retain();
        handle.close();
        assertThat(closed).hasValue(0);
        assertThat(other.get()).isEqualTo("resource");
        other.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void closingOneHandleTwiceLeavesTheOtherOwnerTheResource() {
        Handle<String> other = handle.retain();
        handle.close();
        handle.close();
        assertThat(closed).hasValue(0);
        assertThat(other.get()).isEqualTo("resource");
    }

    @Test
    void refusesUseAfterClose() {
        handle.close();
        assertThat(handle.isClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(handle::get).withMessage("handle is closed");
        assertThatIllegalStateException().isThrownBy(handle::retain).withMessage("handle is closed");
        assertThatIllegalStateException().isThrownBy(handle::weak).withMessage("handle is closed");
    }

    @Test
    void refusesNullByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Handle.of(null, r -> {}))
                .withMessage("resource");
        assertThatNullPointerException().isThrownBy(() -> Handle.of("r", null)).withMessage("closer");
    }

    @Test
    void closesAnAutoCloseable() {
        Handle.of((AutoCloseable) closed::incrementAndGet).close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void reportsACloserThatThrowsToWhoeverClosedLast() {
        IOException failure = new IOException("disk");
        Handle<String> first = Handle.of("r", r -> {
            closed.incrementAndGet();
            throw failure;
        });
        Handle<String> last = first.retain();
        first.close();
        assertThatThrownBy(last::close).isInstanceOf(HandleException.class).hasCause(failure);
        last.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void throwsAnErrorOfTheCloserAsItIs() {
        Error failure = new AssertionError("broken");
        Handle<String> failing = Handle.of("r", r -> {
            throw failure;
        });
        assertThat(catchThrowable(failing::close)).isSameAs(failure);
    }

    @Test
    void setsTheFlagAgainWhenTheCloserWasInterrupted() {
        Handle<String> failing = Handle.of("r", r -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(failing::close).isInstanceOf(HandleException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aWeakHandleIsRefusedAfterTheLastClose() {
        WeakHandle<String> weak = handle.weak();
        Handle<String> upgraded = weak.tryRetain();
        handle.close();
        assertThat(upgraded).isNotNull();
        assertThat(weak).hasToString("WeakHandle[live]");
        assertThat(closed).hasValue(0);
        upgraded.close();
        assertThat(closed).hasValue(1);
        assertThat(weak.tryRetain()).isNull();
        assertThat(weak).hasToString("WeakHandle[dead]");
    }

    @Test
    void aWeakHandleDoesNotRaiseTheCount() {
        handle.weak();
        handle.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void saysWhatItIs() {
        Handle<String> other = handle.retain();
        assertThat(handle).hasToString("Handle[open, owners=2]");
        other.close();
        assertThat(handle).hasToString("Handle[open, owners=1]");
        handle.close();
        assertThat(handle).hasToString("Handle[closed]");
    }

    @Test
    void closesOnceWhenManyThreadsRetainAndClose() throws InterruptedException {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> owners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Handle<String> own = handle.retain();
            owners.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (int round = 0; round < 10_000; round++) {
                    own.retain().close();
                }
                own.close();
            }));
        }
        handle.close();
        start.countDown();
        for (Thread owner : owners) {
            owner.join();
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void aStaleCloseDoesNotTakeTheShareThatIsLentAgain() {
        AtomicInteger closed = new AtomicInteger();
        Handle<String> owner = Handle.of("resource", r -> closed.incrementAndGet());
        Handle<String> before = owner.retain();
        before.close();
        Handle<String> next = owner.retain();
        before.close();
        owner.close();
        assertThat(next.get()).isEqualTo("resource");
        assertThat(closed).hasValue(0);
        next.close();
        next.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aClosedHandleRefusesWhileOthersAreOpen() {
        try (Handle<String> owner = Handle.of("resource", r -> {});
                Handle<String> lent = owner.retain();
                Handle<String> counted = owner.retain()) {
            for (Handle<String> handle : List.of(counted, lent)) {
                handle.close();
                assertThat(handle.isClosed()).isTrue();
                assertThat(handle).hasToString("Handle[closed]");
                assertThatIllegalStateException().isThrownBy(handle::get).withMessage("handle is closed");
                assertThatIllegalStateException().isThrownBy(handle::retain).withMessage("handle is closed");
                assertThatIllegalStateException().isThrownBy(handle::weak).withMessage("handle is closed");
            }
            assertThat(owner).hasToString("Handle[open, owners=1]");
        }
    }

    @Test
    void theLastToCloseClosesWhicheverShareItHas() {
        for (int last = 0; last < 3; last++) {
            AtomicInteger closed = new AtomicInteger();
            Handle<String> owner = Handle.of("resource", r -> closed.incrementAndGet());
            List<Handle<String>> handles = new ArrayList<>(List.of(owner, owner.retain(), owner.retain()));
            Handle<String> kept = handles.remove(last);
            handles.forEach(Handle::close);
            handles.forEach(Handle::close);
            assertThat(kept.get()).isEqualTo("resource");
            assertThat(closed).hasValue(0);
            kept.close();
            kept.close();
            assertThat(closed).hasValue(1);
            assertThat(kept.isClosed()).isTrue();
            assertThat(kept).hasToString("Handle[closed]");
            assertThatIllegalStateException().isThrownBy(kept::get).withMessage("handle is closed");
        }
    }
}
