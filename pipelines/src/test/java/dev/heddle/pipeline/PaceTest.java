/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When one worker keeps the items to itself, and when it shares them. Time is what the test says. */
class PaceTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private final Tuning two = Tuning.of(2, Tuning.UNBOUNDED, Tuning.MEASURED);
    private long now = MILLI;

    @Test
    void sharesItemsThatCostMoreThanHandingThemOver() {
        Pace pace = new Pace(two, false, true, warm());
        loop(pace, 100, false);
        assertThat(pace.isSharing()).isTrue();
        assertThat(pace.batch()).isEqualTo(200); // 20 microseconds of work
    }

    @Test
    void keepsTinyItemsInTheLoop() {
        Pace pace = new Pace(two, false, true, warm());
        loop(pace, 30, false);
        assertThat(pace.isSharing()).isFalse();
    }

    @Test
    void sharesSmallItemsOnlyOfASourceThatSaysItIsReady() {
        Pace ready = new Pace(two, true, true, warm());
        loop(ready, 100, false);
        assertThat(ready.isSharing()).isTrue();

        Pace blind = new Pace(two, true, true, warm());
        loop(blind, 100, true);
        assertThat(blind.isSharing()).isFalse();
        loop(blind, 500, true);
        assertThat(blind.isSharing()).isTrue();
    }

    @Test
    void oneWorkerNeverShares() {
        Pace pace = new Pace(Tuning.of(1, Tuning.UNBOUNDED, Tuning.MEASURED), false, true, warm());
        loop(pace, 100_000, false);
        assertThat(pace.isSharing()).isFalse();
    }

    @Test
    void keepsInAColdLoopWhatCouldBeCheap() {
        LoopKind kind = new LoopKind();
        Pace pace = new Pace(two, false, true, kind);
        for (int chunk = 1; chunk < LoopKind.WARM; chunk++) {
            look(pace, 300);
        }
        assertThat(pace.isSharing()).as("cold").isFalse();
        look(pace, 300);
        assertThat(pace.isSharing()).as("warm").isTrue();

        Pace next = new Pace(two, false, true, kind);
        loop(next, 300, false);
        assertThat(next.isSharing()).as("the next run").isTrue();
        assertThat(kind.isCold()).isFalse();
    }

    @Test
    void sharesOfAColdLoopWhatIsHeavyInAnyCase() {
        Pace pace = new Pace(two, false, true, new LoopKind());
        look(pace, 20_000_000);
        assertThat(pace.isSharing()).isTrue();
    }

    @Test
    void doesNotShareWhileTheCostOfAnItemFalls() {
        Pace pace = new Pace(two, false, true, new LoopKind());
        for (long each = 90_000; each > 1_000; each /= 2) {
            look(pace, each);
            assertThat(pace.isSharing()).as("at %d ns", each).isFalse();
        }
    }

    @Test
    void oneChunkThatTookLongIsNoReasonToShare() {
        Pace pace = new Pace(two, false, true, warm());
        loop(pace, 2, false);
        for (int pause = 0; pause < 10; pause++) {
            look(pace, 2_000);
            look(pace, 2);
        }
        assertThat(pace.isSharing()).isFalse();
        look(pace, 2_000);
        look(pace, 2_000);
        assertThat(pace.isSharing()).as("after two in a row").isTrue();
    }

    @Test
    void givesUpSharingThatGainsNothing() {
        Pace pace = new Pace(two, false, true, warm());
        loop(pace, 1_000, false);
        for (int epoch = 0; epoch < 2; epoch++) {
            share(pace, 4_000, 4 * MILLI);
        }
        assertThat(pace.isSharing()).as("after two disappointments").isTrue();
        share(pace, 4_000, 4 * MILLI);
        assertThat(pace.isSharing()).as("after three").isFalse();

        pace.looped(50, 50 * MICRO, false, false, now += MILLI);
        assertThat(pace.isSharing()).as("at once").isFalse();
        pace.looped(50, 50 * MICRO, false, false, now += 10 * MILLI);
        assertThat(pace.isSharing()).as("later").isTrue();
    }

    @Test
    void aGainInBetweenStartsTheCountAgain() {
        Pace pace = new Pace(two, false, true, warm());
        loop(pace, 1_000, false);
        for (int epoch = 0; epoch < 10; epoch++) {
            share(pace, epoch % 3 == 2 ? 8_000 : 4_000, 4 * MILLI);
            if (!pace.isSharing()) {
                loop(pace, 1_000, false); // it measures the loop again from time to time
            }
            assertThat(pace.isSharing()).isTrue();
        }
    }

    @Test
    void givesUpBurstsThatTakeAsLongAsInTheLoop() {
        Pace pace = bursting();
        for (int burst = 0; burst < 3; burst++) {
            assertThat(pace.isSharing()).isTrue();
            burst(pace, 800 * MICRO);
        }
        assertThat(pace.isSharing()).isFalse();
    }

    @Test
    void aDisappointingBurstMovesTheHelpersOnceInAWhile() {
        Pace pace = bursting();
        burst(pace, 450 * MICRO);
        assertThat(pace.takeMisplaced(now)).as("after a gain").isFalse();
        burst(pace, 800 * MICRO);
        assertThat(pace.takeMisplaced(now)).isTrue();
        assertThat(pace.takeMisplaced(now)).as("twice").isFalse();
        burst(pace, 800 * MICRO);
        assertThat(pace.takeMisplaced(now)).as("soon after").isFalse();
        now += 50 * MILLI;
        burst(pace, 450 * MICRO);
        burst(pace, 800 * MICRO);
        assertThat(pace.takeMisplaced(now)).as("later").isTrue();
    }

    @Test
    void goesOnSharingBurstsThatGain() {
        Pace pace = bursting();
        for (int burst = 0; burst < 20; burst++) {
            burst(pace, 450 * MICRO);
        }
        assertThat(pace.isSharing()).isTrue();
    }

    @Test
    void stopsSharingWhenSingleItemsCome() {
        Pace pace = bursting();
        long waited = now += 50 * MICRO;
        pace.pulled(waited - 50 * MICRO, waited);
        pace.shared(1);
        now += 50 * MICRO;
        pace.pulled(now - 30 * MICRO, now);
        assertThat(pace.isSharing()).isFalse();
    }

    /** A run whose source has given some items of 20 microseconds without a wait. */
    private Pace bursting() {
        Pace pace = new Pace(two, true, true, warm());
        loop(pace, 20_000, false);
        assertThat(pace.isSharing()).isTrue();
        return pace;
    }

    /** 40 items of 20 microseconds, and then a wait. */
    private void burst(Pace pace, long nanos) {
        pace.shared(40);
        long begin = now += nanos;
        now += MILLI;
        pace.pulled(begin, now);
    }

    /** A kind whose loop is not cold. */
    static LoopKind warm() {
        LoopKind kind = new LoopKind();
        warm(kind);
        return kind;
    }

    static void warm(LoopKind kind) {
        for (int chunk = 0; chunk < LoopKind.WARM; chunk++) {
            kind.looped();
        }
    }

    /** One chunk in the loop. */
    private void look(Pace pace, long nanosEach) {
        long nanos = pace.chunk() * nanosEach;
        pace.looped(pace.chunk(), nanos, false, false, now += nanos);
    }

    private void loop(Pace pace, long nanosEach, boolean blind) {
        for (int chunk = 0; chunk < 1_000 && !pace.isSharing(); chunk++) {
            long nanos = pace.chunk() * nanosEach;
            pace.looped(pace.chunk(), nanos, false, blind, now += nanos);
        }
    }

    private void share(Pace pace, int items, long nanos) {
        pace.shared(items);
        now += nanos;
        pace.pulled(now, now);
    }
}
