/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** The gate of a stage that keeps the order of each key: as many lanes as workers, and each key in one of them. */
final class LaneGate implements Gate {
    /*
     * Each lane is a serial gate of its own over all slots, in the order of the ring, and does its part of each. A slot
     * stays before the gate until the last lane has passed over it; that lane's worker carries it on. So a lane never
     * waits for another one, only for slots that are not there yet.
     *
     * A lane may be further on than the others by the whole ring. The place of its next slot then still holds one that
     * it has done, published before this very gate; so a lane looks first whether its slot is claimed. If it is, the
     * place holds that slot, which cannot leave before this lane has passed over it.
     */
    private final Engine engine;
    private final int number;
    private final Door[] lanes;
    private final KeyedStep gated;
    private final Step[] free;

    LaneGate(Engine engine, int number, int lanes, KeyedStep gated, Step[] free) {
        this.engine = engine;
        this.number = number;
        this.lanes = new Door[lanes];
        for (int i = 0; i < lanes; i++) {
            this.lanes[i] = new Door(1);
        }
        this.gated = gated;
        this.free = free;
    }

    @Override
    public void publish(Slot slot, Worker worker) {
        slot.at = gated.index;
        gated.assign(slot, lanes.length, worker);
        slot.lanesLeft = lanes.length;
        slot.phase = number;
    }

    @Override
    public boolean isReady() {
        for (Door lane : lanes) {
            if (hasSlot(lane) && lane.isOpen()) {
                return true;
            }
        }
        return false;
    }

    private boolean hasSlot(Door lane) {
        long head = lane.cursor;
        return engine.isClaimed(head) && engine.slot(head).phase == number;
    }

    @Override
    public boolean tryAdvance(Worker worker) {
        boolean worked = false;
        for (int i = 0; i < lanes.length; i++) {
            while (!engine.isCancelled() && hasSlot(lanes[i]) && lanes[i].tryEnter()) {
                worked = true;
                if (isReady()) {
                    engine.crew().wakeOne();
                }
                Slot carried;
                try {
                    carried = drain(i, worker);
                } finally {
                    lanes[i].leave();
                }
                if (carried != null) {
                    worker.carry(carried, free, number);
                }
            }
        }
        return worked;
    }

    private @Nullable Slot drain(int lane, Worker worker) {
        Door door = lanes[lane];
        while (!engine.isCancelled() && hasSlot(door)) {
            long head = door.cursor;
            Slot slot = engine.slot(head);
            worker.run(gated, slot, lane);
            if (engine.isCancelled()) {
                return null;
            }
            door.cursor = head + 1;
            if (slot.passLane()) {
                slot.phase = SlotFields.CARRIED;
                return slot;
            }
        }
        return null;
    }
}
