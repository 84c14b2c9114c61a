/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/** Lets a limited number of workers in, and keeps none waiting. */
@SuppressWarnings("unused") // the trailing longs only take space
final class Door extends Entrance {
    /*
     * field       read      write     who writes
     * ----------  --------  --------  -------------------------------------------------
     * inside      volatile  CAS, add  whoever enters and leaves
     * cursor      volatile  volatile  who is inside, where the door lets in one
     * freedSlots  volatile  volatile  who is inside the last gate
     * freedItems
     *
     * Publish, then try to enter; leave, then look again. The publisher stores the phase of a slot and then reads
     * inside (in its CAS); who leaves stores inside and then reads the phase. Both are sequentially consistent, so
     * at least one of the two sees the other: either the publisher gets in, or the one who leaves finds the slot.
     * With a release store on either side both could miss, and the slot would wait for ever.
     */
    private final int room;

    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;

    Door(int room) {
        this.room = room;
    }

    boolean tryEnter() {
        for (; ; ) {
            int seen = inside;
            if (seen >= room) {
                return false;
            }
            if (casInside(seen, seen + 1)) {
                return true;
            }
        }
    }

    void leave() {
        if (room == 1) {
            inside = 0;
        } else {
            addInside(-1);
        }
    }

    boolean isOpen() {
        return inside < room;
    }
}
