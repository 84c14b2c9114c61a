/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import java.util.Deque;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.objectweb.asm.Opcodes;

/** The instructions that touch nothing but the operand stack: constants, copies, numbers. */
@SuppressWarnings("ReferenceEquality") // unknown is a single object, and meant
final class Arithmetic {
    private Arithmetic() {}

    /**
     * Executes an instruction; a number that is not known makes what is computed from it unknown.
     *
     * @param stack the operands
     * @param opcode the instruction
     */
    static void step(Deque<Object> stack, int opcode) {
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

    private static void unary(Deque<Object> stack, UnaryOperator<Object> f) {
        Object a = stack.pop();
        stack.push(a == Op.UNKNOWN ? a : f.apply(a));
    }

    private static void binary(Deque<Object> stack, BinaryOperator<Object> f) {
        Object b = stack.pop();
        Object a = stack.pop();
        stack.push(a == Op.UNKNOWN || b == Op.UNKNOWN ? Op.UNKNOWN : f.apply(a, b));
    }
}
