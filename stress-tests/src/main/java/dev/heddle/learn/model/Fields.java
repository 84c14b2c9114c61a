/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import static dev.heddle.learn.model.Trace.at;
import static dev.heddle.learn.model.Trace.ref;

import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import java.lang.reflect.Field;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** The fields of a body: those that the actors share, and the registers, which each actor has for itself. */
final class Fields {
    private final Trace trace;
    private final Map<String, Object> registers = new HashMap<>();

    Fields(Trace trace) {
        this.trace = trace;
    }

    Map<String, Object> registers() {
        return registers;
    }

    /** Sets a register, if the field of that name is one. */
    void setRegister(String name, Object value) {
        if (isRegister(name)) {
            registers.put(name, value);
        }
    }

    /**
     * Reads or writes a field.
     *
     * @param stack the operands
     * @param insn which field, and how
     */
    void access(Deque<Object> stack, FieldInsnNode insn) {
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
                    stack.push(trace.heap()
                            .initial(
                                    at(owner, insn.name), new Op(Kind.LOAD, mode, at(owner, ""), "", "", type, "", 0)));
                } else if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
                    stack.push(trace.heap().hidden(at(owner, insn.name)));
                } else {
                    stack.push(trace.load(at(owner, insn.name), mode, type));
                }
            }
            case Opcodes.PUTFIELD -> {
                Object value = stack.pop();
                Ref owner = ref(stack.pop());
                if (register) {
                    registers.put(insn.name, value);
                } else if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
                    trace.heap().setHidden(at(owner, insn.name), value);
                } else {
                    trace.store(at(owner, insn.name), mode, type, value);
                }
            }
            default -> throw new UnsupportedOperationException("a static field is written: " + insn.name);
        }
    }

    private Ref constant(FieldInsnNode insn) {
        try {
            Field field = Class.forName(insn.owner.replace('/', '.')).getDeclaredField(insn.name);
            field.setAccessible(true);
            return trace.heap().of(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constant '" + insn.name + "' cannot be read", e);
        }
    }

    private static boolean isRegister(String field) {
        return field.length() == 2 && field.charAt(0) == 'r' && field.charAt(1) >= '1' && field.charAt(1) <= '9';
    }
}
