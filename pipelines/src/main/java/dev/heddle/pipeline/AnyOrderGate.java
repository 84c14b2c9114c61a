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

    /** Slots that stand before the gate. There is room for all slots of the ring, so an offer cannot fail. */
    private final Queue<Slot> waiting;

    AnyOrderGate(Engine engine, int number, Door door, boolean serial, Step gated, Step[] free, int slots) {
        this.engine = engine;
        this.number = number;
        this.door = door;
        this.serial = serial;
        this.gated = gated;
        this.free = free;
        this.waiting = new MpmcVarHandleArrayQueue<>(Math.max(2, slots));
    }

    @Override
    public void publish(Slot slot) {
        slot.phase = number;
        if (!waiting.offer(slot)) {
            throw new AssertionError("more slots than the ring has");
        }
    }

    @Override
    public boolean isReady() {
        return !waiting.isEmpty() && door.isOpen();
    }

    @Override
    public boolean tryAdvance(Worker worker) {
        if (waiting.isEmpty() || !door.tryEnter()) {
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
                engine.wakeOne();
            }
            worker.carry(carried, free, number);
        }
        return true;
    }

    private @Nullable Slot drain(Worker worker) {
        for (; ; ) {
            Slot slot = waiting.poll();
            if (slot == null) {
                return null;
            }
            slot.phase = SlotFields.CARRIED;
            worker.run(gated, slot);
            if (engine.isCancelled()) {
                return null;
            }
            if (engine.isLast(number)) {
                engine.free(slot, door);
            } else if (serial && free.length == 0) {
                engine.gate(number + 1).publish(slot);
            } else {
                return slot;
            }
        }
    }
}
