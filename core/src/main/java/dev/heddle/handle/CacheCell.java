/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import dev.heddle.internal.Watched;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One life of one key's resource: made once, shared, closed once, and then out of the cache. */
final class CacheCell<K, T> extends Watched<T> {
    /*
     * field      read      write             who writes
     * ---------  --------  ----------------  --------------------------------------------------------
     * word, resource       see Shared        the maker while HELD; owners; the closer
     * guests     volatile  CAS, exchange     who waits for the make, +1 and -1; the maker ends it, once
     * failure    plain     plain             the maker, before made counts down
     * worker     volatile  volatile          the maker, the closer: who works on the held cell
     * seen, since          confined          the thread that looks after idle cells
     *
     * Who waits for the make stands on the guest list, and the cell begins with a share for each of them and
     * one for the maker. So the resource cannot be closed by the first before the last has woken up, which
     * would make it a second time for one herd.
     */
    private static final int OVER = -1;

    final K key;
    final CountDownLatch made = new CountDownLatch(1);
    final CountDownLatch gone = new CountDownLatch(1);

    /** The number that was seen idle last, and since when. */
    int seen;

    long since;

    private final HandleCache<K, T> cache;
    private final AtomicInteger guests = new AtomicInteger();
    private volatile @Nullable Thread worker;
    private @Nullable Throwable failure;

    CacheCell(HandleCache<K, T> cache, K key) {
        super(HELD, null);
        this.cache = cache;
        this.key = key;
        this.worker = Thread.currentThread();
    }

    /** Joins those who wait for the make; false when it is over. */
    boolean tryJoin() {
        for (; ; ) {
            int seen = guests.get();
            if (seen == OVER) {
                return false;
            }
            if (guests.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    /** Leaves those who wait for the make, or gives back the share that was kept. */
    void leave(InterruptedException reason) {
        for (int seen = guests.get(); seen != OVER; seen = guests.get()) {
            if (guests.compareAndSet(seen, seen - 1)) {
                return;
            }
        }
        while (made.getCount() > 0) {
            Thread.onSpinWait(); // the maker is between two instructions
        }
        if (failure == null) {
            try {
                close(COUNTED);
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Whether this thread itself makes or closes the resource, and would wait for itself. */
    @SuppressWarnings("ReferenceEquality") // the same thread, not an equal one
    boolean isMine() {
        return worker == Thread.currentThread();
    }

    /** Ends the make with a resource, and a share for each who waits: all these are counted. */
    void succeed(T resource) {
        held(resource);
        worker = null;
        begin(1 + guests.getAndSet(OVER));
        made.countDown();
    }

    void fail(Throwable thrown) {
        failure = thrown;
        guests.set(OVER);
        gone.countDown();
        made.countDown();
    }

    /** What the maker threw, after the end of the make. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    int tryShare() {
        return share();
    }

    int lentLast() {
        return number();
    }

    boolean tryHold() {
        return hold();
    }

    boolean tryHold(int number) {
        return hold(number);
    }

    @Override
    protected int rest() {
        return cache.lingers() ? FREE : HELD;
    }

    @Override
    public void lastClosed(boolean held) throws Exception {
        if (held || (!cache.lingers() && tryHold())) {
            closeNow();
        }
    }

    /** Closes the resource of a cell that the caller holds. */
    void closeNow() throws Exception {
        worker = Thread.currentThread();
        T resource = held();
        held(null);
        try {
            cache.close(resource);
        } finally {
            cache.forget(this);
            gone.countDown();
        }
    }
}
