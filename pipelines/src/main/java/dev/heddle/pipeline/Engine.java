/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One run: a ring of slots, the gates over it, and the workers that carry the slots through the gates. */
final class Engine {
    /*
     * The model is that of oneTBB's pipelines: a worker takes items from the source and carries them through the stages
     * itself, so that a stage boundary costs nothing where no second thread is needed. The memory layout is that of the
     * Disruptor: slots never move, cursors move over them. Differences: who finds a serial stage taken leaves the slot
     * in its place and goes away, and whoever is inside drains all that stands there in a row; several items share a
     * slot; and one worker runs the whole chain as a loop, on no slot at all, when measuring says that this is faster.
     *
     *           source                gate 1                     gate 2 (the sink)
     *     ...  [claimed) <- carried, published, carried ... <- published ... <- freed
     *
     * field     read      write     who writes
     * --------  --------  --------  -------------------------------------------------------------------------------
     * state     volatile  volatile  whoever ends the run, under the lock
     * ended     volatile  volatile  the worker inside the source, once
     * hit       volatile  volatile  who stops the run, under the lock
     * drains    volatile  volatile  who stops the run, under the lock
     * pulled    volatile  volatile  the worker inside the source
     * carried   volatile  volatile  the worker inside the source
     * inSource  volatile  release,  the worker that enters a source that may wait; on leaving it swaps null in, and
     *                     swap      who stops the run swaps HIT in, under the lock
     * sleepers  volatile  add       a worker that goes to sleep or was woken
     * started   volatile  volatile  whoever starts a worker, under the lock
     * pace      -         -         the worker inside the source
     * the rest  -         -         under the lock, or final
     *
     * Nobody waits for a gate, so nothing can deadlock on one. A worker sleeps only after a last look at everything has
     * shown nothing that it may take. Why no work is then left lying: take the worker whose last look was the last of
     * all. Every other one was asleep, so no gate was taken and no slot carried. A live slot would have stood published
     * before a free gate, and the oldest of those may always enter; were there none, the ring was empty and the source
     * free. Either would have been seen, unless the source had ended, and then that worker finished the run and woke
     * the others. Waking somebody earlier only makes things faster.
     */
    private static final int OPEN = 0;
    private static final int STOPPING = 1;
    private static final int CANCELLED = 2;
    private static final int FINISHED = 3;

    private static final Object HIT = new Object();

    private static final long STOP_LOOK_NANOS = 2_000_000;

    private static final VarHandle IN_SOURCE =
            fieldVarHandle(MethodHandles.lookup(), "inSource", VarHandle.class, Engine.class, Object.class);

    private final Plan plan;
    private final Tuning tuning;
    private final Feed feed;
    private final boolean mayWait;
    private final Pace pace;
    private final Slot[] ring;
    private final int mask;
    private final Step[] steps;

    /** The steps that follow the source freely. */
    private final Step[] free;

    /** From 1; 0 stands for the source, which has a door only. */
    private final Gate[] gates;

