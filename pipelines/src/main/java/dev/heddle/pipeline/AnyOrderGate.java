/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Queue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The gate of a stage that takes the slots as they come: a serial one behind a stage without order, or one that only so
 * many workers may enter.
 */
final class AnyOrderGate implements Gate {
    private final Engine engine;
    private final int number;
    private final Door door;
    private final boolean serial;
    private final Step gated;
    private final Step[] free;
    private final @Nullable Worker owner;
    private final Hold hold;

    /** Slots that stand before the gate. There is room for all slots of the ring, so an offer cannot fail. */
    private final Queue<Slot> waiting;

    AnyOrderGate(
            Engine engine,
            int number,
            Door door,
            boolean serial,
            Step gated,
            Step[] free,
            @Nullable Worker owner,
            int slots) {
        this.engine = engine;
        this.number = number;
        this.door = door;
        this.serial = serial;
        this.gated = gated;
        this.free = free;
        this.owner = owner;
        this.hold = new Hold(engine, gated);
        this.waiting = new MpmcVarHandleArrayQueue<>(Math.max(2, slots));
    }

    @Override
    public void publish(Slot slot, Worker worker) {
        slot.phase = number;
        if (!waiting.offer(slot)) {
            throw new AssertionError("more slots than the ring has");
        }
    }

    @Override
    public @Nullable Worker owner() {
        return owner;
    }

    @Override
    public long wakeAt() {
        return hold.wakeAt();
    }

    @Override
    public boolean isReady() {
        return (!waiting.isEmpty() || hold.isDue()) && door.isOpen();
    }

    @Override
    public boolean tryAdvance(Worker worker) {
        if ((waiting.isEmpty() && !hold.isDue()) || !door.tryEnter()) {
            return false;
        }
        Slot carried = null;
        try {
            carried = drain(worker);
        } finally {
            door.leave();
        }
        if (carried != null) {
            if (isReady()) {
                engine.crew().wakeOne();
            }
            worker.carry(carried, free, number);
        }
        return true;
    }

    private @Nullable Slot drain(Worker worker) {
        for (; ; ) {
            Slot slot;
            if (serial && !hold.isEmpty()) {
                if (waiting.isEmpty() && !hold.isDue()) {
                    return null;
                }
                slot = waiting.isEmpty() ? hold.release(worker) : hold.release();
            } else {
                slot = waiting.poll();
                if (slot == null) {
                    return null;
                }
                slot.phase = SlotFields.CARRIED;
                worker.run(gated, slot);
                if (engine.isCancelled()) {
                    return null;
                }
                if (serial && hold.tryKeep(slot)) {
                    continue;
                }
            }
            if (engine.isLast(number)) {
                engine.free(slot, door);
            } else if (serial && free.length == 0) {
                engine.handOn(slot, number + 1, worker);
            } else {
                return slot;
            }
        }
    }
}
