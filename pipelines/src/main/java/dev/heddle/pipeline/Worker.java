/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a run: a carrier takes items from the source, carries them through the stages, and drains what others
 * left; an owner has the source, or the gate of one stage, to itself and does nothing else.
 */
final class Worker implements Runnable {
    /*
     * field      read      write          who writes
     * ---------  --------  -------------  ------------------------------------------------
     * asleep     volatile  volatile, CAS  the worker to true; the worker or its waker back
     * thread     volatile  volatile       whoever starts the worker, or the worker, under the engine's lock
     * misplaced  volatile  volatile       the worker inside the source to true; the worker back
     * limit                               see there
     * own                                 whoever makes the engine, before any thread is started
     * all others                          the worker
     */
    private static final VarHandle ASLEEP =
            fieldVarHandle(MethodHandles.lookup(), "asleep", VarHandle.class, Worker.class, boolean.class);

    /** So many items a loop takes without a volatile look at the fate of the run. */
    private static final int SOME = 1024;

    private final Engine engine;

    /** The stage that it has to itself; null for a carrier. */
    private final @Nullable String stage;

    private final boolean pulls;
    final Counts counts;
    final Limit limit = new Limit();

    /** The only gate that it enters; null for a carrier, and for the owner of the source. */
    @Nullable
    Gate own;

    /** The thread; null until the worker is started. */
    volatile @Nullable Thread thread;

    /** The number of the item that the loop has in hand. */
    long number;

    /** What the sink has taken from the loop since the last count. */
    int delivered;

    private final Slot sample = new Slot();
    private volatile boolean asleep;

    /** Whether it is to go on with another thread. */
    volatile boolean misplaced;

    /** The slot for which it has given way last. */
    private long gaveWay = -1;

    private int turns;

    private Worker(Engine engine, @Nullable String stage, boolean pulls) {
        this.engine = engine;
        this.stage = stage;
        this.pulls = pulls;
        this.counts = new Counts(engine.sinkIndex() + 1);
    }

    static Worker carrier(Engine engine, boolean pulls) {
        return new Worker(engine, null, pulls);
    }

    static Worker ofStage(Engine engine, String stage) {
        return new Worker(engine, stage, false);
    }

    static Worker ofSource(Engine engine) {
        return new Worker(engine, "source", true);
    }

    boolean isOwner() {
        return stage != null;
    }

    /** The name of its thread. */
    String stage() {
        return requireNonNull(stage);
    }

    boolean hasWork() {
        return engine.hasWork(this);
    }

    boolean isWindowFull() {
        return engine.room(1) < 1;
    }

    /** When it is to look again, though nobody wakes it; 0 for never. */
    long wakeAt() {
        return own == null ? 0 : own.wakeAt();
    }

    void count(int stage, int kind, long amount) {
        if (amount != 0) {
            counts.add(stage, kind, amount);
        }
    }

    @Override
    public void run() {
        boolean moved = false;
        try {
            int looks = 0;
            while (!moved && engine.fate().isOpen()) {
                if (misplaced) {
                    misplaced = false;
                    moved = engine.crew().move(this);
                } else if (tryAdvance() || tryPull()) {
                    looks = 0;
                } else if (looks++ < engine.spins()) {
                    Thread.onSpinWait();
                } else {
                    engine.crew().sleep(this);
                    looks = 0;
                }
            }
        } catch (Throwable thrown) {
            engine.fate().end(thrown);
        } finally {
            if (!moved) {
                engine.crew().left();
            }
        }
    }

    private boolean tryAdvance() {
        if (own != null) {
            return own.tryAdvance(this);
        }
        return stage == null && engine.tryAdvance(this);
    }

    /** Runs the free steps that follow a gate on a slot, and hands it to the gate behind them. */
    void carry(Slot slot, Step[] free, int gate) {
        for (Step step : free) {
            run(step, slot);
        }
        if (!engine.isCancelled()) {
            engine.handOn(slot, gate + 1, this);
        }
    }

    void run(Step step, Slot slot) {
        slot.at = step.index;
        if (slot.isTimed) {
            int items = slot.count();
            long begin = System.nanoTime();
            step.run(slot, this);
            counts.addTime(step.index, System.nanoTime() - begin, items);
        } else {
            step.run(slot, this);
        }
    }

    /** The same, for the items of one lane. */
    void run(KeyedStep step, Slot slot, int lane) {
        if (slot.isTimed) {
            int items = step.count(slot, lane);
            long begin = System.nanoTime();
            step.run(slot, lane, this);
            counts.addTime(step.index, System.nanoTime() - begin, items);
        } else {
            step.run(slot, lane, this);
        }
    }

    /** Whether this turn is one of those whose time is taken. */
    private boolean isTurnTimed() {
        return engine.tuning().isTimed() && (turns++ & engine.tuning().sampleMask()) == 0;
    }

    /** Enters the source, if nobody is there, and takes items: to carry them, or to run the whole chain as a loop. */
    private boolean tryPull() {
        Door door = engine.sourceDoor();
        boolean ended = engine.intake().hasEnded();
        if (own != null || (!pulls && !ended) || !door.isOpen() || !door.tryEnter()) {
            return false;
        }
        Slot slot = null;
        boolean looped = false;
        try {
            if (engine.intake().hasEnded()) {
                if (!engine.isDrained()) {
                    return false;
                }
                if (!engine.plan().hasOwners() || engine.kept() == 0) {
                    return finish();
                }
                slot = last(door);
            } else if (!pulls || !engine.canPull()) {
                return false;
            } else if (engine.pace().isSharing()) {
                slot = pull(door);
            } else {
                loop();
                looped = true;
            }
        } finally {
            door.leave();
        }
        if (slot == null) {
            return looped || engine.intake().hasEnded();
        }
        if (slot.isLast || engine.pace().isSharing()) { // else the source has just waited, and one worker keeps up
            engine.crew().wakeOne();
        }
        carry(slot, engine.free(), 0);
        if (engine.intake().mayWait()) {
            giveWay();
        }
        return true;
    }

