/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One thread of a run: takes items from the source, carries them through the stages, and drains what others left. */
final class Worker implements Runnable {
    /*
     * field      read      write          who writes
     * ---------  --------  -------------  ------------------------------------------------
     * asleep     volatile  volatile, CAS  the worker to true; the worker or its waker back
     * thread     volatile  volatile       whoever starts the worker, under the engine's lock
     * all others                          the worker
     */
    private static final VarHandle ASLEEP =
            fieldVarHandle(MethodHandles.lookup(), "asleep", VarHandle.class, Worker.class, boolean.class);

    private static final int SAMPLE = 16;

    private final Engine engine;
    final Counts counts;

    /** The thread; null until the worker is started. */
    volatile @Nullable Thread thread;

    /** The number of the item that the loop has in hand. */
    long number;

    /** What the sink has taken from the loop since the last count. */
    int delivered;

    private volatile boolean asleep;
    private boolean timed;
    private int carries;

    Worker(Engine engine, int stages) {
        this.engine = engine;
        this.counts = new Counts(stages);
    }

    void count(int stage, int kind, long amount) {
        if (amount != 0) {
            counts.add(stage, kind, amount);
        }
    }

    @Override
    public void run() {
        try {
            int looks = 0;
            while (engine.isOpen()) {
                if (engine.tryAdvance(this) || tryPull()) {
                    looks = 0;
                } else if (looks++ < engine.tuning().spins()) {
                    Thread.onSpinWait();
                } else {
                    engine.sleep(this);
                    looks = 0;
                }
            }
        } catch (Throwable thrown) {
            engine.broken(thrown);
        } finally {
            engine.left();
        }
    }

    /** Runs the free steps that follow a gate on a slot, and hands it to the gate behind them. */
    void carry(Slot slot, Step[] free, int gate) {
        for (Step step : free) {
            run(step, slot);
        }
        if (!engine.isCancelled()) {
            engine.gate(gate + 1).publish(slot);
        }
    }

    void run(Step step, Slot slot) {
        slot.at = step.index;
        if (!timed) {
            step.run(slot, this);
            return;
        }
        long begin = System.nanoTime();
        step.run(slot, this);
        count(step.index, Counts.BUSY_NANOS, SAMPLE * (System.nanoTime() - begin));
    }

    /** Enters the source, if nobody is there, and takes items: to carry them, or to run the whole chain as a loop. */
    private boolean tryPull() {
        Door door = engine.sourceDoor();
        if (!door.isOpen() || !door.tryEnter()) {
            return false;
        }
        Slot slot = null;
        boolean looped = false;
        try {
            if (engine.hasEnded()) {
                return engine.isDrained() && finish();
            }
            if (!engine.canPull()) {
                return false;
            }
            if (engine.pace().isSharing()) {
                slot = pull(door);
            } else {
                loop();
                looped = true;
            }
        } finally {
            door.leave();
        }
        if (slot == null) {
            return looped || engine.hasEnded();
        }
        engine.wakeOne();
        timed = engine.pace().isMeasured() && (carries++ & (SAMPLE - 1)) == 0;
        carry(slot, engine.free(), 0);
        return true;
    }

    private boolean finish() {
        number = engine.pulled();
        engine.first().flush(this);
        count(engine.sinkIndex(), Counts.OUT, delivered);
        delivered = 0;
        engine.finish();
        return true;
    }

    /** Takes one item, for which it may wait, and then only what is there. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    private @Nullable Slot pull(Door door) {
        Pace pace = engine.pace();
        Slot slot = engine.slot(door.cursor);
        int most = engine.room(pace.batch());
        slot.reserve(most);
        slot.first = engine.pulled();
        slot.at = 0;
        boolean measured = pace.isPullTimed();
        long begin = measured ? System.nanoTime() : 0;
        long first = 0;
        int taken = 0;
        try {
            do {
                Object item = engine.next();
                if (taken == 0 && measured) {
                    first = System.nanoTime();
                }
                if (item == null) {
                    engine.end();
                    break;
                }
                slot.items[taken++] = item;
            } while (taken < most && engine.isSourceReady());
        } catch (Throwable thrown) {
            engine.sourceFailed(slot.first + taken, thrown);
        }
        if (measured) {
            pace.pulled(first - begin > Pace.WAIT_NANOS, first);
        }
        if (taken == 0) {
            return null;
        }
        pace.shared(taken);
        slot.size = taken;
        slot.taken = taken;
        engine.addCarried(taken);
        count(0, Counts.IN, taken);
        slot.phase = SlotFields.CARRIED;
        door.cursor++;
        return slot;
    }

    /** Runs the whole chain for item after item, inside the door of the source, while the ring is empty. */
    private void loop() {
        Pace pace = engine.pace();
        long begin = System.nanoTime();
        while (!engine.hasEnded() && engine.isOpen() && !pace.isSharing()) {
            boolean each = pace.isEachTimed();
            long waited = 0;
            int most = pace.chunk();
            int taken = 0;
            Step head = engine.first();
            number = engine.pulled();
            try {
                for (; taken < most; number++) {
                    Object item = engine.next();
                    if (item == null) {
                        engine.end();
                        break;
                    }
                    taken++;
                    if (each) {
                        long got = System.nanoTime();
                        waited = got - begin;
                        begin = got;
                    }
                    head.push(item, this);
                }
            } catch (Throwable thrown) {
                engine.sourceFailed(number, thrown);
            }
            engine.addLooped(taken);
            count(0, Counts.IN, taken);
            count(engine.sinkIndex(), Counts.OUT, delivered);
            delivered = 0;
            long now = System.nanoTime();
            pace.looped(taken, now - begin, waited > Pace.WAIT_NANOS, now);
            begin = now;
        }
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
