/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import dev.heddle.learn.model.Op.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations of one run of an actor in program order, with the results of those that have been performed. */
@SuppressWarnings("ReferenceEquality") // unknown, null and every reference are single objects, and meant
final class Trace {
    private static final int MOST_OPS = 60;

    private final Heap heap;
    private final boolean tears;
    private final int thread;
    private final Map<Integer, Object> results;
    private final List<Op> ops = new ArrayList<>();
    private String source = "";
    private int line;
    private int made;

    /** Ends the run at a point where it cannot go on. */
    @SuppressWarnings("serial") // never leaves the interpreter
    static final class Stop extends RuntimeException {
        Stop() {
            super(null, null, false, false);
        }
    }

    /**
     * Starts a run.
     *
     * @param heap the objects of the body
     * @param tears whether a plain 64-bit access is two steps
     * @param thread the number of the thread
     * @param results the results of its operations, by their position in program order
     */
    Trace(Heap heap, boolean tears, int thread, Map<Integer, Object> results) {
        this.heap = heap;
        this.tears = tears;
        this.thread = thread;
        this.results = results;
    }

    List<Op> ops() {
        return ops;
    }

    /** Says where the operations that follow stand. */
    void at(String newSource, int newLine) {
        source = newSource;
        line = newLine;
    }

    /** Performs an operation; answers its result, or {@link Op#UNKNOWN} if it has not been performed. */
    Object emit(Kind kind, Mode mode, Place place, Object value, Object expected, char type) {
        int number = ops.size();
        if (number >= MOST_OPS) {
            throw new Stop();
        }
        ops.add(new Op(kind, mode, place, value, expected, type, source, line));
        return results.getOrDefault(number, Op.UNKNOWN);
    }

    /** Performs an operation on a lock, thread, latch or permit, in the one order that all threads agree on. */
    Object emit(Kind kind, Place place) {
        return emit(kind, Mode.VOLATILE, place, Op.NOTHING, Op.NOTHING, 'I');
    }

    /** Performs a fence. */
    Object fence(Mode mode, Place place) {
        return emit(Kind.FENCE, mode, place, Op.NOTHING, Op.NOTHING, 'I');
    }

    Object load(Place place, Mode mode, char type) {
        if (tears && type == 'J' && mode == Mode.PLAIN) {
            Object low = emit(Kind.LOAD, mode, place.half(1), Op.NOTHING, Op.NOTHING, type);
            Object high = emit(Kind.LOAD, mode, place.half(2), Op.NOTHING, Op.NOTHING, type);
            return low == Op.UNKNOWN || high == Op.UNKNOWN
                    ? Op.UNKNOWN
                    : ((long) high << 32) | ((long) low & 0xFFFFFFFFL);
        }
        return emit(Kind.LOAD, mode, place, Op.NOTHING, Op.NOTHING, type);
    }

    void store(Place place, Mode mode, char type, Object value) {
        if (tears && type == 'J' && mode == Mode.PLAIN) {
            boolean known = value != Op.UNKNOWN;
            Object low = known ? (Object) ((long) value & 0xFFFFFFFFL) : Op.UNKNOWN;
            Object high = known ? (Object) ((long) value >> 32) : Op.UNKNOWN;
            emit(Kind.STORE, mode, place.half(1), low, Op.NOTHING, type);
            emit(Kind.STORE, mode, place.half(2), high, Op.NOTHING, type);
        } else {
            emit(Kind.STORE, mode, place, value, Op.NOTHING, type);
        }
    }

    /** Makes an object: the same one each time this point of the program is reached. */
    Ref make(String type) {
        return heap.made(thread, made++, type);
    }

    /** Gives the thread that runs this. */
    Ref currentThread() {
        return heap.made(thread, -1, "thread");
    }

    Heap heap() {
        return heap;
    }

    /** Takes a value as a reference that can be followed, or ends the run. */
    static Ref ref(Object value) {
        if (value == Op.UNKNOWN || value == Ref.NULL) {
            throw new Stop();
        }
        return (Ref) value;
    }

    static Place at(Ref owner, Object name) {
        return new Place(owner, String.valueOf(name), 0);
    }
}
