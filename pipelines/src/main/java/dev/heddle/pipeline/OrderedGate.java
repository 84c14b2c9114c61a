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
     *
     * A slot that is held has had its turn, and stands at the cursor all the same until it goes on.
     */
    private final Engine engine;
    private final int number;
    private final Door door;
    private final Step gated;
    private final Step[] free;
    private final @Nullable Worker owner;
    private final Hold hold;

    OrderedGate(Engine engine, int number, Door door, Step gated, Step[] free, @Nullable Worker owner) {
        this.engine = engine;
        this.number = number;
        this.door = door;
        this.gated = gated;
        this.free = free;
        this.owner = owner;
        this.hold = new Hold(engine, gated);
    }

    @Override
    public void publish(Slot slot, Worker worker) {
        slot.phase = number;
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
        long head = door.cursor;
        return engine.slot(head).phase == number && (hold.isEmpty() || hold.isDue() || hasNext(head)) && door.isOpen();
    }

    private boolean hasNext(long head) {
        return engine.isClaimed(head + 1) && engine.slot(head + 1).phase == number;
    }

    @Override
    public boolean tryAdvance(Worker worker) {
        if (engine.slot(door.cursor).phase != number || !door.tryEnter()) {
            return false;
        }
        Slot carried = null;
        boolean worked;
        try {
            long before = door.cursor;
            carried = drain(worker);
            worked = carried != null || hold.isEmpty() || door.cursor != before;
        } finally {
            door.leave();
        }
        if (carried != null) {
            if (isReady()) {
                engine.crew().wakeOne();
            }
            worker.carry(carried, free, number);
        }
        return worked;
    }

    private @Nullable Slot drain(Worker worker) {
        for (; ; ) {
            long head = door.cursor;
            Slot slot = engine.slot(head);
            if (slot.phase != number) {
                return null;
            }
            if (hold.isEmpty()) {
                worker.run(gated, slot);
                if (engine.isCancelled()) {
                    return null;
                }
                hold.tryKeep(slot);
            }
            if (!hold.isEmpty()) {
                if (hasNext(head)) {
                    hold.release();
                } else if (hold.isDue()) {
                    hold.release(worker);
                } else {
                    return null;
                }
            }
            if (engine.isLast(number)) {
                engine.free(slot, door);
                door.cursor = head + 1;
            } else if (free.length == 0) {
                door.cursor = head + 1;
                engine.handOn(slot, number + 1, worker);
            } else {
                slot.phase = SlotFields.CARRIED;
                door.cursor = head + 1;
                return slot;
            }
        }
    }
}
