/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * A number that goes up and down, such as the requests in flight, and never reads negative.
 *
 * <p>A {@link java.util.concurrent.atomic.LongAdder} that counts up and down is read cell by cell: a reader may miss
 * the up of a thread in one cell and see its down in another, and report less than nothing. A gauge counts its ups and
 * its downs apart and reads the downs first: each down that it has seen brings its up along.
 *
 * <p>That holds while every down follows its up, in the same thread or after a hand-over that orders the two. A gauge
 * that is told to go down for what never went up tells so with a negative value.
 *
 * <p><b>Progress:</b> as {@link StripedCounter}.
 *
 * <p><b>Memory effects:</b> actions before an {@link #up} or {@link #down} happen-before actions after a {@link #value}
 * that includes it.
 *
 * <p><b>Cost:</b> two counters; {@link #value} reads both.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>a gauge whose downs follow their ups never reads negative
 *     </ul>
 */
public final class Gauge {
    private final StripedCounter ups = new StripedCounter();
    private final StripedCounter downs = new StripedCounter();

    /** Makes a gauge at zero. */
    public Gauge() {}

    /** Goes up by one. */
    public void up() {
        ups.add(1);
    }

    /**
     * Goes up.
     *
     * @param amount how far, at least 0
     * @throws IllegalArgumentException if {@code amount} is negative
     */
    public void up(long amount) {
        ups.add(checked(amount));
    }

    /** Goes down by one. */
    public void down() {
        downs.add(1);
    }

    /**
     * Goes down.
     *
     * @param amount how far, at least 0
     * @throws IllegalArgumentException if {@code amount} is negative
     */
    public void down(long amount) {
        downs.add(checked(amount));
    }

    /**
     * Returns how far the ups are ahead of the downs: exact when neither moves meanwhile, otherwise no less than the
     * ups at the start less the downs at the end, and no more than the ups at the end less the downs at the start.
     *
     * @return the value, not negative while every down follows its up
     */
    public long value() {
        // In this order: a down that is read happened after its up, so the ups read afterwards include that one.
        long down = downs.sum();
        return ups.sum() - down;
    }

    /**
     * Returns {@link #value} in decimal digits.
     *
     * @return the value as text
     */
    @Override
    public String toString() {
        return Long.toString(value());
    }

    private static long checked(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: at least 0)");
        }
        return amount;
    }
}
