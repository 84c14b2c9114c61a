/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every order of retain, upgrade and close, against the sequential handle. The calibrators must be found. */
class HandleLincheckTest {
    private static final LeakLevel BEFORE = Leaks.level();

    @BeforeAll
    static void watchNothing() {
        Leaks.level(LeakLevel.OFF);
    }

    @AfterAll
    static void restore() {
        Leaks.level(BEFORE);
    }

    @Test
    void anyOrderOfOperationsIsOneThatASingleThreadCouldHaveMade() {
        options().check(Owners.class);
    }

    @Test
    void aHandleThatTwoThreadsCloseGivesBackOneShare() {
        Lincheck.runConcurrentTest(LincheckDepth.scenarios(20), () -> {
            AtomicInteger closed = new AtomicInteger();
            Handle<String> first = Handle.of("resource", r -> closed.incrementAndGet());
            Handle<String> second = first.retain();
            Thread other = new Thread(second::close);
            other.start();
            second.close();
            end(other);
            if (closed.get() != 0) {
                throw new AssertionError("the first has its share");
            }
            first.close();
            if (closed.get() != 1) {
                throw new AssertionError("it was the last");
            }
        });
    }

    @Test
    void findsARetainThatReadsAndThenAdds() {
        assertThatThrownBy(() -> calibration().check(ReadThenAdd.class)).isInstanceOf(AssertionError.class);
    }

    @Test
    void findsACloseThatReadsItsFlagAndThenSetsIt() {
        assertThatThrownBy(() -> calibration().check(ReadThenClose.class)).isInstanceOf(AssertionError.class);
    }

    private static void end(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(2)
                .iterations(LincheckDepth.scenarios(6))
                .invocationsPerIteration(500);
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(30).invocationsPerIteration(1000).minimizeFailedScenario(false);
    }

    /**
     * Two owners' handles and a weak one; what is seen are the successes. No handle is closed by both threads at once:
     * the close that comes second returns before the other is done, and then the share may still be there.
     */
    public static class Owners {
        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> first = Handle.of("resource", r -> closed.incrementAndGet());
        private final Handle<String> second = first.retain();
        private final WeakHandle<String> weak = first.weak();

        @Operation
        public boolean retainFirst() {
            try {
                first.retain();
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        @Operation
        public boolean upgrade() {
            return weak.tryRetain() != null;
        }

        @Operation(nonParallelGroup = "closes of the first")
        public void closeFirst() {
            first.close();
        }

        @Operation(nonParallelGroup = "closes of the second")
        public void closeSecond() {
            second.close();
        }
    }

    /** The retain of the textbook: the resource may be closed between the look and the addition. */
    public static class ReadThenAdd {
        private final AtomicInteger count = new AtomicInteger(1);
        private volatile boolean open = true;

        @Operation
        public boolean retain() {
            if (count.get() == 0) {
                return false;
            }
            count.incrementAndGet();
            return true;
        }

        @Operation
        public void close() {
            if (open) {
                open = false;
                count.decrementAndGet();
            }
        }
    }

    /** The close of the textbook: two threads see the flag down and both give a share back. */
    public static class ReadThenClose {
        private final AtomicInteger count = new AtomicInteger(2);
        private volatile boolean closed;

        @Operation
        public int close() {
            if (!closed) {
                closed = true;
                return count.decrementAndGet();
            }
            return count.get();
        }
    }
}
