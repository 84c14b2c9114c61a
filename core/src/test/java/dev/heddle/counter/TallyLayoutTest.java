/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** How much memory a tally takes, beside its keys, and beside what people use. */
class TallyLayoutTest {
    private static final int KEYS = 100_000;

    private final List<Integer> keys = new ArrayList<>();
    private final ConcurrentHashMap<Integer, LongAdder> map = new ConcurrentHashMap<>(KEYS);

    TallyLayoutTest() {
        for (int i = 0; i < KEYS; i++) {
            Integer key = 1_000_000 + i;
            keys.add(key);
            map.computeIfAbsent(key, absent -> new LongAdder()).increment();
        }
    }

    @Test
    void aKeyTakesFourTenthsOfItsPlaceInAMapOfAddersAtMost() {
        Tally<Integer> tally = Tally.create(KEYS);
        keys.forEach(tally::increment);

        assertThat(bytesForEachKey(tally)).isLessThanOrEqualTo(0.4 * bytesForEachKey(map));
        assertThat(bytesForEachKey(tally)).isLessThanOrEqualTo(24);
    }

    @Test
    void aKeyTakesHalfOfItsPlaceInAMapOfAddersAtMostAtAnyTimeWhileTheTableGrows() {
        double map = bytesForEachKey(this.map);
        Tally<Integer> tally = Tally.create();
        int capacity = 0;
        for (int i = 0; i < KEYS; i++) {
            tally.increment(keys.get(i));
            if (i > KEYS / 10 && tally.capacity() != capacity) {
                capacity = tally.capacity();
                assertThat(bytes(tally, i + 1)).as("%s keys", i + 1).isLessThanOrEqualTo(0.5 * map);
            }
        }
    }

    private static double bytesForEachKey(Object counting) {
        return bytes(counting, KEYS);
    }

    private static double bytes(Object counting, int keys) {
        GraphLayout all = GraphLayout.parseInstance(counting);
        long ofKeys = GraphLayout.parseInstance((Object) 1_000_000).totalSize() * keys;
        return (double) (all.totalSize() - ofKeys) / keys;
    }
}
