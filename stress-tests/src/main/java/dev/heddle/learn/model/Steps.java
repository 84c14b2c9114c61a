/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What each kind of operation does to the state of all threads, and says of itself. */
@SuppressWarnings("ReferenceEquality") // null's reference is a single object, and meant
final class Steps {
    private final Heap heap;
    private final Rules rules;

    Steps(Heap heap, Rules rules) {
        this.heap = heap;
        this.rules = rules;
    }

    /**
     * Performs an operation.
     *
     * @param state the state before
     * @param next a copy of it, which becomes the state after
     * @param t the thread
     * @param i the operation's position in the thread's program
     * @param op the operation
     * @param done answers whether a thread has ended
     * @return what happens, empty if it is not worth a word; null if it cannot happen yet
     */
    @Nullable
    String perform(State state, State next, int t, int i, Op op, IntPredicate done) {
        if (mustDrain(state, t, op)) {
            return null;
        }
        Map<Integer, Object> results = next.results().get(t);
        results.put(i, Op.NOTHING);
        return switch (op.kind()) {
            case LOAD -> {
                Object value = state.read(heap, t, op);
                results.put(i, value);
                yield op.place().name() + " reads " + value;
            }
            case STORE -> store(next, t, op);
            case ADD, SWAP, COMPUTE, CAS, TRY_ADD, APPEND -> {
                Changed changed = change(op, state.read(heap, t, op));
                if (changed.writes()) {
                    next.write(heap, op, changed.now());
                }
                results.put(i, changed.result());
                yield changed.words();
            }
            case LOCK, UNLOCK, WAIT, NOTIFY -> monitor(next, t, i, op);
            case START, JOIN -> thread(next, op, done);
            case PARK, UNPARK, AWAIT, COUNT_DOWN -> permit(state, next, t, i, op);
            case FENCE -> op.mode() == Mode.FENCE_STORES ? "" : "fence";
        };
    }

    /** Only an empty buffer lets it go on. */
    private boolean mustDrain(State state, int t, Op op) {
        return rules == Rules.STORE_BUFFER
                && !state.buffers().get(t).isEmpty()
                && !op.isLoad()
                && !(op.isStore() && op.mode() != Mode.VOLATILE)
                && !(op.kind() == Kind.FENCE && op.mode() != Mode.FENCE_FULL);
    }

    private String store(State next, int t, Op op) {
        String effect = op.place().name() + " = " + show(op);
        if (rules == Rules.STORE_BUFFER && op.mode() != Mode.VOLATILE) {
            next.buffers().get(t).add(new State.Pending(op.place(), op.value(), op));
            return effect + " goes into the store buffer";
        }
        next.write(heap, op, op.value());
        return effect;
    }

    private static String show(Op op) {
        return switch (op.place().half()) {
            case 1 -> op.value() + " (low half)";
            case 2 -> op.value() + " (high half)";
            default -> String.valueOf(op.value());
        };
    }

    /** What became of a variable that was read and written in one step. */
    private record Changed(boolean writes, Object now, Object result, String words) {
        static Changed to(Object now, Object result, String words) {
            return new Changed(true, now, result, words);
        }

        static Changed refused(Object old, Object result, String words) {
            return new Changed(false, old, result, words);
        }
    }

    private static Changed change(Op op, Object old) {
        String name = op.place().name();
        return switch (op.kind()) {
            case ADD -> {
                Object sum = sum(op, old);
                yield Changed.to(sum, old, name + " goes from " + old + " to " + sum);
            }
            case TRY_ADD -> {
                Object sum = sum(op, old);
                Blocks.Bounds bounds = (Blocks.Bounds) op.expected();
                long wanted = ((Number) sum).longValue();
                yield wanted < bounds.least() || wanted > bounds.most()
                        ? Changed.refused(old, 0, name + " is " + old + ": refused")
                        : Changed.to(sum, 1, name + " goes from " + old + " to " + sum);
            }
            case SWAP -> Changed.to(op.value(), old, name + " goes from " + old + " to " + op.value());
            case COMPUTE ->
                old == Ref.NULL
                        ? Changed.to(op.value(), op.value(), "makes the " + name)
                        : Changed.refused(old, old, "finds the " + name);
            case APPEND -> {
                List<Object> longer = new ArrayList<>((List<?>) old);
                longer.add(op.value());
                int index = longer.size() - 1;
                yield Changed.to(List.copyOf(longer), index, "element " + index + " is " + op.value());
            }
            default ->
                old.equals(op.expected())
                        ? Changed.to(op.value(), 1, name + " is still " + old + ", becomes " + op.value())
                        : Changed.refused(old, 0, name + " is " + old + ", not " + op.expected() + ": refused");
        };
    }

    private static Object sum(Op op, Object old) {
        return op.type() == 'J'
                ? (Object) ((long) old + ((Number) op.value()).longValue())
                : (Object) ((int) old + (int) op.value());
    }

    private static @Nullable String monitor(State next, int t, int i, Op op) {
        return switch (op.kind()) {
            case LOCK -> {
                yield next.locks().putIfAbsent(op.place(), t) == null ? "takes the lock" : null;
            }
            case UNLOCK -> {
                next.locks().remove(op.place());
                yield "lets the lock go";
            }
            case WAIT -> {
                next.results().get(t).remove(i);
                next.locks().remove(op.place());
                next.waiting().put(t, new State.Waiting(i, op.place(), false));
                yield "waits, and lets the lock go";
            }
            default -> {
                boolean heard = false;
                for (Map.Entry<Integer, State.Waiting> entry : next.waiting().entrySet()) {
                    if (entry.getValue().lock().equals(op.place())) {
                        entry.setValue(new State.Waiting(entry.getValue().op(), op.place(), true));
                        heard = true;
                    }
                }
                yield heard ? "notifies the waiter" : "notifies: nobody is waiting";
            }
        };
    }

    private static @Nullable String thread(State next, Op op, IntPredicate done) {
        Ref thread = op.place().owner();
        if (op.kind() == Kind.START) {
            next.add(new State.Program(thread, "run"));
            return "the thread is started";
        }
        int target = next.runs(thread);
        return target >= 0 && done.test(target) ? "the thread has ended" : null;
    }

    private @Nullable String permit(State state, State next, int t, int i, Op op) {
        Map<Integer, Object> results = next.results().get(t);
        return switch (op.kind()) {
            case PARK -> {
                if (state.read(heap, t, op).equals(0)) {
                    yield null;
                }
                next.write(heap, op, 0);
                results.put(i, 1);
                yield "has a permit and goes on";
            }
            case UNPARK -> {
                if (op.place().owner() == Ref.NULL) {
                    yield "unparks nobody";
                }
                next.write(heap, op, 1);
                yield "gives a permit";
            }
            case AWAIT -> {
                if (!state.read(heap, t, op).equals(0)) {
                    yield null;
                }
                results.put(i, 1);
                yield "finds the latch open";
            }
            default -> {
                next.write(heap, op, (int) state.read(heap, t, op) - 1);
                yield "opens the latch";
            }
        };
    }
}
