/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

/**
 * How a pool, or one key of it, stands, and what it has done since it was built. The numbers are read one by one while
 * others work, so they may be of slightly different moments. What a key has done is forgotten when it has been idle.
 *
 * @param leased connections that somebody has
 * @param idle open connections that nobody has
 * @param opening connections that are being opened, validated or closed
 * @param waiting threads that wait for a connection
 * @param acquired leases given
 * @param opened connections opened
 * @param closed connections closed, for whatever reason
 * @param evicted of those closed, the ones that made room for another key
 * @param failed attempts to open, validate or reset a connection that failed
 * @param timedOut calls whose time ran out
 * @param leaked leases that were dropped without close
 */
public record PoolStats(
        int leased,
        int idle,
        int opening,
        int waiting,
        long acquired,
        long opened,
        long closed,
        long evicted,
        long failed,
        long timedOut,
        long leaked) {

    /**
     * What counts against the limits.
     *
     * @return connections that are leased, idle, or on the way in or out
     */
    public int size() {
        return leased + idle + opening;
    }
}
