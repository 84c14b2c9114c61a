/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A static method that does what an atomic update does, in two steps: it reads, then it writes, a little later.
 *
 * <p>Its arguments are those of the call that it replaces, the receiver first: a {@code VarHandle} with the coordinates
 * of the variable, an atomic, an atomic array with the index, or an updater with the object. What follows them are the
 * operands.
 */
final class TornUpdate {
    private static final Type OBJECT = Type.getType(Object.class);
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    private static final String PREFIX = "java/util/concurrent/atomic/Atomic";

    private final MethodInsnNode call;
    private final Type[] arguments;
    private final int operands;
    private final Type value;
    private final Type answer;
    private final MethodNode method;
    private final int current;

    private TornUpdate(MethodInsnNode call) {
        this.call = call;
        Type[] declared = Type.getArgumentTypes(call.desc);
        this.arguments = new Type[declared.length + 1];
        arguments[0] = Type.getObjectType(call.owner);
        System.arraycopy(declared, 0, arguments, 1, declared.length);
        this.operands = operands(call.name);
        this.answer = Type.getReturnType(call.desc);
        this.value = erased(value(call, arguments[arguments.length - 1], answer));
        this.method = new MethodNode(
                Opcodes.ACC_STATIC, "torn$" + call.name, Type.getMethodDescriptor(answer, arguments), null, null);
        this.current = Arrays.stream(arguments).mapToInt(Type::getSize).sum();
    }

    /**
     * Says whether a call is an atomic update.
     *
     * @param call a call of a {@code VarHandle} or an atomic
     * @return true if {@link #of} can tear it
     */
    static boolean tears(MethodInsnNode call) {
        String name = call.name;
        boolean known = call.owner.equals(VAR_HANDLE)
                || List.of(
                                "Integer",
                                "Long",
                                "Boolean",
                                "Reference",
                                "IntegerArray",
                                "LongArray",
                                "ReferenceArray",
                                "IntegerFieldUpdater",
                                "LongFieldUpdater",
                                "ReferenceFieldUpdater")
                        .contains(call.owner.substring(Math.min(PREFIX.length(), call.owner.length())));
        return known
                && (name.matches("(weakC|c)ompareAnd(Set|Exchange)(Plain|Volatile|Acquire|Release)?")
                        || name.matches("getAnd(Add|Set|Bitwise(Or|And|Xor))(Acquire|Release)?")
                        || name.matches("addAndGet|(increment|decrement)AndGet|getAnd(Increment|Decrement)"));
    }

    /**
     * Makes the method.
     *
     * @param call the call to replace
     * @return the method, without access flags of its own
     */
    static MethodNode of(MethodInsnNode call) {
        var torn = new TornUpdate(call);
        if (call.name.contains("ompareAnd")) {
            torn.compare();
        } else {
            torn.update();
        }
        return torn.method;
    }

    /** The type of the variable, as far as the call tells. */
    private static Type value(MethodInsnNode call, Type last, Type answer) {
        if (call.owner.startsWith(PREFIX)) {
            return element(call.owner);
        }
        // The operand of an update may be narrower than the variable; what the call answers is not.
        boolean answersValue = !call.name.contains("ompareAndSet") && answer.getSort() != Type.VOID;
        return answersValue ? answer : last;
    }

    private static int operands(String name) {
        if (name.contains("ompareAnd")) {
            return 2;
        }
        return name.contains("ncrement") || name.contains("ecrement") ? 0 : 1;
    }

    private static Type element(String owner) {
        String kind = owner.substring(PREFIX.length());
        if (kind.startsWith("Integer")) {
            return Type.INT_TYPE;
        }
        if (kind.startsWith("Long")) {
            return Type.LONG_TYPE;
        }
        return kind.startsWith("Boolean") ? Type.BOOLEAN_TYPE : OBJECT;
    }

    private static Type erased(Type type) {
        return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY ? OBJECT : type;
    }

    private void compare() {
        read();
        method.visitVarInsn(value.getOpcode(Opcodes.ISTORE), current);
        method.visitVarInsn(value.getOpcode(Opcodes.ILOAD), current);
        load(arguments.length - 2);
        var differs = new Label();
        switch (value.getSort()) {
            case Type.LONG -> {
                method.visitInsn(Opcodes.LCMP);
                method.visitJumpInsn(Opcodes.IFNE, differs);
            }
            case Type.FLOAT -> {
                method.visitInsn(Opcodes.FCMPL);
                method.visitJumpInsn(Opcodes.IFNE, differs);
            }
            case Type.DOUBLE -> {
                method.visitInsn(Opcodes.DCMPL);
                method.visitJumpInsn(Opcodes.IFNE, differs);
            }
            case Type.OBJECT -> method.visitJumpInsn(Opcodes.IF_ACMPNE, differs);
            default -> method.visitJumpInsn(Opcodes.IF_ICMPNE, differs);
        }
        write(() -> load(arguments.length - 1), arguments[arguments.length - 1]);
        answer(true);
        method.visitLabel(differs);
        method.visitFrame(Opcodes.F_APPEND, 1, new Object[] {frameType()}, 0, null);
        answer(false);
    }

