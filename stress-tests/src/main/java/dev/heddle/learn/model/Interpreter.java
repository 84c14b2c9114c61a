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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
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
    private final Heap heap;
    private final Trace trace;
    private final Fields fields;
    private final Library library;
    private final Blocks blocks;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Object, Integer> turns = new HashMap<>();
    private Replay.@Nullable Loop loop;

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
        trace = new Trace(heap, tears, thread, results);
        fields = new Fields(trace);
        library = new Library(trace);
        blocks = new Blocks(trace, resource -> call(resource.type(), "close", "()V", List.of(resource)));
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
        } catch (Trace.Stop stop) {
            finished = false;
        }
        return new Replay(run.trace.ops(), finished, run.fields.registers(), run.loop);
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
            if (place.owner() == self) {
                run.fields.setRegister(place.name(), value);
            }
        });
        boolean finished = false;
        try {
            run.call(self.type(), name, descriptor, List.of(self, arguments.get(0)));
            finished = true;
        } catch (Trace.Stop stop) {
            finished = false;
        }
        return new Replay(run.trace.ops(), finished, run.fields.registers(), run.loop);
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
        trace.at(type, frame.line);
        if (locks) {
            trace.emit(Kind.LOCK, at((Ref) arguments.get(0), "lock"));
        }
        Object result = run(frame);
        if (locks) {
            trace.emit(Kind.UNLOCK, at((Ref) arguments.get(0), "lock"));
        }
        if (name.equals("<init>") && !Code.frozen(type).isEmpty()) {
            trace.fence(Mode.FENCE_STORES, at((Ref) arguments.get(0), "freeze"));
        }
        frames.pop();
        Frame caller = frames.peek();
        if (caller != null) {
            trace.at(caller.type, caller.line);
        }
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
                trace.at(f.type, f.line);
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
        state.add(new HashMap<>(fields.registers()));
        for (Frame frame : frames) {
            state.add(frame.method);
            state.add(Arrays.asList(frame.locals.clone()));
            state.add(new ArrayList<>(frame.stack));
        }
        Integer before = turns.putIfAbsent(state, trace.ops().size());
        if (before != null && before < trace.ops().size()) {
            loop = new Replay.Loop(before, trace.ops().size());
            throw new Trace.Stop();
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
            throw new Trace.Stop();
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
                    stack.push(trace.make(type.desc));
                } else if (opcode != Opcodes.CHECKCAST) {
                    throw new UnsupportedOperationException("instruction " + opcode);
                }
            }
            case FieldInsnNode field -> fields.access(stack, field);
            case MethodInsnNode method -> method(stack, method);
            case InvokeDynamicInsnNode dynamic -> {
                for (int i = Type.getArgumentTypes(dynamic.desc).length; i > 0; i--) {
                    stack.pop();
                }
                stack.push(trace.make("lambda"));
            }
            default -> other(stack, opcode);
        }
    }

    private void other(Deque<Object> stack, int opcode) {
        switch (opcode) {
            case Opcodes.IALOAD, Opcodes.LALOAD, Opcodes.AALOAD -> {
                Object index = stack.pop();
                Ref array = ref(stack.pop());
                stack.push(trace.load(at(array, index), Mode.PLAIN, arrayType(opcode - Opcodes.IALOAD)));
            }
            case Opcodes.IASTORE, Opcodes.LASTORE, Opcodes.AASTORE -> {
                Object value = stack.pop();
                Object index = stack.pop();
                Ref array = ref(stack.pop());
                trace.store(at(array, index), Mode.PLAIN, arrayType(opcode - Opcodes.IASTORE), value);
            }
            case Opcodes.MONITORENTER -> trace.emit(Kind.LOCK, at(ref(stack.pop()), "lock"));
            case Opcodes.MONITOREXIT -> trace.emit(Kind.UNLOCK, at(ref(stack.pop()), "lock"));
            default -> Arithmetic.step(stack, opcode);
        }
    }

    private static char arrayType(int kind) {
        return kind == 0 ? 'I' : kind == 1 ? 'J' : 'L';
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
            result = insn.owner.startsWith(Blocks.HEDDLE) && !insn.owner.startsWith(Code.GUIDE)
                    ? blocks.call(insn, self, arguments)
                    : library.call(insn, self, arguments);
        }
        if (Type.getReturnType(insn.desc) != Type.VOID_TYPE) {
            stack.push(result);
        }
    }
}
