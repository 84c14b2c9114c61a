/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import dev.heddle.learn.model.Op.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Runs one actor from its first instruction, given the results of the operations that have been performed.
 *
 * <p>An operation whose result is not there yet gives {@link Op#UNKNOWN}; the interpreter goes on with it as far as no
 * branch and no address depends on it. Starting anew for each step keeps a thread's state as small as its list of
 * results.
 */
@SuppressWarnings("ReferenceEquality") // unknown, null and every reference are single objects, and meant
final class Interpreter {
    private static final int MOST_OPS = 60;

    private final Heap heap;
    private final boolean tears;
    private final int thread;
    private final Map<Integer, Object> results;
    private final List<Op> ops = new ArrayList<>();
    private final Map<String, Object> registers = new HashMap<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Object, Integer> turns = new HashMap<>();
    private Replay.@Nullable Loop loop;
    private int made;

    /** Ends the run at a point where it cannot go on. */
    @SuppressWarnings("serial") // never leaves this class
    private static final class Stop extends RuntimeException {
        Stop() {
            super(null, null, false, false);
        }
    }

    /** One call. */
    private static final class Frame {
        final String type;
        final MethodNode method;
        final Object[] locals;
        final Deque<Object> stack = new ArrayDeque<>();
        int line;

        Frame(String type, MethodNode method) {
            this.type = type;
            this.method = method;
            locals = new Object[method.maxLocals + 1];
            Arrays.fill(locals, 0);
        }
    }

    private Interpreter(Heap heap, boolean tears, int thread, Map<Integer, Object> results) {
        this.heap = heap;
        this.tears = tears;
        this.thread = thread;
        this.results = results;
    }

    /**
     * Replays a method.
     *
     * @param heap the objects of the body
     * @param tears whether a plain 64-bit access is two steps
     * @param thread the number of the thread
     * @param self the receiver
     * @param name the method
     * @param descriptor its parameters and result
     * @param arguments its arguments
     * @param results the results of its operations, by their position in program order
     * @return what it does
     */
    static Replay replay(
            Heap heap,
            boolean tears,
            int thread,
            Ref self,
            String name,
            String descriptor,
            List<Object> arguments,
            Map<Integer, Object> results) {
        Interpreter run = new Interpreter(heap, tears, thread, results);
        boolean finished = false;
        try {
            List<Object> all = new ArrayList<>();
            all.add(self);
            all.addAll(arguments);
            run.call(self.type(), name, descriptor, all);
            finished = true;
        } catch (Stop stop) {
            finished = false;
        }
        return new Replay(run.ops, finished, run.registers, run.loop);
    }

    /**
     * Replays the observation of a body, which finds the registers of all actors in memory.
     *
     * @param heap the objects of the body
     * @param memory what the actors left
     * @param self the body
     * @param name the method
     * @param descriptor its parameters and result
     * @param arguments its arguments
     * @param results the results of its operations
     * @return what it does
     */
    static Replay replay(
            Heap heap,
            Map<Place, Object> memory,
            Ref self,
            String name,
            String descriptor,
            List<Object> arguments,
            Map<Integer, Object> results) {
        Interpreter run = new Interpreter(heap, false, 0, results);
        memory.forEach((place, value) -> {
            if (place.owner() == self && isRegister(place.name())) {
                run.registers.put(place.name(), value);
            }
        });
        boolean finished = false;
        try {
            run.call(self.type(), name, descriptor, List.of(self, arguments.get(0)));
            finished = true;
        } catch (Stop stop) {
            finished = false;
        }
        return new Replay(run.ops, finished, run.registers, run.loop);
    }

    private static boolean isRegister(String field) {
        return field.length() == 2 && field.charAt(0) == 'r' && field.charAt(1) >= '1' && field.charAt(1) <= '9';
    }

    private Object emit(Kind kind, Mode mode, Place place, Object value, Object expected, char type) {
        Frame frame = frame();
        int number = ops.size();
        if (number >= MOST_OPS) {
            throw new Stop();
        }
        ops.add(new Op(kind, mode, place, value, expected, type, frame.type, frame.line));
        return results.getOrDefault(number, Op.UNKNOWN);
    }

    private Frame frame() {
        return Objects.requireNonNull(frames.peek(), "frame");
    }

    private Ref ref(Object value) {
        if (value == Op.UNKNOWN || value == Ref.NULL) {
            throw new Stop();
        }
        return (Ref) value;
    }

    private Object load(Place place, Mode mode, char type) {
        if (tears && type == 'J' && mode == Mode.PLAIN) {
            Object low = emit(Kind.LOAD, mode, new Place(place.owner(), place.name(), 1), Op.NOTHING, Op.NOTHING, type);
            Object high =
                    emit(Kind.LOAD, mode, new Place(place.owner(), place.name(), 2), Op.NOTHING, Op.NOTHING, type);
            return low == Op.UNKNOWN || high == Op.UNKNOWN
                    ? Op.UNKNOWN
                    : ((long) high << 32) | ((long) low & 0xFFFFFFFFL);
        }
        return emit(Kind.LOAD, mode, place, Op.NOTHING, Op.NOTHING, type);
    }

    private void store(Place place, Mode mode, char type, Object value) {
        if (tears && type == 'J' && mode == Mode.PLAIN) {
            boolean known = value != Op.UNKNOWN;
            Object low = known ? (Object) ((long) value & 0xFFFFFFFFL) : Op.UNKNOWN;
            Object high = known ? (Object) ((long) value >> 32) : Op.UNKNOWN;
            emit(Kind.STORE, mode, new Place(place.owner(), place.name(), 1), low, Op.NOTHING, type);
            emit(Kind.STORE, mode, new Place(place.owner(), place.name(), 2), high, Op.NOTHING, type);
        } else {
            emit(Kind.STORE, mode, place, value, Op.NOTHING, type);
        }
    }

    private static Place at(Ref owner, Object name) {
        return new Place(owner, String.valueOf(name), 0);
    }

    private Object call(String type, String name, String descriptor, List<Object> arguments) {
        MethodNode method = Code.method(type, name, descriptor);
        if (method == null) {
            throw new UnsupportedOperationException(
                    "the enumerator does not know " + type.replace('/', '.') + "." + name);
        }
        Frame frame = new Frame(type, method);
        int slot = 0;
        Type[] types = Type.getArgumentTypes(descriptor);
        int shift = arguments.size() - types.length;
        for (int i = 0; i < arguments.size(); i++) {
            frame.locals[slot] = arguments.get(i);
            slot += i < shift ? 1 : types[i - shift].getSize();
        }
        frames.push(frame);
        boolean locks = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
        frame.line = firstLine(method);
        if (locks) {
            emit(Kind.LOCK, Mode.VOLATILE, at((Ref) arguments.get(0), "lock"), Op.NOTHING, Op.NOTHING, 'I');
        }
        Object result = run(frame);
        if (locks) {
            emit(Kind.UNLOCK, Mode.VOLATILE, at((Ref) arguments.get(0), "lock"), Op.NOTHING, Op.NOTHING, 'I');
        }
        if (name.equals("<init>") && !Code.frozen(type).isEmpty()) {
            emit(Kind.FENCE, Mode.FENCE_STORES, at((Ref) arguments.get(0), "freeze"), Op.NOTHING, Op.NOTHING, 'I');
        }
        frames.pop();
        return result;
    }

    private static int firstLine(MethodNode method) {
        for (AbstractInsnNode at = method.instructions.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof LineNumberNode line) {
                return line.line;
            }
        }
        return 0;
    }

    private Object run(Frame f) {
        AbstractInsnNode at = f.method.instructions.getFirst();
        while (true) {
            if (at == null) {
                return Op.NOTHING;
            }
            AbstractInsnNode next = at.getNext();
            if (at instanceof LineNumberNode line) {
                f.line = line.line;
            } else if (at instanceof JumpInsnNode jump) {
                if (jumps(f, jump.getOpcode())) {
                    next = jump.label;
                    if (f.method.instructions.indexOf(jump.label) < f.method.instructions.indexOf(at)) {
                        turn(jump.label);
                    }
                }
            } else if (at.getOpcode() >= Opcodes.IRETURN && at.getOpcode() <= Opcodes.ARETURN) {
                return f.stack.pop();
            } else if (at.getOpcode() == Opcodes.RETURN) {
                return Op.NOTHING;
            } else if (at.getOpcode() >= 0) {
                step(f, at);
            }
            at = next;
        }
    }

    /** Notes a jump backwards; a second one in the same state has led nowhere. */
    private void turn(LabelNode target) {
        List<Object> state = new ArrayList<>();
        state.add(target);
        state.add(new HashMap<>(registers));
        for (Frame frame : frames) {
            state.add(frame.method);
            state.add(Arrays.asList(frame.locals.clone()));
            state.add(new ArrayList<>(frame.stack));
        }
        Integer before = turns.putIfAbsent(state, ops.size());
        if (before != null && before < ops.size()) {
            loop = new Replay.Loop(before, ops.size());
            throw new Stop();
        }
    }

    private boolean jumps(Frame f, int opcode) {
        if (opcode == Opcodes.GOTO) {
            return true;
        }
        boolean two = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
        Object b = two ? f.stack.pop() : Op.NOTHING;
        Object a = f.stack.pop();
        if (a == Op.UNKNOWN || b == Op.UNKNOWN) {
            throw new Stop();
        }
        return switch (opcode) {
            case Opcodes.IFNULL -> a == Ref.NULL;
            case Opcodes.IFNONNULL -> a != Ref.NULL;
            case Opcodes.IF_ACMPEQ -> a == b;
            case Opcodes.IF_ACMPNE -> a != b;
            case Opcodes.IFEQ -> (int) a == 0;
            case Opcodes.IFNE -> (int) a != 0;
            case Opcodes.IFLT -> (int) a < 0;
            case Opcodes.IFGE -> (int) a >= 0;
            case Opcodes.IFGT -> (int) a > 0;
            case Opcodes.IFLE -> (int) a <= 0;
            case Opcodes.IF_ICMPEQ -> (int) a == (int) b;
            case Opcodes.IF_ICMPNE -> (int) a != (int) b;
            case Opcodes.IF_ICMPLT -> (int) a < (int) b;
            case Opcodes.IF_ICMPGE -> (int) a >= (int) b;
            case Opcodes.IF_ICMPGT -> (int) a > (int) b;
            case Opcodes.IF_ICMPLE -> (int) a <= (int) b;
            default -> throw new UnsupportedOperationException("jump " + opcode);
        };
    }

    private void step(Frame f, AbstractInsnNode at) {
        Deque<Object> stack = f.stack;
        int opcode = at.getOpcode();
        switch (at) {
            case VarInsnNode variable -> {
                if (opcode <= Opcodes.ALOAD) {
                    stack.push(f.locals[variable.var]);
                } else {
                    f.locals[variable.var] = stack.pop();
                }
            }
            case IincInsnNode increment -> f.locals[increment.var] = (int) f.locals[increment.var] + increment.incr;
            case IntInsnNode constant when opcode != Opcodes.NEWARRAY -> stack.push(constant.operand);
            case LdcInsnNode constant -> stack.push(heap.value(constant.cst));
            case TypeInsnNode type -> {
                if (opcode == Opcodes.NEW) {
                    stack.push(heap.made(thread, made++, type.desc));
                } else if (opcode != Opcodes.CHECKCAST) {
                    throw new UnsupportedOperationException("instruction " + opcode);
                }
            }
            case FieldInsnNode field -> field(stack, field);
            case MethodInsnNode method -> method(stack, method);
            case InvokeDynamicInsnNode dynamic -> {
                for (int i = Type.getArgumentTypes(dynamic.desc).length; i > 0; i--) {
                    stack.pop();
                }
                stack.push(heap.made(thread, made++, "lambda"));
            }
            default -> simple(stack, opcode);
        }
    }

    private void simple(Deque<Object> stack, int opcode) {
        switch (opcode) {
            case Opcodes.NOP -> {}
            case Opcodes.ACONST_NULL -> stack.push(Ref.NULL);
            case Opcodes.ICONST_M1,
                    Opcodes.ICONST_0,
                    Opcodes.ICONST_1,
                    Opcodes.ICONST_2,
                    Opcodes.ICONST_3,
                    Opcodes.ICONST_4,
                    Opcodes.ICONST_5 -> stack.push(opcode - Opcodes.ICONST_0);
            case Opcodes.LCONST_0, Opcodes.LCONST_1 -> stack.push((long) (opcode - Opcodes.LCONST_0));
            case Opcodes.POP, Opcodes.POP2 -> stack.pop();
            case Opcodes.DUP -> stack.push(Objects.requireNonNull(stack.peek()));
            case Opcodes.DUP_X1 -> {
                Object a = stack.pop();
                Object b = stack.pop();
                stack.push(a);
                stack.push(b);
                stack.push(a);
            }
            case Opcodes.IALOAD, Opcodes.LALOAD, Opcodes.AALOAD -> {
                Object index = stack.pop();
                Ref array = ref(stack.pop());
                stack.push(load(at(array, index), Mode.PLAIN, arrayType(opcode - Opcodes.IALOAD)));
            }
            case Opcodes.IASTORE, Opcodes.LASTORE, Opcodes.AASTORE -> {
                Object value = stack.pop();
                Object index = stack.pop();
                Ref array = ref(stack.pop());
                store(at(array, index), Mode.PLAIN, arrayType(opcode - Opcodes.IASTORE), value);
            }
            case Opcodes.MONITORENTER ->
                emit(Kind.LOCK, Mode.VOLATILE, at(ref(stack.pop()), "lock"), Op.NOTHING, Op.NOTHING, 'I');
            case Opcodes.MONITOREXIT ->
                emit(Kind.UNLOCK, Mode.VOLATILE, at(ref(stack.pop()), "lock"), Op.NOTHING, Op.NOTHING, 'I');
            case Opcodes.I2L -> unary(stack, a -> (long) (int) a);
            case Opcodes.L2I -> unary(stack, a -> (int) (long) a);
            case Opcodes.INEG -> unary(stack, a -> -(int) a);
            case Opcodes.IADD -> binary(stack, (a, b) -> (int) a + (int) b);
            case Opcodes.ISUB -> binary(stack, (a, b) -> (int) a - (int) b);
            case Opcodes.IMUL -> binary(stack, (a, b) -> (int) a * (int) b);
            case Opcodes.IAND -> binary(stack, (a, b) -> (int) a & (int) b);
            case Opcodes.IOR -> binary(stack, (a, b) -> (int) a | (int) b);
            case Opcodes.ISHL -> binary(stack, (a, b) -> (int) a << (int) b);
            case Opcodes.ISHR -> binary(stack, (a, b) -> (int) a >> (int) b);
            case Opcodes.LADD -> binary(stack, (a, b) -> (long) a + (long) b);
            case Opcodes.LAND -> binary(stack, (a, b) -> (long) a & (long) b);
            case Opcodes.LOR -> binary(stack, (a, b) -> (long) a | (long) b);
            case Opcodes.LSHL -> binary(stack, (a, b) -> (long) a << (int) b);
            case Opcodes.LCMP -> binary(stack, (a, b) -> Long.compare((long) a, (long) b));
            default -> throw new UnsupportedOperationException("instruction " + opcode);
        }
    }

    private static char arrayType(int kind) {
        return kind == 0 ? 'I' : kind == 1 ? 'J' : 'L';
    }

    private static void unary(Deque<Object> stack, java.util.function.UnaryOperator<Object> f) {
        Object a = stack.pop();
        stack.push(a == Op.UNKNOWN ? a : f.apply(a));
    }

    private static void binary(Deque<Object> stack, java.util.function.BinaryOperator<Object> f) {
        Object b = stack.pop();
        Object a = stack.pop();
        stack.push(a == Op.UNKNOWN || b == Op.UNKNOWN ? Op.UNKNOWN : f.apply(a, b));
    }

    private void field(Deque<Object> stack, FieldInsnNode insn) {
        FieldNode field = Code.field(insn.owner, insn.name);
        int access = field == null ? 0 : field.access;
        char type = Type.getType(insn.desc).getSort() >= Type.ARRAY ? 'L' : insn.desc.charAt(0);
        Mode mode = (access & Opcodes.ACC_VOLATILE) != 0 ? Mode.VOLATILE : Mode.PLAIN;
        boolean register = isRegister(insn.name) && insn.owner.startsWith(Code.OURS);
        switch (insn.getOpcode()) {
            case Opcodes.GETSTATIC -> stack.push(constant(insn));
            case Opcodes.GETFIELD -> {
                Ref owner = ref(stack.pop());
                if (register) {
                    Op zero = new Op(Kind.LOAD, mode, at(owner, ""), Op.NOTHING, Op.NOTHING, type, "", 0);
                    stack.push(registers.getOrDefault(insn.name, zero.zero() == null ? Ref.NULL : zero.zero()));
                } else if ((access & Opcodes.ACC_FINAL) != 0 && owner.real() != null) {
                    // Set by the body's constructor, before the actors start.
                    stack.push(heap.initial(
                            at(owner, insn.name), new Op(Kind.LOAD, mode, at(owner, ""), "", "", type, "", 0)));
                } else if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
                    stack.push(heap.hidden(at(owner, insn.name)));
                } else {
                    stack.push(load(at(owner, insn.name), mode, type));
                }
            }
            case Opcodes.PUTFIELD -> {
                Object value = stack.pop();
                Ref owner = ref(stack.pop());
                if (register) {
                    registers.put(insn.name, value);
                } else if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
                    heap.setHidden(at(owner, insn.name), value);
                } else {
                    store(at(owner, insn.name), mode, type, value);
                }
            }
            default -> throw new UnsupportedOperationException("a static field is written: " + insn.name);
        }
    }

    private Ref constant(FieldInsnNode insn) {
        try {
            var field = Class.forName(insn.owner.replace('/', '.')).getDeclaredField(insn.name);
            field.setAccessible(true);
            return heap.of(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constant '" + insn.name + "' cannot be read", e);
        }
    }

    private void method(Deque<Object> stack, MethodInsnNode insn) {
        Type[] types = Type.getArgumentTypes(insn.desc);
        Object[] arguments = new Object[types.length];
        for (int i = types.length - 1; i >= 0; i--) {
            arguments[i] = stack.pop();
        }
        Object self = insn.getOpcode() == Opcodes.INVOKESTATIC ? Ref.NULL : stack.pop();
        Object result;
        if (insn.owner.startsWith(Code.OURS) && Code.method(insn.owner, insn.name, insn.desc) != null) {
            List<Object> all = new ArrayList<>();
            if (insn.getOpcode() != Opcodes.INVOKESTATIC) {
                all.add(ref(self));
            }
            all.addAll(List.of(arguments));
            String type = insn.getOpcode() == Opcodes.INVOKEVIRTUAL ? ref(self).type() : insn.owner;
            result = call(type, insn.name, insn.desc, all);
        } else {
            result = library(insn, self, arguments, types);
        }
        if (Type.getReturnType(insn.desc) != Type.VOID_TYPE) {
            stack.push(result);
        }
    }

    private Object library(MethodInsnNode insn, Object self, Object[] arguments, Type[] types) {
        String owner = insn.owner.substring(insn.owner.lastIndexOf('/') + 1);
        String call = owner + "." + insn.name;
        return switch (owner) {
            case "VarHandle" -> handle(insn.name, self, arguments);
            case "AtomicInteger", "AtomicLong" ->
                number(insn.name, at(ref(self), "value"), arguments, owner.equals("AtomicLong") ? 'J' : 'I');
            case "AtomicReference" -> number(insn.name, at(ref(self), "value"), arguments, 'L');
            case "AtomicIntegerArray" -> {
                Place place = at(ref(self), arguments[0]);
                yield number(insn.name, place, Arrays.copyOfRange(arguments, 1, arguments.length), 'I');
            }
            case "AtomicStampedReference" -> stamped(insn.name, at(ref(self), "pair"), arguments);
            case "LongAdder" ->
                insn.name.equals("increment")
                        ? emit(Kind.ADD, Mode.VOLATILE, at(ref(self), "sum"), 1, Op.NOTHING, 'I')
                        : load(at(ref(self), "sum"), Mode.VOLATILE, 'I');
            case "ConcurrentHashMap" -> map(insn.name, self, arguments);
            default ->
                switch (call) {
                    case "Object.<init>", "Thread.<init>", "Thread.onSpinWait", "Objects.requireNonNull" -> Op.NOTHING;
                    case "Object.notifyAll", "Object.notify" ->
                        emit(Kind.NOTIFY, Mode.VOLATILE, at(ref(self), "lock"), Op.NOTHING, Op.NOTHING, 'I');
                    case "Thread.start", "Child.start" ->
                        emit(Kind.START, Mode.VOLATILE, at(ref(self), "thread"), Op.NOTHING, Op.NOTHING, 'I');
                    case "Waits.join" ->
                        emit(Kind.JOIN, Mode.VOLATILE, at(ref(arguments[0]), "thread"), Op.NOTHING, Op.NOTHING, 'I');
                    case "Waits.on" -> {
                        boolean latch = types[0].getClassName().endsWith("CountDownLatch");
                        yield emit(
                                latch ? Kind.AWAIT : Kind.WAIT,
                                Mode.VOLATILE,
                                at(ref(arguments[0]), latch ? "count" : "lock"),
                                Op.NOTHING,
                                Op.NOTHING,
                                'I');
                    }
                    case "CountDownLatch.countDown" ->
                        emit(Kind.COUNT_DOWN, Mode.VOLATILE, at(ref(self), "count"), Op.NOTHING, Op.NOTHING, 'I');
                    case "Thread.currentThread" -> heap.made(thread, -1, "thread");
                    case "Waits.park" ->
                        emit(
                                Kind.PARK,
                                Mode.VOLATILE,
                                at(heap.made(thread, -1, "thread"), "permit"),
                                Op.NOTHING,
                                Op.NOTHING,
                                'I');
                    case "LockSupport.unpark" -> {
                        if (arguments[0] == Op.UNKNOWN) {
                            throw new Stop();
                        }
                        Ref target = (Ref) arguments[0];
                        yield emit(Kind.UNPARK, Mode.VOLATILE, at(target, "permit"), Op.NOTHING, Op.NOTHING, 'I');
                    }
                    default -> throw new UnsupportedOperationException("the enumerator does not know " + call);
                };
        };
    }

    private Object number(String name, Place place, Object[] a, char type) {
        Mode v = Mode.VOLATILE;
        return switch (name) {
            case "get", "intValue" -> load(place, v, type);
            case "set" -> {
                store(place, v, type, a[0]);
                yield Op.NOTHING;
            }
            case "getAndIncrement" -> emit(Kind.ADD, v, place, 1, Op.NOTHING, type);
            case "getAndAdd" -> emit(Kind.ADD, v, place, a[0], Op.NOTHING, type);
            case "decrementAndGet" -> {
                Object before = emit(Kind.ADD, v, place, -1, Op.NOTHING, type);
                yield before == Op.UNKNOWN ? before : (int) before - 1;
            }
            case "getAndSet" -> emit(Kind.SWAP, v, place, a[0], Op.NOTHING, type);
            case "compareAndSet" -> emit(Kind.CAS, v, place, a[1], a[0], type);
            default -> throw new UnsupportedOperationException("the enumerator does not know " + name);
        };
    }

    private Object stamped(String name, Place place, Object[] a) {
        if (name.equals("compareAndSet")) {
            boolean known = a[0] != Op.UNKNOWN && a[1] != Op.UNKNOWN && a[2] != Op.UNKNOWN && a[3] != Op.UNKNOWN;
            Object expected = known ? new Heap.Stamped(a[0], a[2]) : Op.UNKNOWN;
            return emit(Kind.CAS, Mode.VOLATILE, place, new Heap.Stamped(a[1], a[3]), expected, 'L');
        }
        Object pair = load(place, Mode.VOLATILE, 'L');
        if (pair instanceof Heap.Stamped both) {
            return name.equals("getStamp") ? both.stamp() : both.reference();
        }
        return Op.UNKNOWN;
    }

    private Object map(String name, Object self, Object[] a) {
        Place place = at(ref(self), "entry");
        return switch (name) {
            case "get" -> load(place, Mode.VOLATILE, 'L');
            case "put" -> emit(Kind.SWAP, Mode.VOLATILE, place, a[1], Op.NOTHING, 'L');
            case "computeIfAbsent" ->
                emit(Kind.COMPUTE, Mode.VOLATILE, place, heap.made(thread, made++, "value"), Op.NOTHING, 'L');
            default -> throw new UnsupportedOperationException("the enumerator does not know a map's " + name);
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
            emit(Kind.FENCE, mode, at(Ref.NULL, "fence"), Op.NOTHING, Op.NOTHING, 'I');
            return Op.NOTHING;
        }
        var handle =
                (java.lang.invoke.VarHandle) Objects.requireNonNull(ref(self).real(), "handle");
        if (handle.coordinateTypes().get(0) == byte[].class) {
            throw new UnsupportedOperationException("the enumerator does not know views on byte arrays");
        }
        boolean array = handle.coordinateTypes().get(0).isArray();
        Ref owner = ref(a[0]);
        Object field = array ? a[1] : handle.describeConstable().orElseThrow().constantName();
        Object[] rest = Arrays.copyOfRange(a, array ? 2 : 1, a.length);
        char type = handle.varType() == long.class ? 'J' : handle.varType().isPrimitive() ? 'I' : 'L';
        Place place = at(owner, field);
        Mode mode = mode(name);
        if (name.startsWith("getAndAdd")) {
            return emit(Kind.ADD, Mode.VOLATILE, place, rest[0], Op.NOTHING, type);
        } else if (name.startsWith("compareAndSet")) {
            return emit(Kind.CAS, Mode.VOLATILE, place, rest[1], rest[0], type);
        } else if (name.startsWith("get")) {
            return load(place, mode, type);
        } else if (name.startsWith("set")) {
            store(place, mode, type, rest[0]);
            return Op.NOTHING;
        }
        throw new UnsupportedOperationException("the enumerator does not know " + name);
    }

    private static Mode mode(String name) {
        if (name.endsWith("Opaque")) {
            return Mode.OPAQUE;
        } else if (name.endsWith("Acquire") || name.endsWith("Release")) {
            return Mode.ORDERED;
        }
        return name.equals("get") || name.equals("set") ? Mode.PLAIN : Mode.VOLATILE;
    }
}
