/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of all chains that call the same classes have in common: a copy of {@link StraightLoop} as a hidden
 * class, and whether the compilers have had time to find the loop.
 */
final class LoopKind {
    /*
     * field   read      write     who writes
     * ------  --------  --------  -----------------------------------------------
     * PLACES  volatile  volatile  the first run of a kind
     * maker   volatile  volatile  the worker inside the source of any run, when it has made the copy
     * looped  plain     plain     the worker inside the source of any run
     *
     * The place of a kind is a hash of the classes. Nothing here refers to them, so none is kept from being unloaded, and
     * there is nothing to give back. Two kinds that meet in one place share a copy, and are slower for it, no more. Two
     * threads that make a kind, or a copy, at the same time make one too many; each uses its own.
     *
     * looped says nothing of any other variable. Runs that count at once lose some of it, and one may count on from
     * before the copy was made: the loop is then called warm a little late or early, which costs speed and nothing else.
     */
    private static final int BITS = 9;

    private static final AtomicReferenceArray<@Nullable LoopKind> PLACES = new AtomicReferenceArray<>(1 << BITS);

    /** Spreads a hash over the bits that are used, as Knuth has it: 2^32 over the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    /** After so many chunks of 50 microseconds the compilers have found a loop. */
    static final int WARM = 1_000;

    private volatile @Nullable MethodHandle maker;
    private int looped;

    static LoopKind of(StraightLoop loop) {
        int place = (loop.shape() * SPREAD) >>> (Integer.SIZE - BITS);
        LoopKind kind = PLACES.get(place);
        if (kind == null) {
            kind = new LoopKind();
            PLACES.set(place, kind);
        }
        return kind;
    }

    /** A worker has taken another chunk of items through the loop. */
    void looped() {
        if (looped < WARM) {
            looped++;
        }
    }

    /** Whether the loop may still become much faster, because so far it was interpreted for the most part. */
    boolean isCold() {
        return looped < WARM;
    }

    /** The same loop in a copy of its class, which is cold if it is new; itself where none can be made. */
    Loop copyOf(Loop loop) {
        return loop instanceof StraightLoop straight ? copyOf(straight) : loop;
    }

    private Loop copyOf(StraightLoop loop) {
        MethodHandle ready = maker;
        try {
            if (ready == null) {
                ready = copy();
                looped = 0;
                maker = ready;
            }
            return loop.madeBy(ready);
        } catch (Throwable e) {
            return loop; // no class file, no hidden classes or no room for one: slower, and nothing else
        }
    }

    private static MethodHandle copy() throws IOException, ReflectiveOperationException {
        try (InputStream in = StraightLoop.class.getResourceAsStream("StraightLoop.class")) {
            if (in == null) {
                throw new IOException("no class file of the loop");
            }
            MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), false);
            return copy.findConstructor(copy.lookupClass(), StraightLoop.MAKER.changeReturnType(void.class))
                    .asType(StraightLoop.MAKER);
        }
    }
}
