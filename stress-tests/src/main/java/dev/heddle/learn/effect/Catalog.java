/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.learn.Effect;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All effects, in the order in which they are best read: from what needs only bad timing to what costs only time. */
public final class Catalog {
    private static final List<Chapter> CHAPTERS = List.of(
            new Chapter(
                    "Bad timing is enough",
                    List.of(
                            LostUpdate.effect(),
                            BankAccount.effect(),
                            CheckThenAct.effect(),
                            EarlyDelete.effect(),
                            SingleWriter.effect(),
                            StripedSum.effect(),
                            Aba.effect(),
                            LostWakeup.effect())),
            new Chapter(
                    "One variable, and when it is seen",
                    List.of(HoistedFlag.effect(), Coherence.effect(), TornLong.effect())),
            new Chapter(
                    "Handing something over",
                    List.of(
                            MessagePassing.effect(),
                            QueueSlot.effect(),
                            VolatileArray.effect(),
                            StartJoin.effect(),
                            UnsafePublication.effect(),
                            DoubleChecked.effect())),
            new Chapter(
                    "No order that all agree on",
                    List.of(StoreBuffering.effect(), LoadBuffering.effect(), Iriw.effect())),
            new Chapter("Right, and slow", List.of(FalseSharing.effect())));

    private static final List<Effect> EFFECTS =
            CHAPTERS.stream().flatMap(chapter -> chapter.effects().stream()).toList();

    /**
     * Effects of one kind.
     *
     * @param title what they have in common
     * @param effects the effects in reading order
     */
    public record Chapter(String title, List<Effect> effects) {}

    private Catalog() {}

    /**
     * Lists all effects by kind.
     *
     * @return the chapters in reading order
     */
    public static List<Chapter> chapters() {
        return CHAPTERS;
    }

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

    /**
     * Finds the effect whose name is nearest to one that nobody has.
     *
     * @param name a name
     * @return the nearest name, empty if none is near
     */
    public static Optional<String> near(String name) {
        return EFFECTS.stream()
                .map(Effect::name)
                .filter(known -> distance(known, name) <= Math.max(2, known.length() / 3)
                        || (name.length() > 2 && known.contains(name)))
                .min(Comparator.comparingInt(known -> distance(known, name)));
    }

    /** How many letters have to be changed, put in or left out to make one word of another. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int same = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
