/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The code in the Javadoc of handles, run. */
class HandleExamples {
    private final AtomicInteger closed = new AtomicInteger();

    private final class Index implements AutoCloseable {
        String find(String word) {
            return "found " + word;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private Index open() {
        return new Index();
    }

    @Test
    void sharesAResourceWithAnotherThread() throws InterruptedException {
        try (Handle<Index> mine = Handle.of(open())) {
            Handle<Index> yours = mine.retain(); // before the own one is closed
            Thread.startVirtualThread(() -> {
                try (yours) {
                    yours.get().find("heddle");
                }
            });
            mine.get().find("warp");
        } // the index is closed by whoever is last
        while (closed.get() == 0) {
            Thread.onSpinWait();
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void upgradesAWeakHandleWhileTheResourceIsAlive() {
        Handle<Index> owner = Handle.of(open());
        String answer = "";
        WeakHandle<Index> weak = owner.weak();
        Handle<Index> upgraded = weak.tryRetain();
        if (upgraded != null) { // somebody still owns the index
            try (upgraded) {
                answer = upgraded.get().find("weft");
            }
        }
        assertThat(answer).isEqualTo("found weft");
        owner.close();
        assertThat(weak.tryRetain()).isNull();
        assertThat(closed).hasValue(1);
    }
}
