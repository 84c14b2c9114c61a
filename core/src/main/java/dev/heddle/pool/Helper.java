/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.List;

/**
 * A thread that opens, validates and closes connections.
 *
 * <p>Whom its chore has served at its end is woken when the helper is free again, and not before: what the woken thread
 * does next may need a helper, and would else find none.
 */
final class Helper extends Thread {
    private final Parking parking;

    /** Who is still to be woken. Only the helper itself touches it. */
    private List<Thread> owed = List.of();

    Helper(Runnable body, String name, Parking parking) {
        super(body, name);
        this.parking = parking;
        setDaemon(true);
    }

    /** Takes on to wake threads. */
    void owe(List<Thread> woken) {
        pay();
        owed = woken;
    }

    /** Wakes whom it owes that. */
    void pay() {
        for (int i = 0; i < owed.size(); i++) {
            parking.unpark(owed.get(i));
        }
        owed = List.of();
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            pay(); // it ends without having been free again
        }
    }
}