    private final Door sourceDoor = new Door(1);
    private final Door lastDoor;
    private final Worker[] workers;
    private final long begin = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Failures failures = new Failures();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger sleepers = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);

    private volatile int state;
    private volatile boolean ended;
    private volatile boolean hit;

    /** Whether the source, once stopped, ends by itself with the last item that it had accepted. */
    private volatile boolean drains;

    private volatile long pulled;
    private volatile long carried;
    private volatile int started;

    @SuppressWarnings("unused") // accessed through IN_SOURCE
    private volatile @Nullable Object inSource;

    private @Nullable Report report;

    private final Runnable atEnd;

    Engine(Plan plan, Tuning tuning) {
        this(plan, tuning, () -> {});
    }

    Engine(Plan plan, Tuning tuning, Runnable atEnd) {
        this.plan = plan;
        this.atEnd = atEnd;
        this.tuning = tuning;
        this.feed = plan.source().make();
        this.mayWait = feed.mayWait();
        this.pace = new Pace(tuning, mayWait);
        this.ring = new Slot[tuning.slots()];
        this.mask = ring.length - 1;
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Slot();
        }
        List<StageSpec> stages = plan.stages();
        this.steps = new Step[stages.size()];
        for (int i = 0; i < steps.length; i++) {
            StageSpec stage = stages.get(i);
            steps[i] = stage.maker().make(this, i + 1, stage);
        }
        for (int i = 0; i + 1 < steps.length; i++) {
            steps[i].next = steps[i + 1];
        }
        int at = 0;
        while (isFree(stages.get(at))) {
            at++;
        }
        this.free = Arrays.copyOfRange(steps, 0, at);
        boolean ordered = isOrdered(stages, 0, at);
        List<Gate> made = new ArrayList<>();
        Door door = sourceDoor;
        while (at < steps.length) {
            int gated = at++;
            while (at < steps.length && isFree(stages.get(at))) {
                at++;
            }
            Step[] following = Arrays.copyOfRange(steps, gated + 1, at);
            boolean serial = stages.get(gated).concurrency() == 1;
            door = new Door(stages.get(gated).concurrency());
            int number = made.size() + 1;
            made.add(
                    serial && ordered
                            ? new OrderedGate(this, number, door, steps[gated], following)
                            : new AnyOrderGate(this, number, door, serial, steps[gated], following, ring.length));
            ordered &= isOrdered(stages, gated, at);
        }
        this.lastDoor = door;
        this.gates = made.toArray(new Gate[0]);
        this.workers = new Worker[tuning.workers()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(this, steps.length + 1);
        }
    }

    private boolean isFree(StageSpec stage) {
        return stage.concurrency() >= Math.max(2, tuning.workers());
    }

    private static boolean isOrdered(List<StageSpec> stages, int from, int to) {
        return stages.subList(from, to).stream().allMatch(StageSpec::ordered);
    }

    // what workers ask

    Tuning tuning() {
        return tuning;
    }

    Pace pace() {
        return pace;
    }

    Slot slot(long number) {
        return ring[(int) number & mask];
    }

    Gate gate(int number) {
        return gates[number - 1];
    }

    boolean isLast(int number) {
        return number == gates.length;
    }

    Step[] free() {
        return free;
    }

    Step first() {
        return steps[0];
    }

    int sinkIndex() {
        return steps.length;
    }

    Door sourceDoor() {
        return sourceDoor;
    }

    boolean isOpen() {
        return state <= STOPPING;
    }

    boolean isCancelled() {
        return state == CANCELLED;
    }

    boolean hasEnded() {
        return ended;
    }

    long pulled() {
        return pulled;
    }

    boolean tryAdvance(Worker worker) {
        for (int i = gates.length - 1; i >= 0; i--) {
            if (gates[i].tryAdvance(worker)) {
                return true;
            }
        }
        return false;
    }

    /** Whether each slot that was claimed is free again. */
    boolean isDrained() {
        return lastDoor.freedSlots == sourceDoor.cursor;
    }

    /** Whether a worker inside the source may take items: into the next slot, or for the loop. */
    boolean canPull() {
        return pace.isSharing() ? slot(sourceDoor.cursor).phase == SlotFields.FREE && room(1) > 0 : isDrained();
    }

    /** How many items may come in, at most {@code wanted}. */
    int room(int wanted) {
        return (int) Math.min(wanted, tuning.window() - (carried - lastDoor.freedItems));
    }

    private boolean hasWork() {
        for (Gate gate : gates) {
            if (gate.isReady()) {
                return true;
            }
        }
        return sourceDoor.isOpen() && (ended ? isDrained() : canPull());
    }

    // what workers do

    @Nullable
    Object next() throws Exception {
        if (state != OPEN && !(state == STOPPING && drains)) {
            return null;
        }
        if (!mayWait || feed.isReady()) {
            return feed.next();
        }
        IN_SOURCE.setRelease(this, Thread.currentThread());
        try {
            return feed.next();
        } finally {
            if (!(IN_SOURCE.getAndSet(this, null) instanceof Thread)) {
                forgetHit();
            }
        }
    }

    /** Takes back the interrupt of {@link #hitSource}, which was meant for the source alone. */
    private void forgetHit() {
        lock.lock(); // whoever hit this thread interrupts it before unlocking
        try {
            if (!isCancelled()) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isSourceReady() {
        return feed.isReady();
    }

    /** The loop has taken items through to the end. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    void addLooped(int taken) {
        pulled += taken;
    }

    /** Items have been put into a slot. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    void addCarried(int taken) {
        pulled += taken;
        carried += taken;
    }

    /** The source has no more items. */
    void end() {
        ended = true;
    }

    void sourceFailed(long number, Throwable thrown) {
        lock.lock();
        try {
            if (state != STOPPING || !hit) {
                fail(plan.sourceName(), number, thrown);
            }
        } finally {
            lock.unlock();
        }
        ended = true;
    }

    /** Waits between two tries of a function, or until the run is cancelled. */
    void pause(long nanos) {
        long begin = System.nanoTime();
        for (long left = nanos; left > 0 && !isCancelled(); left = nanos - (System.nanoTime() - begin)) {
            tuning.parking().parkNanos(this, left);
            if (!isCancelled()) {
                Thread.interrupted(); // left behind by the function; with it no pause would last
            }
        }
    }

    /** Ends the run because of what a function threw. Answers whether this was the first reason to end it. */
    boolean fail(String stage, long number, Throwable thrown) {
        Throwable failure = Failures.describe(stage, number, thrown);
        lock.lock();
        try {
            if (isOpen()) {
                failures.first(failure);
                cancelNow();
                return true;
            }
            failures.late(failure);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the run because a worker cannot go on. */
    void broken(Throwable thrown) {
        lock.lock();
        try {
            if (isOpen()) {
                failures.first(thrown);
                cancelNow();
            } else {
                failures.late(thrown);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a slot out of the run, behind the last gate. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the last gate
    void free(Slot slot, Door last) {
        int taken = slot.taken;
        slot.clear();
        slot.phase = SlotFields.FREE;
        last.freedItems += taken;
        last.freedSlots++;
    }

    /** Ends the run because everything is done. */
    void finish() {
        lock.lock();
        try {
            if (isOpen()) {
                state = FINISHED;
                wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void sleep(Worker worker) {
        worker.setAsleep(true);
        sleepers.getAndIncrement();
        while (worker.isAsleep() && isOpen() && !hasWork()) {
            tuning.parking().park(this);
            if (isOpen()) {
                Thread.interrupted(); // left behind by a function; with it no sleep would last
            }
        }
        worker.setAsleep(false);
        sleepers.getAndDecrement();
    }

    /** Gets another worker to help, if there is one. */
    void wakeOne() {
        if (sleepers.get() > 0) {
            for (Worker worker : workers) {
                Thread thread = worker.thread;
                if (thread != null && worker.tryWake()) {
                    tuning.parking().unpark(thread);
                    return;
                }
            }
        } else if (started < workers.length) {
            startOne();
        }
    }

    private void wakeAll() {
        for (Worker worker : workers) {
            Thread thread = worker.thread;
            if (thread != null) {
                tuning.parking().unpark(thread);
            }
        }
    }

    /** A worker has left for good. */
    void left() {
        if (active.decrementAndGet() == 0) {
            complete();
        }
    }

    // what the run asks

    void start() {
        startOne();
        if (started == 0) {
            complete(); // cancelled before it began
        }
    }

    private void startOne() {
        Worker worker = enlist(null);
        if (worker == null) {
            return;
        }
        Thread thread = worker.thread;
        if (thread == null) {
            throw new AssertionError("enlisted without a thread");
        }
        try {
            thread.start();
        } catch (Throwable thrown) {
            active.decrementAndGet();
            if (active.get() == 0) {
                feed.close();
                throw thrown;
            }
            // no more threads to be had: those that run go on alone
        }
    }

    /** Takes the next worker into the run, on a thread of its own or, in tests, on one that is given. */
    @Nullable
    Worker enlist(@Nullable Thread given) {
        lock.lock();
        try {
            int index = started;
            if (index == workers.length || !isOpen()) {
                return null;
            }
            Worker worker = workers[index];
            worker.thread = given != null
                    ? given
                    : (tuning.isVirtual()
                                    ? Thread.ofVirtual()
                                    : Thread.ofPlatform().daemon())
                            .name("heddle-" + plan.sourceName() + "-" + index)
                            .unstarted(worker);
            active.getAndIncrement();
            started = index + 1;
            return worker;
        } finally {
            lock.unlock();
        }
    }

    /** Answers whether this call is what ended the run. */
    boolean cancel() {
        lock.lock();
        try {
            boolean open = isOpen();
            if (open) {
                cancelNow();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void cancelNow() {
        state = CANCELLED;
        for (Worker worker : workers) {
            Thread thread = worker.thread;
            if (thread != null) {
                thread.interrupt();
            }
        }
        wakeAll();
    }

    /** Refuses all further items of the source. */
    void stop() {
        lock.lock();
        try {
            if (state == OPEN) {
                drains = feed.stop();
                state = STOPPING;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the source of a run that is being stopped, if it waits just now. */
    private void hitSource() {
        lock.lock();
        try {
            if (state == STOPPING
                    && !drains
                    && IN_SOURCE.getVolatile(this) instanceof Thread thread
                    && IN_SOURCE.compareAndSet(this, thread, HIT)) {
                hit = true;
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of a run that is being stopped. */
    boolean awaitStopped(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (; ; ) {
            hitSource();
            long left = deadline - System.nanoTime();
            if (await(Math.min(left, STOP_LOOK_NANOS))) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
        }
    }

    boolean await(long nanos) throws InterruptedException {
        refuseOwnWorkers();
        if (nanos == Long.MAX_VALUE) {
            done.await();
        } else if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        for (Worker worker : workers) {
            if (worker.thread != null) {
                worker.thread.join();
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
    private void refuseOwnWorkers() {
        for (Worker worker : workers) {
            if (worker.thread == Thread.currentThread()) {
                throw new IllegalStateException("run '" + plan.sourceName() + "' cannot wait for itself");
            }
        }
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    /** Why the run did not get to its end; null when it did. Called after the end. */
    @Nullable
    Throwable failure() {
        lock.lock();
        try {
            Throwable first = failures.first();
            if (first == null && state == CANCELLED) {
                first = new CancellationException("run '" + plan.sourceName() + "' was cancelled");
                failures.first(first);
            }
            if (first != null) {
                failures.suppressOn(first);
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Report report() {
        return isDone() ? report : null;
    }

    /** Comes after everything else that the workers did: the last one does it. */
    private void complete() {
        try {
            feed.close();
        } catch (Throwable thrown) {
            lock.lock();
            try {
                Throwable failure = Failures.describe(plan.sourceName(), pulled, thrown);
                if (failures.first() == null) {
                    failures.first(failure);
                } else {
                    failures.late(failure);
                }
            } finally {
                lock.unlock();
            }
        }
        for (Slot slot : ring) {
            int left = slot.count();
            if (left > 0) {
                workers[0].count(slot.at, Counts.CANCELLED, left);
            }
        }
        for (Step step : steps) {
            workers[0].count(step.index, Counts.CANCELLED, step.held());
        }
        report = account(Duration.ofNanos(System.nanoTime() - begin));
        try {
            atEnd.run();
        } finally {
            done.countDown();
        }
    }

    private Report account(Duration elapsed) {
        List<StageReport> stages = new ArrayList<>();
        long[] totals = new long[Counts.BUSY_NANOS + 1];
        long in = total(0, Counts.IN);
        for (int stage = 0; stage <= steps.length; stage++) {
            long[] counts = new long[totals.length];
            for (int kind = 0; kind < counts.length; kind++) {
                counts[kind] = total(stage, kind);
                totals[kind] += counts[kind];
            }
            long out = in
                    + counts[Counts.ADDED]
                    - counts[Counts.JOINED]
                    - counts[Counts.FILTERED]
                    - counts[Counts.SKIPPED]
                    - counts[Counts.FAILED]
                    - counts[Counts.CANCELLED];
            stages.add(new StageReport(
                    stage == 0 ? plan.sourceName() : steps[stage - 1].name,
                    in,
                    stage == steps.length ? counts[Counts.OUT] : out,
                    counts[Counts.FILTERED],
                    counts[Counts.SKIPPED],
                    counts[Counts.FAILED],
                    counts[Counts.CANCELLED],
                    counts[Counts.ADDED],
                    counts[Counts.JOINED],
                    counts[Counts.BUSY_NANOS]));
            in = out;
        }
        return new Report(
                totals[Counts.IN],
                totals[Counts.OUT],
                totals[Counts.FILTERED],
                totals[Counts.SKIPPED],
                totals[Counts.FAILED],
                totals[Counts.CANCELLED],
                totals[Counts.ADDED],
                totals[Counts.JOINED],
                stages,
                elapsed);
    }

    private long total(int stage, int kind) {
        long total = 0;
        for (Worker worker : workers) {
            total += worker.counts.get(stage, kind);
        }
        return total;
    }

    String describe() {
        String word = switch (state) {
            case OPEN -> "running";
            case STOPPING -> "stopping";
            case CANCELLED -> "cancelled";
            default -> "finished";
        };
        return "Run[" + plan.sourceName() + ", " + word + ", " + pulled + " items in]";
    }
}
