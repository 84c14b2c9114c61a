/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.learn.Effect;
import java.util.List;
import java.util.Optional;

/** All effects, in the order in which they are best read: from what needs only bad timing to what costs only time. */
public final class Catalog {
    private static final List<Effect> EFFECTS = List.of(
            LostUpdate.effect(),
            BankAccount.effect(),
            CheckThenAct.effect(),
            EarlyDelete.effect(),
            SingleWriter.effect(),
            StripedSum.effect(),
            Aba.effect(),
            LostWakeup.effect(),
            HoistedFlag.effect(),
            Coherence.effect(),
            TornLong.effect(),
            MessagePassing.effect(),
            QueueSlot.effect(),
            VolatileArray.effect(),
            StartJoin.effect(),
            UnsafePublication.effect(),
            DoubleChecked.effect(),
            StoreBuffering.effect(),
            LoadBuffering.effect(),
            Iriw.effect(),
            FalseSharing.effect());

    private Catalog() {}

    /**
     * Lists all effects.
     *
     * @return the effects in reading order
     */
    public static List<Effect> effects() {
        return EFFECTS;
    }

    /**
     * Finds an effect by its name.
     *
     * @param name the name on the command line
     * @return the effect, empty if there is none of that name
     */
    public static Optional<Effect> find(String name) {
        return EFFECTS.stream().filter(effect -> effect.name().equals(name)).findFirst();
    }
}
