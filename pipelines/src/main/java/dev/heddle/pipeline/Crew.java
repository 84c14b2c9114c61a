/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.internal.Parking;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads of one run: those that carry items, those that have a stage to themselves, and the watch. */
final class Crew {
    /*
     * field     read      write     who writes
     * --------  --------  --------  ---------------------------------------------
     * started   volatile  volatile  whoever starts a carrier, under the lock
     * active    volatile  volatile  whoever starts a worker, and the worker that leaves, under the lock
     * sleepers  volatile  add       a carrier that goes to sleep or was woken
     * threads   volatile  volatile  whoever starts it; a carrier's under the lock, or by that carrier, which moves
     *
     * The owners are counted, and have their threads, before anybody is at work, and without the lock. Whoever ends the
     * run meanwhile writes its state and then looks at the threads; a thread is there before it starts and looks at the
     * state. So it is interrupted, or sees the end by itself. The same holds for the thread on which a carrier goes on.
     *
     * A worker sleeps only after a last look at everything has shown nothing that it may take; what others may take it
     * has seen too, and has woken them. Why no work is then left lying: take the worker whose last look was the last of
     * all. Every other one was asleep, so no gate was taken and no slot carried. A live slot would have stood published
     * before a free gate, and the oldest of those may always enter; were there none, the ring was empty and the source
     * free. Either would have been seen, and whoever may take it woken, whose look would have been a later one; unless
     * the source had ended, and then the run was finished and everybody woken. Waking somebody earlier only makes things
     * faster.
     */
    private final String name;
    private final Tuning tuning;
    private final Fate fate;
    private final Worker[] carriers;
    private final Worker[] owners;
    private final @Nullable Watch watch;
    private final Runnable last;
    private final AtomicInteger sleepers = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);

    private volatile int started;
    private volatile int active;
    private volatile @Nullable Thread watcher;

    Crew(
            String name,
            Tuning tuning,
            Fate fate,
            Worker[] carriers,
            Worker[] owners,
            @Nullable Watch watch,
            Runnable last) {
        this.name = name;
        this.tuning = tuning;
        this.fate = fate;
        this.carriers = carriers;
        this.owners = owners;
        this.watch = watch;
        this.last = last;
    }

    Worker[] carriers() {
        return carriers;
    }

    Worker[] owners() {
        return owners;
    }

    // starting

    @SuppressWarnings("NonAtomicVolatileUpdate") // nobody is at work yet
    void start() {
        if (watch != null) {
            watcher = thread("watch", watch, false);
            watcher.start();
        }
        Worker first = enlist(null);
        if (first == null) {
            last.run(); // cancelled before it began
            return;
        }
        active += owners.length;
        for (Worker owner : owners) {
            owner.thread = thread(owner.stage(), owner, false);
        }
        for (Worker owner : owners) {
            launch(owner);
        }
        launch(first);
    }

    /** Takes the next carrier into the run, on a thread of its own or, in tests, on one that is given. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    @Nullable
    Worker enlist(@Nullable Thread given) {
        fate.lock().lock();
        try {
            int index = started;
            if (index == carriers.length || !fate.isOpen()) {
                return null;
            }
            Worker worker = carriers[index];
            worker.thread = given != null ? given : thread(Integer.toString(index), worker, tuning.isVirtual());
            active++;
            started = index + 1;
            return worker;
        } finally {
            fate.lock().unlock();
        }
    }

    private Thread thread(String suffix, Runnable body, boolean virtual) {
        return (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon())
                .name("heddle-" + name + "-" + suffix)
                .unstarted(body);
    }

    private void launch(Worker worker) {
        Thread thread = worker.thread;
        if (thread == null) {
            throw new AssertionError("enlisted without a thread");
        }
        try {
            thread.start();
        } catch (Throwable thrown) {
            worker.thread = null;
            if (active == 1 || worker.isOwner()) {
                fate.end(thrown);
            } // otherwise there are no more threads to be had, and those that run go on alone
            left();
        }
    }

    /**
     * Lets a worker go on with a new thread, whose place the system chooses anew. Called by the worker, whose thread
     * must then end; the new one waits for that, so that who joins the last thread of a worker has joined them all.
     *
     * @return whether it does
     */
    boolean move(Worker worker) {
        Thread old = worker.thread;
        if (old == null || old.isVirtual() || !fate.isOpen()) {
            return false;
        }
        Thread fresh = Thread.ofPlatform().daemon().name(old.getName()).unstarted(() -> {
            joinUninterruptibly(old);
            worker.run();
        });
        worker.thread = fresh;
        try {
            fresh.start();
            return true;
        } catch (OutOfMemoryError e) {
            worker.thread = old; // there are no more threads to be had, and this one will do
            return false;
        }
    }

    /** Lets all carriers but one move, each when it has nothing in hand. */
    @SuppressWarnings("ReferenceEquality") // a worker is itself and no other
    void moveOthers(Worker self) {
        for (Worker worker : carriers) {
            if (worker != self && worker.thread != null) {
                worker.misplaced = true;
            }
        }
    }

    boolean isStarted() {
        return started > 0 || active > 0 || isDone();
    }

    // sleeping and waking

    void sleep(Worker worker) {
        StallEvent stall = StallEvent.isOn() ? new StallEvent() : null;
        if (stall != null) {
            stall.begin();
        }
        sleepUntilWork(worker);
        if (stall != null) {
            stall.emit(name, worker.isWindowFull() ? "the window is full" : "no item may go on");
        }
    }

    private void sleepUntilWork(Worker worker) {
        boolean owner = worker.isOwner();
        worker.setAsleep(true);
        if (!owner) {
            sleepers.getAndIncrement();
        }
        while (isToSleep(worker) && !worker.hasWork() && isToSleep(worker)) {
            long until = worker.wakeAt();
            if (until == 0) {
                tuning.parking().park(this);
            } else {
                tuning.parking().parkNanos(this, until - System.nanoTime());
            }
            if (fate.isOpen()) {
                Thread.interrupted(); // left behind by a function; with it no sleep would last
            }
        }
        worker.setAsleep(false);
        if (!owner) {
            sleepers.getAndDecrement();
        }
    }

    /**
     * Looked at once more after the last look for work: in that a worker may wait for the lock, to start another one,
     * and the permit that was to end its sleep then ends that wait.
     */
    private boolean isToSleep(Worker worker) {
        return worker.isAsleep() && fate.isOpen();
    }

    /** How many carriers are asleep, or about to be. */
    int sleepers() {
        return sleepers.get();
    }

    /** Waits between two tries of a function, or until the run is cancelled. */
    void pause(long nanos) {
        long begin = System.nanoTime();
        for (long left = nanos; left > 0 && !fate.isCancelled(); left = nanos - (System.nanoTime() - begin)) {
            tuning.parking().parkNanos(this, left);
            if (!fate.isCancelled()) {
                Thread.interrupted(); // left behind by the function; with it no pause would last
            }
        }
    }

    /** Gets another carrier to help, if there is one. */
    void wakeOne() {
        if (sleepers() > 0) {
            for (Worker worker : carriers) {
                if (wake(worker)) {
                    return;
                }
            }
        } else if (started < carriers.length) {
            Worker next = enlist(null);
            if (next != null) {
                launch(next);
            }
        }
    }

    /** Wakes a worker if it is asleep, and answers whether it was. */
    boolean wake(Worker worker) {
        if (!worker.tryWake()) {
            return false;
        }
        Thread thread = worker.thread; // not read before: a worker may have moved until it went to sleep
        if (thread != null) {
            tuning.parking().unpark(thread);
        }
        return true;
    }

    void wakeAll() {
        for (Worker[] some : new Worker[][] {carriers, owners}) {
            for (Worker worker : some) {
                Thread thread = worker.thread;
                if (thread != null) {
                    tuning.parking().unpark(thread);
                }
            }
        }
    }

    void interruptAll() {
        for (Worker[] some : new Worker[][] {carriers, owners}) {
            for (Worker worker : some) {
                Thread thread = worker.thread;
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
        wakeAll();
    }

    // ending

    /** A worker has left for good. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void left() {
        boolean nobodyLeft;
        fate.lock().lock();
        try {
            active--;
            nobodyLeft = active == 0;
        } finally {
            fate.lock().unlock();
        }
        if (nobodyLeft) {
            last.run();
        }
    }

    void done() {
        done.countDown();
        Thread thread = watcher;
        if (thread != null) {
            tuning.parking().unpark(thread);
        }
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    boolean await(long nanos) throws InterruptedException {
        refuseOwnWorkers();
        if (nanos == Long.MAX_VALUE) {
            done.await();
        } else if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        for (Worker[] some : new Worker[][] {carriers, owners}) {
            for (Worker worker : some) {
                join(worker.thread);
            }
        }
        join(watcher);
        return true;
    }

    /** An interrupt does not shorten the wait, and is kept. */
    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        for (; ; ) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(@Nullable Thread thread) throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
    private void refuseOwnWorkers() {
        for (Worker[] some : new Worker[][] {carriers, owners}) {
            for (Worker worker : some) {
                if (worker.thread == Thread.currentThread()) {
                    throw new IllegalStateException("run '" + name + "' cannot wait for itself");
                }
            }
        }
    }

    Parking parking() {
        return tuning.parking();
    }
}
