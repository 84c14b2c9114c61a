/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import static dev.heddle.learn.model.Trace.at;
import static dev.heddle.learn.model.Trace.ref;

import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import dev.heddle.learn.model.Op.Place;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** What the classes of the JDK do that a body may call: each call is one step, and is known by its name. */
@SuppressWarnings("ReferenceEquality") // unknown, null and every reference are single objects, and meant
final class Library {
    private final Trace trace;

    Library(Trace trace) {
        this.trace = trace;
    }

    /**
     * Performs a call.
     *
     * @param insn which one
     * @param self the receiver, null's reference for a static method
     * @param arguments its arguments
     * @return its result, unknown as long as it has not been performed
     */
    Object call(MethodInsnNode insn, Object self, Object[] arguments) {
        String owner = insn.owner.substring(insn.owner.lastIndexOf('/') + 1);
        return switch (owner) {
            case "VarHandle" -> handle(insn.name, self, arguments);
            case "AtomicInteger", "AtomicLong" ->
                atomic(insn.name, at(ref(self), "value"), arguments, owner.equals("AtomicLong") ? 'J' : 'I');
            case "AtomicReference" -> atomic(insn.name, at(ref(self), "value"), arguments, 'L');
            case "AtomicIntegerArray" -> {
                Place place = at(ref(self), arguments[0]);
                yield atomic(insn.name, place, Arrays.copyOfRange(arguments, 1, arguments.length), 'I');
            }
            case "AtomicStampedReference" -> stamped(insn.name, at(ref(self), "pair"), arguments);
            case "LongAdder" ->
                insn.name.equals("increment")
                        ? trace.emit(Kind.ADD, Mode.VOLATILE, at(ref(self), "sum"), 1, Op.NOTHING, 'I')
                        : trace.load(at(ref(self), "sum"), Mode.VOLATILE, 'I');
            case "ConcurrentHashMap" -> map(insn.name, self, arguments);
            default -> thread(owner + "." + insn.name, insn.desc, self, arguments);
        };
    }

    /** Calls that wait for another thread or let it go on, and those that do nothing here. */
    private Object thread(String call, String descriptor, Object self, Object[] arguments) {
        return switch (call) {
            case "Object.<init>", "Thread.<init>", "Thread.onSpinWait", "Objects.requireNonNull" -> Op.NOTHING;
            case "Integer.valueOf", "Long.valueOf" -> arguments[0];
            case "Integer.intValue", "Long.longValue" -> self;
            case "Object.notifyAll", "Object.notify" -> trace.emit(Kind.NOTIFY, at(ref(self), "lock"));
            case "Thread.start", "Child.start" -> trace.emit(Kind.START, at(ref(self), "thread"));
            case "Waits.join" -> trace.emit(Kind.JOIN, at(ref(arguments[0]), "thread"));
            case "Waits.on" ->
                Type.getArgumentTypes(descriptor)[0].getClassName().endsWith("CountDownLatch")
                        ? trace.emit(Kind.AWAIT, at(ref(arguments[0]), "count"))
                        : trace.emit(Kind.WAIT, at(ref(arguments[0]), "lock"));
            case "CountDownLatch.countDown" -> trace.emit(Kind.COUNT_DOWN, at(ref(self), "count"));
            case "Thread.currentThread" -> trace.currentThread();
            case "Waits.park" -> trace.emit(Kind.PARK, at(trace.currentThread(), "permit"));
            case "LockSupport.unpark" -> {
                if (arguments[0] == Op.UNKNOWN) {
                    throw new Trace.Stop();
                }
                yield trace.emit(Kind.UNPARK, at((Ref) arguments[0], "permit"));
            }
            default -> throw unknown(call);
        };
    }