    private Object frameType() {
        return switch (value.getSort()) {
            case Type.LONG -> Opcodes.LONG;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            case Type.OBJECT -> OBJECT.getInternalName();
            default -> Opcodes.INTEGER;
        };
    }

    private void answer(boolean done) {
        if (call.name.contains("ompareAndSet")) {
            method.visitInsn(done ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
            method.visitInsn(Opcodes.IRETURN);
        } else {
            answerCurrent();
        }
    }

    private void answerCurrent() {
        if (answer.getSort() != Type.VOID) {
            method.visitVarInsn(value.getOpcode(Opcodes.ILOAD), current);
            if (value.equals(OBJECT) && !answer.equals(OBJECT)) {
                method.visitTypeInsn(Opcodes.CHECKCAST, answer.getInternalName());
            }
        }
        method.visitInsn(answer.getOpcode(Opcodes.IRETURN));
    }

    private void update() {
        read();
        method.visitVarInsn(value.getOpcode(Opcodes.ISTORE), current);
        boolean answersNew = call.name.endsWith("AndGet");
        if (call.name.startsWith("getAndSet")) {
            write(() -> load(arguments.length - 1), arguments[arguments.length - 1]);
            answerCurrent();
            return;
        }
        int next = current + value.getSize();
        method.visitVarInsn(value.getOpcode(Opcodes.ILOAD), current);
        if (operands == 0) {
            method.visitInsn(value.getSort() == Type.LONG ? Opcodes.LCONST_1 : Opcodes.ICONST_1);
            method.visitInsn(value.getOpcode(call.name.contains("ncrement") ? Opcodes.IADD : Opcodes.ISUB));
        } else {
            load(arguments.length - 1);
            if (value.getSort() == Type.LONG && arguments[arguments.length - 1].getSort() != Type.LONG) {
                method.visitInsn(Opcodes.I2L);
            }
            method.visitInsn(value.getOpcode(operation()));
        }
        method.visitVarInsn(value.getOpcode(Opcodes.ISTORE), next);
        write(() -> method.visitVarInsn(value.getOpcode(Opcodes.ILOAD), next), value);
        if (answersNew) {
            method.visitVarInsn(value.getOpcode(Opcodes.ILOAD), next);
            method.visitInsn(answer.getOpcode(Opcodes.IRETURN));
        } else {
            answerCurrent();
        }
    }

    private int operation() {
        if (call.name.contains("BitwiseOr")) {
            return Opcodes.IOR;
        }
        if (call.name.contains("BitwiseAnd")) {
            return Opcodes.IAND;
        }
        return call.name.contains("BitwiseXor") ? Opcodes.IXOR : Opcodes.IADD;
    }

    private void read() {
        coordinates();
        boolean handle = call.owner.equals(VAR_HANDLE);
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                call.owner,
                handle ? "getVolatile" : "get",
                Type.getMethodDescriptor(value, handle ? place() : erasedPlace()),
                false);
    }

    private void write(Runnable operand, Type type) {
        // Whoever is interrupted here is interrupted at the worst moment; left to chance, that takes minutes to happen.
        method.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Dawdle.class), "here", "()V", false);
        coordinates();
        operand.run();
        boolean handle = call.owner.equals(VAR_HANDLE);
        Type[] place = handle ? place() : erasedPlace();
        Type[] all = Arrays.copyOf(place, place.length + 1);
        all[place.length] = handle ? type : value;
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                call.owner,
                handle ? "setVolatile" : "set",
                Type.getMethodDescriptor(Type.VOID_TYPE, all),
                false);
    }

    /** The types of what names the variable, without the receiver. */
    private Type[] place() {
        return Arrays.copyOfRange(arguments, 1, arguments.length - operands);
    }

    private Type[] erasedPlace() {
        return Arrays.stream(place()).map(TornUpdate::erased).toArray(Type[]::new);
    }

    private void coordinates() {
        for (int i = 0; i < arguments.length - operands; i++) {
            load(i);
        }
    }

    private void load(int argument) {
        int slot = 0;
        for (int i = 0; i < argument; i++) {
            slot += arguments[i].getSize();
        }
        method.visitVarInsn(arguments[argument].getOpcode(Opcodes.ILOAD), slot);
    }
}
