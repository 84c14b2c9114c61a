/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** The word of a cell at the ends of its numbers. */
class SharedTest {
    private static final int LAST = Integer.MAX_VALUE;
    private static final int MOST = (1 << 28) - 1;

    /** The sign bit and all others that a generation may have. */
    private static final long ALL = -1L << 32;

    @Test
    void generationsComeRoundToOneAndAreNeverBelow() {
        Lease lease = new Lease();
        lease.leaveHeld(Shared.pack(LAST - 1, Shared.FREE));
        assertThat(lease.claim()).isEqualTo(LAST);
        assertThat(lease.release(LAST)).isEqualTo(Shared.LEFT_FREE);

        assertThat(lease.<Long>claim(ALL, (cell, first) -> first))
                .as("left to the long way")
                .isNull();
        assertThat(lease.claim()).isEqualTo(1);
        assertThat(lease.isOpen(1)).isTrue();
        assertThat(lease.release(LAST)).as("a share of the lease before").isEqualTo(Shared.NOT_LAST);
        assertThat(lease.release(1)).isEqualTo(Shared.LEFT_FREE);
        assertThat(lease.<Long>claim(ALL, (cell, first) -> first)).isEqualTo(Leasable.first(2));
    }

    @Test
    void aRevokedLastGenerationComesRoundToo() {
        Lease lease = new Lease();
        lease.leaveHeld(Leasable.first(LAST));
        assertThat(lease.revoke()).isTrue();
        assertThat(lease.generation()).isEqualTo(1);
        lease.begin();
        assertThat(lease.isOpen(2)).isTrue();
    }

    @Test
    void sharesThatAreLentHaveNumbersBelowZeroWhichComeRound() {
        Resource resource = new Resource();
        resource.leaveHeld(Shared.pack(LAST - 1, 1));
        int last = resource.borrow();
        assertThat(last).isEqualTo(-1);
        assertThat(resource.borrow()).as("one is lent at a time").isEqualTo(Watched.COUNTED);
        assertThat(resource.count()).isEqualTo(3);
        assertThat(resource.repay(last)).isEqualTo(Shared.NOT_LAST);
        assertThat(resource.repay(last)).as("a second time").isEqualTo(Shared.NOT_LAST);
        assertThat(resource.count()).isEqualTo(2);

        int first = resource.borrow();
        assertThat(first).isEqualTo(Integer.MIN_VALUE);
        assertThat(resource.repay(last)).isEqualTo(Shared.NOT_LAST);
        assertThat(resource.isBorrowed(first)).isTrue();
        assertThat(resource.repay(Watched.COUNTED)).isEqualTo(Shared.NOT_LAST);
        assertThat(resource.repay(Watched.COUNTED)).isEqualTo(Shared.NOT_LAST);
        assertThat(resource.repay(first)).as("the last").isEqualTo(Shared.LEFT_HELD);
        assertThat(resource.isBorrowed(first)).isFalse();
        assertThat(resource.borrow()).isEqualTo(Watched.NONE);
    }

    @Test
    void refusesAShareMoreThanTheCountCanTell() {
        Lease lease = new Lease();
        lease.leaveHeld(Shared.pack(1, MOST));
        assertThatIllegalStateException()
                .isThrownBy(() -> lease.retain(1))
                .withMessage("resource has 268435455 open handles");
        assertThat(lease.count()).isEqualTo(MOST);

        Resource resource = new Resource();
        resource.leaveHeld(Shared.pack(1, MOST));
        assertThatIllegalStateException()
                .isThrownBy(resource::borrow)
                .withMessage("resource has 268435455 open handles");
        assertThat(resource.repay(Watched.COUNTED)).isEqualTo(Shared.NOT_LAST);
        assertThat(resource.count()).isEqualTo(MOST - 1);
    }

    private static final class Lease extends Leasable<String> {
        Lease() {
            super(FREE, "resource");
        }

        @Override
        protected int rest() {
            return FREE;
        }

        @Override
        public void lastClosed(boolean held) {}
    }

    private static final class Resource extends Watched<String> {
        Resource() {
            super(1, "resource");
        }

        @Override
        public void lastClosed(boolean held) {}
    }
}
