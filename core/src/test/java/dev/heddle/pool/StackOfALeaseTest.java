/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.Handle;
import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.PoolAccess;
import dev.heddle.internal.PoolAccess.Opening;
import dev.heddle.internal.Shared;
import dev.heddle.pool.StubConnector.Connection;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which leases carry the stack that took them, whether they go the short way or the long one. */
@Timeout(60)
class StackOfALeaseTest {
    private static final HandleAccess HANDLES = HandleAccess.of(MethodHandles.lookup(), Handle.class);
    private static final PoolAccess POOLS = PoolAccess.of(MethodHandles.lookup(), ConnectionPool.class);
    private static final Opening<Connection, Lease> LEASE = Lease::new;
    private static final int TWO_SAMPLES = 2 * 4_096;

    private final LeakLevel before = Leaks.level();
    private final StubConnector server = new StubConnector();
    private final ConnectionPool<String, Connection> pool =
            ConnectionPool.builder(server).maxPerKey(1).build();

    /** The two ways to lease: with a handle, as users do, and without, as a data source does. */
    enum Way {
        HANDLE,
        OWN_OBJECT
    }

    @AfterEach
    void restore() {
        Leaks.level(before);
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyLeaseAtLevelFull(Way way) throws InterruptedException {
        Leaks.level(LeakLevel.FULL);
        for (int i = 0; i < 10; i++) {
            Throwable stack = stackOfALease(way);
            assertThat(stack).isNotNull();
            assertThat(stack.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("stackOfALease"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneInFourThousandAtLevelSampled(Way way) throws InterruptedException {
        Leaks.level(LeakLevel.SAMPLED);
        assertThat(stacks(way)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void noneAtLevelCounted(Way way) throws InterruptedException {
        Leaks.level(LeakLevel.COUNTED);
        assertThat(stacks(way)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noneAtLevelOff(Way way) throws InterruptedException {
        Leaks.level(LeakLevel.OFF);
        assertThat(stacks(way)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfTheLevelCountsFromTheNextLeaseOn(Way way) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Leaks.level(LeakLevel.COUNTED);
            assertThat(stackOfALease(way)).isNull();
            Leaks.level(LeakLevel.FULL);
            assertThat(stackOfALease(way)).isNotNull();
            Leaks.level(LeakLevel.OFF);
            assertThat(stackOfALease(way)).isNull();
        }
    }

    @Test
    void oneWithoutAHandleThatWouldCarryItsStackDoesNotGoTheShortWay() throws InterruptedException {
        Leaks.level(LeakLevel.COUNTED);
        stackOfALease(Way.OWN_OBJECT);
        stackOfALease(Way.OWN_OBJECT); // leaves a hint
        Leaks.level(LeakLevel.FULL);
        assertThat(POOLS.claim(pool, "a", LEASE)).isNull();
        Leaks.level(LeakLevel.COUNTED);
        Lease lease = POOLS.claim(pool, "a", LEASE);
        assertThat(lease).isNotNull();
        close(lease);
    }

    private int stacks(Way way) throws InterruptedException {
        int stacks = 0;
        for (int i = 0; i < TWO_SAMPLES; i++) {
            stacks += stackOfALease(way) == null ? 0 : 1;
        }
        return stacks;
    }

    private @Nullable Throwable stackOfALease(Way way) throws InterruptedException {
        if (way == Way.HANDLE) {
            try (Handle<Connection> handle = pool.acquire("a")) {
                return taken(HANDLES.cell(handle), HANDLES.generation(handle));
            }
        }
        Lease lease = POOLS.claim(pool, "a", LEASE);
        lease = lease == null ? POOLS.acquire(pool, "a", -1, LEASE) : lease;
        Throwable stack = taken(lease.cell, Leasable.generation(lease.first));
        close(lease);
        return stack;
    }

    private static @Nullable Throwable taken(@Nullable Shared<?> cell, int generation) {
        assertThat(cell).isNotNull();
        return ((Slot<?, ?>) cell).taken(generation);
    }

    private static void close(Lease lease) {
        int left = lease.cell.releaseUnused(lease.first);
        assertThat(left).isEqualTo(Leasable.DONE);
    }

    /** A lease without a handle. */
    private record Lease(Leasable<Connection> cell, long first) {}
}