    /**
     * Gives its processor to another worker, once for each slot, when more slots wait behind one than there are
     * workers: who carries that one may be waiting for this very processor.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but speed hangs on it
    private void giveWay() {
        long oldest = engine.lastDoor().cursor;
        if (oldest != gaveWay
                && engine.sourceDoor().cursor - oldest > engine.crew().carriers().length) {
            gaveWay = oldest;
            Thread.yield();
        }
    }

    private boolean finish() {
        number = engine.intake().pulled();
        engine.first().flush(this);
        count(engine.sinkIndex(), Counts.OUT, delivered);
        delivered = 0;
        try {
            for (Step step : engine.steps()) {
                step.drain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is cancelled
        }
        engine.fate().finish();
        return true;
    }

    /** Claims a slot without items, with which what the stages have kept back goes through the other ones. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    private Slot last(Door door) {
        Slot slot = engine.claim(door.cursor);
        slot.first = engine.intake().pulled();
        slot.at = 0;
        slot.taken = 0;
        slot.isLast = true;
        slot.isTimed = false;
        slot.phase = SlotFields.CARRIED;
        door.cursor++;
        return slot;
    }

    /** Takes one item, for which it may wait, and then only what is there. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    private @Nullable Slot pull(Door door) {
        Pace pace = engine.pace();
        Intake intake = engine.intake();
        Slot slot = engine.claim(door.cursor);
        int most = engine.room(pace.batch());
        slot.reserve(most);
        slot.first = intake.pulled();
        slot.at = 0;
        slot.isTimed = isTurnTimed();
        boolean measured = pace.isPullTimed() || slot.isTimed;
        long begin = measured ? System.nanoTime() : 0;
        long first = 0;
        int taken = 0;
        try {
            do {
                Object item = intake.next();
                if (taken == 0 && measured) {
                    first = System.nanoTime();
                }
                if (item == null) {
                    intake.end();
                    break;
                }
                slot.items[taken++] = item;
            } while (taken < most && intake.isReady());
        } catch (Throwable thrown) {
            intake.failed(slot.first + taken, thrown);
        }
        if (slot.isTimed) {
            counts.addTime(0, System.nanoTime() - begin, taken);
        }
        if (measured && pace.isMeasured()) {
            pace.pulled(begin, first);
            if (pace.takeMisplaced(first)) {
                engine.crew().moveOthers(this);
            }
        }
        if (taken == 0) {
            return null;
        }
        pace.shared(taken);
        slot.size = taken;
        slot.taken = taken;
        intake.addCarried(taken);
        count(0, Counts.IN, taken);
        slot.phase = SlotFields.CARRIED;
        door.cursor++;
        return slot;
    }

    /** Runs the whole chain for item after item, inside the door of the source, while the ring is empty. */
    private void loop() {
        Pace pace = engine.pace();
        Intake intake = engine.intake();
        long begin = System.nanoTime();
        while (!intake.hasEnded() && engine.fate().isOpen() && !pace.isSharing()) {
            boolean each = pace.isEachTimed();
            boolean timed = isTurnTimed();
            long waited = 0;
            int most = pace.chunk();
            int taken = 0;
            long blind = intake.blind();
            number = intake.pulled();
            if (each || timed) {
                Object item = takeOne();
                long got = System.nanoTime();
                if (timed) {
                    counts.addTime(0, got - begin, item == null ? 0 : 1);
                }
                if (each) {
                    waited = got - begin;
                    begin = got;
                }
                if (item != null) {
                    taken = 1;
                    if (timed) {
                        pushTimed(item);
                    } else {
                        engine.first().push(item, this);
                    }
                }
            }
            while (taken < most && !intake.hasEnded()) {
                number = intake.pulled() + taken;
                taken += takeSome(Math.min(most - taken, SOME));
            }
            intake.addLooped(taken);
            count(0, Counts.IN, taken);
            count(engine.sinkIndex(), Counts.OUT, delivered);
            delivered = 0;
            long now = System.nanoTime();
            pace.looped(taken, now - begin, waited > Pace.WAIT_NANOS, intake.blind() != blind, now);
            begin = now;
        }
    }

    /** Takes the next item; null when there is none any more. */
    private @Nullable Object takeOne() {
        Object item = null;
        try {
            item = engine.intake().next();
        } catch (Throwable thrown) {
            engine.intake().failed(number, thrown);
        }
        if (item == null) {
            engine.intake().end();
        }
        return item;
    }

    /** Takes items through the loop, after a look at the fate of the run. */
    private int takeSome(int most) {
        if (engine.intake().mayTake()) {
            return engine.loop().take(most, this);
        }
        engine.intake().end();
        return 0;
    }

    /** Takes one item through the chain step by step, and the time of each. */
    private void pushTimed(Object item) {
        sample.reserve(1);
        sample.items[0] = item;
        sample.size = 1;
        sample.first = number;
        sample.isTimed = true;
        for (Step step : engine.steps()) {
            run(step, sample);
        }
        count(sample.at, Counts.CANCELLED, sample.count());
        sample.clear();
    }

    /** Goes to sleep for the engine, which looks for work between this and {@link #isAsleep}. */
    void setAsleep(boolean value) {
        asleep = value;
    }

    boolean isAsleep() {
        return asleep;
    }

    boolean tryWake() {
        return asleep && ASLEEP.compareAndSet(this, true, false);
    }
}
