/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** The gate of a serial stage that takes the slots in the order of the source. */
final class OrderedGate implements Gate {
    /*
     * Whoever is inside runs the stage over all slots that stand published in a row. A slot whose turn has not come
     * waits in its place in the ring; its worker goes away. The cursor is the number of the slot whose turn it is,
     * and slot number n has its place at n modulo the ring, so a look at the phase of one slot tells whether there
     * is work. That place cannot still hold slot n - ring: n was claimed after n - ring had left the last gate.
     */
    private final Engine engine;
    private final int number;
    private final Door door;
    private final Step gated;
    private final Step[] free;

    OrderedGate(Engine engine, int number, Door door, Step gated, Step[] free) {
        this.engine = engine;
        this.number = number;
        this.door = door;
        this.gated = gated;
        this.free = free;
    }

    @Override
    public void publish(Slot slot) {
        slot.phase = number;
    }

    @Override
    public boolean isReady() {
        return engine.slot(door.cursor).phase == number && door.isOpen();
    }

    @Override
    public boolean tryAdvance(Worker worker) {
        if (engine.slot(door.cursor).phase != number || !door.tryEnter()) {
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
            long head = door.cursor;
            Slot slot = engine.slot(head);
            if (slot.phase != number) {
                return null;
            }
            worker.run(gated, slot);
            if (engine.isCancelled()) {
                return null;
            }
            if (engine.isLast(number)) {
                engine.free(slot, door);
                door.cursor = head + 1;
            } else if (free.length == 0) {
                door.cursor = head + 1;
                engine.gate(number + 1).publish(slot);
            } else {
                slot.phase = SlotFields.CARRIED;
                door.cursor = head + 1;
                return slot;
            }
        }
    }
}
