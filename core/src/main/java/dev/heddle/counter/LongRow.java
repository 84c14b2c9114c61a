/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A row of {@code long} values. */
@SuppressWarnings("unused") // the last fields are padding
final class LongRow extends SummaryRow {
    /*
     * The usual value has no more than 31 bits and a sign. Of those the sum and the sum of squares are kept in one word
     * each. A sum of whole numbers is no greater than the sum of their squares, so when the squares are below 2^62, one
     * more value overflows neither; when they are not, both are carried into the wide words and begin at zero. Longer
     * values go into the wide words at once.
     */
    private static final VarHandle SUM =
            fieldVarHandle(MethodHandles.lookup(), "sum", VarHandle.class, LongRow.class, long.class);
    private static final VarHandle SQUARES =
            fieldVarHandle(MethodHandles.lookup(), "squares", VarHandle.class, LongRow.class, long.class);
    private static final VarHandle MIN =
            fieldVarHandle(MethodHandles.lookup(), "min", VarHandle.class, LongRow.class, long.class);
    private static final VarHandle MAX =
            fieldVarHandle(MethodHandles.lookup(), "max", VarHandle.class, LongRow.class, long.class);

    private static final int NARROW_BITS = 31;
    private static final long MOST_SQUARES = 1L << (2 * NARROW_BITS);

    private static final int WIDE_SUM = PADDING;
    private static final int WIDE_SQUARES = WIDE_SUM + LongMoments.SUM_SIZE;
    private static final int WIDE_END = WIDE_SQUARES + LongMoments.SQUARES_SIZE;

    private static final int COPIED_SUM = LongMoments.SIZE;
    private static final int COPIED_SQUARES = COPIED_SUM + 1;
    private static final int COPY_SIZE = COPIED_SQUARES + 1;

    @SuppressWarnings("unused") // accessed through SUM
    private volatile long sum;

    @SuppressWarnings("unused") // accessed through SQUARES
    private volatile long squares;

    @SuppressWarnings("unused") // accessed through MIN
    private volatile long min = Long.MAX_VALUE;

    @SuppressWarnings("unused") // accessed through MAX
    private volatile long max = Long.MIN_VALUE;

    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
    private long after8;
    private long after9;
    private long after10;
    private long after11;
    private long after12;
    private long after13;
    private long after14;
    private long after15;

    private final long[] wide = new long[WIDE_END + PADDING];

    /** Records as the owner. What can be known before is computed before the reader has to wait. */
    void recordOwned(long value) {
        long newSquares = squaresPlain() + value * value;
        if (!isNarrow(value) || newSquares >= MOST_SQUARES) {
            recordRare(value);
            return;
        }
        long newSum = sumPlain() + value;
        long odd = begin();
        SQUARES.setOpaque(this, newSquares);
        SUM.setOpaque(this, newSum);
        noteExtremes(value, value);
        end(odd);
    }

    private void recordRare(long value) {
        begin();
        add(value);
        end();
    }

    @Override
    void add(long value) {
        if (isNarrow(value)) {
            if (squaresPlain() >= MOST_SQUARES - value * value) {
                carry();
            }
            SQUARES.setOpaque(this, squaresPlain() + value * value);
            SUM.setOpaque(this, sumPlain() + value);
        } else {
            Limbs.add(wide, WIDE_SUM, WIDE_SQUARES, value, value >> 63);
            Limbs.add(wide, WIDE_SQUARES, WIDE_END, value * value, Math.multiplyHigh(value, value));
        }
        noteExtremes(value, value);
    }

    private void carry() {
        Limbs.add(wide, WIDE_SUM, WIDE_SQUARES, sumPlain(), sumPlain() >> 63);
        Limbs.add(wide, WIDE_SQUARES, WIDE_END, squaresPlain(), 0);
        SUM.setOpaque(this, 0);
        SQUARES.setOpaque(this, 0);
    }

    @Override
    void addTotals(long[] totals) {
        noteExtremes(totals[LongMoments.MIN], totals[LongMoments.MAX]);
        Limbs.addAll(wide, WIDE_SUM, WIDE_SQUARES, totals, LongMoments.SUM);
        Limbs.addAll(wide, WIDE_SQUARES, WIDE_END, totals, LongMoments.SQUARES);
    }

    @Override
    long[] copy(long count) {
        long[] copy = new long[COPY_SIZE];
        copy[LongMoments.COUNT] = count;
        copy[LongMoments.MIN] = (long) MIN.getOpaque(this);
        copy[LongMoments.MAX] = (long) MAX.getOpaque(this);
        Limbs.copyOpaque(wide, WIDE_SUM, copy, LongMoments.SUM, WIDE_END - WIDE_SUM);
        copy[COPIED_SUM] = (long) SUM.getOpaque(this);
        copy[COPIED_SQUARES] = (long) SQUARES.getOpaque(this);
        return copy;
    }

    @Override
    long[] totals(long[] copy) {
        LongMoments.add(copy, copy[COPIED_SUM], copy[COPIED_SQUARES]);
        return copy;
    }

    private void noteExtremes(long least, long greatest) {
        if (least < (long) MIN.get(this)) {
            MIN.setOpaque(this, least);
        }
        if (greatest > (long) MAX.get(this)) {
            MAX.setOpaque(this, greatest);
        }
    }

    private static boolean isNarrow(long value) {
        return (value ^ (value >> 63)) >>> NARROW_BITS == 0;
    }

    private long sumPlain() {
        return (long) SUM.get(this);
    }

    private long squaresPlain() {
        return (long) SQUARES.get(this);
    }
}
