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

/** Copies of {@link StraightLoop} as hidden classes, one for each combination of classes that a chain calls. */
final class LoopCopies {
    /*
     * field   read      write     who writes
     * ------  --------  --------  -----------------------------------------------
     * PLACES  volatile  volatile  whoever has made the copy for a place
     *
     * The place of a copy is a hash of the classes. Nothing here refers to them, so none is kept from being unloaded, and
     * there is nothing to give back. Two combinations that meet in one place share a copy, and are slower for it, no more.
     * Two threads that make a copy for one place at the same time make one too many; each uses its own.
     */
    private static final int BITS = 9;

    private static final AtomicReferenceArray<@Nullable MethodHandle> PLACES = new AtomicReferenceArray<>(1 << BITS);

    /** Spreads a hash over the bits that are used, as Knuth has it: 2^32 over the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    private LoopCopies() {}

    /** The same loop in a copy of its class; itself where none can be made. */
    static Loop of(Loop loop) {
        return loop instanceof StraightLoop straight ? of(straight) : loop;
    }

    private static Loop of(StraightLoop loop) {
        int place = (loop.shape() * SPREAD) >>> (Integer.SIZE - BITS);
        MethodHandle maker = PLACES.get(place);
        try {
            if (maker == null) {
                maker = copy();
                PLACES.set(place, maker);
            }
            return loop.madeBy(maker);
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
