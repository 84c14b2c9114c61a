/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SwarTest {
    @Test
    void marksAndFoldsExactlyWhatALoopOverBytesDoes() {
        Random random = new Random(5);
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = new byte[8];
            int bound = round % 2 == 0 ? 256 : 40;
            for (int i = 0; i < 8; i++) {
                bytes[i] = (byte) (random.nextInt(bound) + (round % 3 == 0 ? 0x70 : 0));
            }
            long eight = Swar.load(bytes, 0);
            long spaces = 0;
            long ones = 0;
            byte[] folded = new byte[8];
            for (int i = 0; i < 8; i++) {
                byte b = bytes[i];
                spaces |= b == ' ' || (b >= 9 && b <= 13) ? 0x80L << (8 * i) : 0;
                ones |= b == bytes[3] ? 0x80L << (8 * i) : 0;
                folded[i] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
            }
            assertThat(Swar.spaces(eight)).as("%016x", eight).isEqualTo(spaces);
            assertThat(Swar.equal(eight, Swar.pattern(bytes[3])))
                    .as("%016x", eight)
                    .isEqualTo(ones);
            assertThat(Swar.fold(eight)).as("%016x", eight).isEqualTo(Swar.load(folded, 0));
        }
    }

    @Test
    void findsTheFirstMark() {
        for (int place = 0; place < 8; place++) {
            long marks = 0x8080_8080_8080_8080L << (8 * place);
            assertThat(Swar.before(marks)).isEqualTo(place);
            assertThat(Swar.bits(marks)).isEqualTo(0xFFL << place & 0xFF);
        }
    }
}
