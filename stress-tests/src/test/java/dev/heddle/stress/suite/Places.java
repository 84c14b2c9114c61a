/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress.suite;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** One of each place that a mutant can be made of, each with the same answer in one thread before and after. */
public final class Places {
    private static final VarHandle WORD = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "word", VarHandle.class, Places.class, long.class);
    private static final VarHandle LINK = ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), "link", VarHandle.class, Places.class, String.class);
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final AtomicLongFieldUpdater<Places> UPDATER =
            AtomicLongFieldUpdater.newUpdater(Places.class, "word");

    private volatile long word;
    private volatile String link;
    private volatile int direct;
    private final int[] cells = new int[4];
    private final AtomicLong atomic = new AtomicLong();
    private final AtomicInteger small = new AtomicInteger();
    private final AtomicBoolean flag = new AtomicBoolean();
    private final AtomicReference<String> reference = new AtomicReference<>();
    private final AtomicLongArray array = new AtomicLongArray(3);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition condition = lock.newCondition();

    /**
     * Goes by all places.
     *
     * @return what they have answered
     */
    public String run() {
        var seen = new StringBuilder();
        seen.append(WORD.compareAndSet(this, 0L, 5L));
        seen.append(WORD.compareAndSet(this, 0L, 6L));
        seen.append((long) WORD.compareAndExchange(this, 5L, 7L));
        seen.append((long) WORD.getAndAdd(this, 3L));
        seen.append((long) WORD.getAndAdd(this, 3));
        WORD.getAndAdd(this, 1L);
        seen.append((long) WORD.getAndBitwiseOr(this, 16L));
        seen.append((long) WORD.getAcquire(this));
        WORD.setRelease(this, 9L);
        seen.append((long) WORD.getVolatile(this));
        seen.append(LINK.compareAndSet(this, null, "a"));
        seen.append((String) LINK.compareAndExchangeAcquire(this, "a", "b"));
        seen.append((String) LINK.getAndSet(this, "c"));
        LINK.setOpaque(this, (String) LINK.getOpaque(this) + "d");
        seen.append(link);
        seen.append(CELLS.compareAndSet(cells, 1, 0, 4));
        seen.append((int) CELLS.getAndAdd(cells, 1, 4));
        seen.append((int) CELLS.getVolatile(cells, 1));
        seen.append(atomic.addAndGet(4)).append(atomic.getAndIncrement()).append(atomic.decrementAndGet());
        seen.append(small.incrementAndGet()).append(small.getAndAdd(3)).append(small.getAndDecrement());
        seen.append(small.compareAndSet(3, 8)).append(small.weakCompareAndSetPlain(7, 8));
        seen.append(flag.compareAndSet(false, true))
                .append(flag.getAndSet(false))
                .append(flag.get());
        seen.append(reference.compareAndSet(null, "x")).append(reference.compareAndExchange("x", "y"));
        seen.append(reference.getAndSet("z")).append(reference.get());
        seen.append(array.compareAndSet(1, 0, 2)).append(array.addAndGet(1, 2)).append(array.get(1));
        seen.append(UPDATER.incrementAndGet(this)).append(UPDATER.compareAndSet(this, 10, 11));
        atomic.set(3);
        atomic.lazySet(4);
        VarHandle.fullFence();
        seen.append(direct).append(both());
        direct = 3;
        synchronized (cells) {
            cells.notifyAll();
            seen.append(atomic.get());
        }
        lock.lock();
        try {
            seen.append(condition.getClass().getSimpleName());
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(Thread.currentThread());
        return seen.toString();
    }

    private synchronized int both() {
        return direct + 1;
    }
}