    private Object atomic(String name, Place place, Object[] a, char type) {
        Mode v = Mode.VOLATILE;
        return switch (name) {
            case "get", "intValue" -> trace.load(place, v, type);
            case "set" -> {
                trace.store(place, v, type, a[0]);
                yield Op.NOTHING;
            }
            case "getAndIncrement" -> trace.emit(Kind.ADD, v, place, 1, Op.NOTHING, type);
            case "getAndAdd" -> trace.emit(Kind.ADD, v, place, a[0], Op.NOTHING, type);
            case "decrementAndGet" -> {
                Object before = trace.emit(Kind.ADD, v, place, -1, Op.NOTHING, type);
                yield before == Op.UNKNOWN ? before : (int) before - 1;
            }
            case "getAndSet" -> trace.emit(Kind.SWAP, v, place, a[0], Op.NOTHING, type);
            case "compareAndSet" -> trace.emit(Kind.CAS, v, place, a[1], a[0], type);
            default -> throw unknown(name);
        };
    }

    private Object stamped(String name, Place place, Object[] a) {
        if (name.equals("compareAndSet")) {
            boolean known = a[0] != Op.UNKNOWN && a[1] != Op.UNKNOWN && a[2] != Op.UNKNOWN && a[3] != Op.UNKNOWN;
            Object expected = known ? new Heap.Stamped(a[0], a[2]) : Op.UNKNOWN;
            return trace.emit(Kind.CAS, Mode.VOLATILE, place, new Heap.Stamped(a[1], a[3]), expected, 'L');
        }
        Object pair = trace.load(place, Mode.VOLATILE, 'L');
        if (pair instanceof Heap.Stamped both) {
            return name.equals("getStamp") ? both.stamp() : both.reference();
        }
        return Op.UNKNOWN;
    }

    private Object map(String name, Object self, Object[] a) {
        Place place = at(ref(self), "entry");
        return switch (name) {
            case "get" -> trace.load(place, Mode.VOLATILE, 'L');
            case "put" -> trace.emit(Kind.SWAP, Mode.VOLATILE, place, a[1], Op.NOTHING, 'L');
            case "computeIfAbsent" ->
                trace.emit(Kind.COMPUTE, Mode.VOLATILE, place, trace.make("value"), Op.NOTHING, 'L');
            default -> throw unknown("a map's " + name);
        };
    }

    private Object handle(String name, Object self, Object[] a) {
        if (name.endsWith("Fence")) {
            Mode mode = switch (name) {
                case "fullFence" -> Mode.FENCE_FULL;
                case "acquireFence" -> Mode.FENCE_ACQUIRE;
                case "releaseFence" -> Mode.FENCE_RELEASE;
                default -> Mode.FENCE_STORES;
            };
            trace.fence(mode, at(Ref.NULL, "fence"));
            return Op.NOTHING;
        }
        VarHandle handle = (VarHandle) Objects.requireNonNull(ref(self).real(), "handle");
        if (handle.coordinateTypes().get(0) == byte[].class) {
            throw unknown("views on byte arrays");
        }
        boolean array = handle.coordinateTypes().get(0).isArray();
        Ref owner = ref(a[0]);
        Object field = array ? a[1] : handle.describeConstable().orElseThrow().constantName();
        Object[] rest = Arrays.copyOfRange(a, array ? 2 : 1, a.length);
        char type = handle.varType() == long.class ? 'J' : handle.varType().isPrimitive() ? 'I' : 'L';
        Place place = at(owner, field);
        if (name.startsWith("getAndAdd")) {
            return trace.emit(Kind.ADD, Mode.VOLATILE, place, rest[0], Op.NOTHING, type);
        } else if (name.startsWith("compareAndSet")) {
            return trace.emit(Kind.CAS, Mode.VOLATILE, place, rest[1], rest[0], type);
        } else if (name.startsWith("get")) {
            return trace.load(place, mode(name), type);
        } else if (name.startsWith("set")) {
            trace.store(place, mode(name), type, rest[0]);
            return Op.NOTHING;
        }
        throw unknown(name);
    }

    private static Mode mode(String name) {
        if (name.endsWith("Opaque")) {
            return Mode.OPAQUE;
        } else if (name.endsWith("Acquire") || name.endsWith("Release")) {
            return Mode.ORDERED;
        }
        return name.equals("get") || name.equals("set") ? Mode.PLAIN : Mode.VOLATILE;
    }

    static UnsupportedOperationException unknown(String what) {
        return new UnsupportedOperationException("the enumerator does not know " + what);
    }
}
