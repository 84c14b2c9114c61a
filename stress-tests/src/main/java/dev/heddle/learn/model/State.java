/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.learn.model.Op.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where all threads stand at one moment.
 *
 * @param programs what each thread runs
 * @param results for each thread the results of its operations, by their position in program order
 * @param memory the variables that have been written
 * @param buffers for each thread the stores that are on their way to memory
 * @param locks who holds each lock that is held
 * @param waiting the threads that wait for a notification
 */
record State(
        List<Program> programs,
        List<Map<Integer, Object>> results,
        Map<Place, Object> memory,
        List<List<Pending>> buffers,
        Map<Place, Integer> locks,
        Map<Integer, Waiting> waiting) {
    /**
     * What a thread runs.
     *
     * @param self the receiver
     * @param method the method, which has no parameters
     */
    record Program(Ref self, String method) {}

    /**
     * A store on its way to memory.
     *
     * @param place the variable
     * @param value what it will hold
     * @param op the operation that stores it
     */
    record Pending(Place place, Object value, Op op) {}

    /**
     * Where a wait stands.
     *
     * @param op the position of the wait in its thread's program
     * @param lock the lock that is waited on
     * @param notified whether the notification has come
     */
    record Waiting(int op, Place lock, boolean notified) {}

    /** Makes a state without threads. */
    State() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new HashMap<>(),
                new ArrayList<>(),
                new HashMap<>(),
                new HashMap<>());
    }

    State copy() {
        List<Map<Integer, Object>> newResults = new ArrayList<>();
        results.forEach(r -> newResults.add(new HashMap<>(r)));
        List<List<Pending>> newBuffers = new ArrayList<>();
        buffers.forEach(b -> newBuffers.add(new ArrayList<>(b)));
        return new State(
                new ArrayList<>(programs),
                newResults,
                new HashMap<>(memory),
                newBuffers,
                new HashMap<>(locks),
                new HashMap<>(waiting));
    }

    void add(Program program) {
        programs.add(program);
        results.add(new HashMap<>());
        buffers.add(new ArrayList<>());
    }

    /** Finds the thread that runs an object; -1 if none does. */
    int runs(Ref object) {
        for (int t = 0; t < programs.size(); t++) {
            if (programs.get(t).self() == object) {
                return t;
            }
        }
        return -1;
    }

    /** Reads a variable as one thread sees it: its own last store first, then memory. */
    Object read(Heap heap, int t, Op op) {
        List<Pending> buffer = buffers.get(t);
        for (int i = buffer.size() - 1; i >= 0; i--) {
            if (buffer.get(i).place().equals(op.place())) {
                return buffer.get(i).value();
            }
        }
        Object whole = memory.get(op.place().whole());
        if (whole == null) {
            whole = heap.initial(op.place().whole(), op);
        }
        return switch (op.place().half()) {
            case 1 -> (long) whole & 0xFFFFFFFFL;
            case 2 -> (long) whole >> 32;
            default -> whole;
        };
    }

    /** Writes a variable, or one half of it, into memory. */
    void write(Heap heap, Op op, Object value) {
        Place place = op.place();
        Object now = value;
        if (place.half() != 0) {
            Object before = memory.get(place.whole());
            long whole = (long) (before == null ? heap.initial(place.whole(), op) : before);
            now = place.half() == 1
                    ? (whole & 0xFFFFFFFF00000000L) | ((long) value & 0xFFFFFFFFL)
                    : (whole & 0xFFFFFFFFL) | ((long) value << 32);
        }
        memory.put(place.whole(), now);
    }
}
