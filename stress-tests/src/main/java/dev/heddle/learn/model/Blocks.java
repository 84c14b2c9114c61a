/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import static dev.heddle.learn.model.Trace.at;
import static dev.heddle.learn.model.Trace.ref;

import dev.heddle.counter.BoundedCounter;
import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import dev.heddle.learn.model.Op.Place;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What Heddle's own classes do that a body may call: each call is one step that keeps the class's promises, which the
 * harnesses are there to prove.
 */
@SuppressWarnings("ReferenceEquality") // unknown, null and every reference are single objects, and meant
final class Blocks {
    /** Where Heddle's published classes are, among them those of the guide. */
    static final String HEDDLE = "dev/heddle/";

    private final Trace trace;
    private final Closing closing;

    /**
     * The bounds that an addition must keep, or else not happen.
     *
     * @param least the least sum
     * @param most the largest sum
     */
    record Bounds(long least, long most) {}

    /** Interprets the close of a resource. */
    @FunctionalInterface
    interface Closing {
        void close(Ref resource);
    }

    Blocks(Trace trace, Closing closing) {
        this.trace = trace;
        this.closing = closing;
    }

    /**
     * Performs a call.
     *
     * @param insn which one
     * @param self the receiver
     * @param a its arguments
     * @return its result, unknown as long as it has not been performed
     */
    Object call(MethodInsnNode insn, Object self, Object[] a) {
        String owner = insn.owner.substring(insn.owner.lastIndexOf('/') + 1);
        return switch (owner) {
            case "StripedCounter" -> counter(insn.name, at(ref(self), "sum"), a);
            case "BoundedCounter" -> balance(insn.name, ref(self), a);
            case "LongSummary" -> summary(insn.name, at(ref(self), "sum"), a);
            case "LongSummaryStats" -> self; // of all figures only the sum is modelled
            case "AppendList" -> list(insn.name, at(ref(self), "elements"), a);
            case "Handle", "WeakHandle" -> share(insn.name, ref(self));
            default -> throw Library.unknown(owner + "." + insn.name);
        };
    }

    private Object counter(String name, Place sum, Object[] a) {
        return switch (name) {
            case "increment" -> trace.emit(Kind.ADD, Mode.VOLATILE, sum, 1L, Op.NOTHING, 'J');
            case "add" -> trace.emit(Kind.ADD, Mode.VOLATILE, sum, a[0], Op.NOTHING, 'J');
            case "sum" -> trace.load(sum, Mode.VOLATILE, 'J');
            case "intValue" -> {
                Object seen = trace.load(sum, Mode.VOLATILE, 'J');
                yield seen == Op.UNKNOWN ? seen : (int) (long) seen;
            }
            default -> throw Library.unknown("a counter's " + name);
        };
    }

    private Object balance(String name, Ref self, Object[] a) {
        Place place = at(self, "balance");
        BoundedCounter real = (BoundedCounter) Objects.requireNonNull(self.real(), "counter");
        Bounds bounds = new Bounds(real.min(), real.max());
        return switch (name) {
            case "tryAdd" -> trace.emit(Kind.TRY_ADD, Mode.VOLATILE, place, a[0], bounds, 'J');
            case "get" -> trace.load(place, Mode.VOLATILE, 'J');
            default -> throw Library.unknown("a bounded counter's " + name);
        };
    }

    private Object summary(String name, Place sum, Object[] a) {
        return switch (name) {
            case "record" -> trace.emit(Kind.ADD, Mode.VOLATILE, sum, a[0], Op.NOTHING, 'J');
            case "stats" -> trace.load(sum, Mode.VOLATILE, 'J');
            default -> throw Library.unknown("a summary's " + name);
        };
    }

    private Object list(String name, Place elements, Object[] a) {
        if (name.equals("append")) {
            return trace.emit(Kind.APPEND, Mode.VOLATILE, elements, a[0], Op.NOTHING, 'L');
        }
        Object seen = trace.load(elements, Mode.VOLATILE, 'L');
        if (!(seen instanceof List<?> list)) {
            return Op.UNKNOWN;
        }
        return switch (name) {
            case "size" -> list.size();
            case "isEmpty" -> list.isEmpty() ? 1 : 0;
            case "get" -> Objects.requireNonNull(list.get((int) a[0]), "element");
            default -> throw Library.unknown("a list's " + name);
        };
    }

    private Object share(String name, Ref handle) {
        Ref resource = trace.heap().resource(handle);
        Place owners = at(resource, Heap.OWNERS);
        return switch (name) {
            case "get" -> {
                yield resource;
            }
            case "tryRetain" -> {
                Object done = trace.emit(Kind.TRY_ADD, Mode.VOLATILE, owners, 1, new Bounds(2, 1 << 30), 'I');
                Ref share = trace.make("dev/heddle/handle/Handle");
                trace.heap().setHidden(at(share, Heap.RESOURCE), resource);
                yield done == Op.UNKNOWN ? done : done.equals(1) ? share : Ref.NULL;
            }
            case "close" -> {
                Object before = trace.emit(Kind.ADD, Mode.VOLATILE, owners, -1, Op.NOTHING, 'I');
                if (before == Op.UNKNOWN) {
                    throw new Trace.Stop();
                }
                if (before.equals(1)) {
                    closing.close(resource);
                }
                yield Op.NOTHING;
            }
            default -> throw Library.unknown("a handle's " + name);
        };
    }
}
