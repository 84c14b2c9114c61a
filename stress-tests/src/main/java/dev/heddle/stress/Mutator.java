/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_NATIVE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ACC_VOLATILE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes the mutants of a class: every place that orders or joins threads, weakened one at a time. */
final class Mutator {
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    private static final String ATOMIC = "java/util/concurrent/atomic/Atomic";
    private static final Set<String> WAKE_UPS =
            Set.of("unpark(Ljava/lang/Thread;)V", "notify()V", "notifyAll()V", "signal()V", "signalAll()V");
    private static final String WRITING = "(set|add|put|remove|clear|poll|offer|take)([A-Z].*)?";
    private static final Set<String> LOCKING = Set.of("lock()V", "unlock()V", "lockInterruptibly()V");

    private final byte[] original;
    private final List<Mutant> mutants = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    private Mutator(byte[] original) {
        this.original = original;
    }

    /**
     * Makes the mutants of a class.
     *
     * @param original its class file
     * @return the mutants, in the order of the source
     */
    static List<Mutant> mutantsOf(byte[] original) {
        var mutator = new Mutator(original);
        mutator.fields();
        mutator.methods();
        return mutator.mutants;
    }

    private ClassNode parse() {
        var node = new ClassNode();
        new ClassReader(original).accept(node, 0);
        return node;
    }

    private void fields() {
        ClassNode node = parse();
        var uses = new HashMap<String, List<Mutant.Place>>();
        for (int m = 0; m < node.methods.size(); m++) {
            MethodNode method = node.methods.get(m);
            // A constructor writes before anyone else can read.
            if (!method.name.equals("<init>") && !method.name.equals("<clinit>")) {
                for (int i = 0; i < method.instructions.size(); i++) {
                    if (method.instructions.get(i) instanceof FieldInsnNode access && access.owner.equals(node.name)) {
                        uses.computeIfAbsent(access.name, ignored -> new ArrayList<>())
                                .add(new Mutant.Place(m, i));
                    }
                }
            }
        }
        for (int i = 0; i < node.fields.size(); i++) {
            FieldNode field = node.fields.get(i);
            if ((field.access & ACC_VOLATILE) != 0 && uses.containsKey(field.name)) {
                int index = i;
                add(field.name, Mutant.Operator.PLAIN_FIELD, 0, uses.getOrDefault(field.name, List.of()), weak -> {
                    weak.fields.get(index).access &= ~ACC_VOLATILE;
                });
            }
        }
    }

    private void methods() {
        ClassNode node = parse();
        for (int m = 0; m < node.methods.size(); m++) {
            MethodNode method = node.methods.get(m);
            if ((method.access & (ACC_ABSTRACT | ACC_NATIVE)) == 0) {
                method(m, method);
            }
        }
    }

    private void method(int m, MethodNode method) {
        if ((method.access & ACC_SYNCHRONIZED) != 0) {
            add(method.name, Mutant.Operator.NO_MONITOR, firstLine(method), m, 0, weak -> {
                weak.methods.get(m).access &= ~ACC_SYNCHRONIZED;
                dawdleBeforeWrites(weak.methods.get(m));
            });
        }
        int line = 0;
        boolean monitor = false;
        boolean lock = false;
        for (int i = 0; i < method.instructions.size(); i++) {
            AbstractInsnNode each = method.instructions.get(i);
            if (each instanceof LineNumberNode number) {
                line = number.line;
            } else if (each.getOpcode() == Opcodes.MONITORENTER && !monitor) {
                monitor = true;
                add(method.name, Mutant.Operator.NO_MONITOR, line, m, i, weak -> dropMonitors(weak.methods.get(m)));
            } else if (each instanceof MethodInsnNode call) {
                if (isLocking(call) && !lock) {
                    lock = true;
                    add(method.name, Mutant.Operator.NO_LOCK, line, m, i, weak -> dropLocks(weak.methods.get(m)));
                }
                call(m, i, method.name, line, call);
            }
        }
    }

    private static int firstLine(MethodNode method) {
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof LineNumberNode number) {
                return number.line;
            }
        }
        return 0;
    }

    private void call(int m, int i, String method, int line, MethodInsnNode call) {
        if (call.owner.equals(VAR_HANDLE) && call.name.endsWith("Fence")) {
            add(method, Mutant.Operator.NO_FENCE, line, m, i, weak -> {
                MethodNode in = weak.methods.get(m);
                in.instructions.set(in.instructions.get(i), new InsnNode(Opcodes.NOP));
            });
        } else if (WAKE_UPS.contains(call.name + call.desc)) {
            add(method, Mutant.Operator.NO_WAKE_UP, line, m, i, weak -> drop(weak.methods.get(m), i));
        } else if (call.owner.equals(VAR_HANDLE) || call.owner.startsWith(ATOMIC)) {
            String plain = plain(call);
            if (plain != null) {
                Mutant.Operator operator =
                        plain.startsWith("get") ? Mutant.Operator.PLAIN_READ : Mutant.Operator.PLAIN_WRITE;
                add(method, operator, line, m, i, weak -> {
                    MethodNode in = weak.methods.get(m);
                    ((MethodInsnNode) in.instructions.get(i)).name = plain;
                });
            } else if (TornUpdate.tears(call)) {
                Mutant.Operator operator =
                        call.name.contains("ompareAnd") ? Mutant.Operator.SPLIT_CAS : Mutant.Operator.SPLIT_UPDATE;
                add(method, operator, line, m, i, weak -> {
                    MethodNode in = weak.methods.get(m);
                    MethodNode torn = TornUpdate.of((MethodInsnNode) in.instructions.get(i));
                    torn.access = ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC;
                    weak.methods.add(torn);
                    boolean ofInterface = (weak.access & ACC_INTERFACE) != 0;
                    in.instructions.set(
                            in.instructions.get(i),
                            new MethodInsnNode(Opcodes.INVOKESTATIC, weak.name, torn.name, torn.desc, ofInterface));
                });
            }
        }
    }

    /** The name of the same access without its memory mode, null when it has none to lose. */
    private static @Nullable String plain(MethodInsnNode call) {
        boolean handle = call.owner.equals(VAR_HANDLE);
        return switch (call.name) {
            case "getVolatile", "getAcquire", "getOpaque" -> handle ? "get" : "getPlain";
            case "setVolatile", "setRelease", "setOpaque" -> handle ? "set" : "setPlain";
            case "get" -> handle || call.owner.endsWith("FieldUpdater") ? null : "getPlain";
            case "set", "lazySet" -> handle || call.owner.endsWith("FieldUpdater") ? null : "setPlain";
            default -> null;
        };
    }

    private static boolean isLocking(MethodInsnNode call) {
        return call.owner.startsWith("java/util/concurrent/locks/") && LOCKING.contains(call.name + call.desc);
    }

    private static void dropMonitors(MethodNode method) {
        for (AbstractInsnNode each : method.instructions.toArray()) {
            if (each.getOpcode() == Opcodes.MONITORENTER || each.getOpcode() == Opcodes.MONITOREXIT) {
                method.instructions.set(each, new InsnNode(Opcodes.POP));
            }
        }
        dawdleBeforeWrites(method);
    }

    private static void dropLocks(MethodNode method) {
        for (AbstractInsnNode each : method.instructions.toArray()) {
            if (each instanceof MethodInsnNode call && isLocking(call)) {
                method.instructions.set(each, new InsnNode(Opcodes.POP));
            }
        }
        dawdleBeforeWrites(method);
    }

    /**
     * Between what it read and what it writes is where a thread without its lock is interrupted at the worst moment.
     */
    private static void dawdleBeforeWrites(MethodNode method) {
        for (AbstractInsnNode each : method.instructions.toArray()) {
            if (writes(each)) {
                method.instructions.insertBefore(
                        each,
                        new MethodInsnNode(
                                Opcodes.INVOKESTATIC, Type.getInternalName(Dawdle.class), "here", "()V", false));
            }
        }
    }

    private static boolean writes(AbstractInsnNode instruction) {
        return switch (instruction.getOpcode()) {
            case Opcodes.PUTFIELD, Opcodes.PUTSTATIC, Opcodes.AASTORE, Opcodes.LASTORE, Opcodes.IASTORE -> true;
            default -> instruction instanceof MethodInsnNode call && call.name.matches(WRITING);
        };
    }

    private static void drop(MethodNode method, int i) {
        var call = (MethodInsnNode) method.instructions.get(i);
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            method.instructions.insertBefore(call, new InsnNode(Opcodes.POP));
        }
        if (Type.getArgumentCount(call.desc) == 1) {
            method.instructions.insertBefore(call, new InsnNode(Opcodes.POP));
        }
        method.instructions.remove(call);
    }

    private void add(String method, Mutant.Operator operator, int line, int m, int i, Consumer<ClassNode> change) {
        add(method, operator, line, List.of(new Mutant.Place(m, i)), change);
    }

    private void add(
            String method, Mutant.Operator operator, int line, List<Mutant.Place> where, Consumer<ClassNode> change) {
        int nth = places.merge(method + operator, 1, Integer::sum);
        String name = new ClassReader(original).getClassName().replace('/', '.');
        mutants.add(new Mutant(name, method, operator, line, nth, () -> changed(change), where));
    }

    /**
     * Puts a {@link Probe} before every place.
     *
     * @param original a class file
     * @param places what to watch, by the number that its probe reports
     * @return the class file with the probes
     */
    static byte[] probed(byte[] original, Map<Integer, List<Mutant.Place>> places) {
        return new Mutator(original).changed(node -> {
            // All places are looked up before the first probe moves those behind it.
            var probes = new ArrayList<Runnable>();
            places.forEach((number, where) -> where.forEach(place -> {
                MethodNode in = node.methods.get(place.method());
                AbstractInsnNode at = in.instructions.get(place.instruction());
                probes.add(() -> {
                    in.instructions.insertBefore(at, new LdcInsnNode(number));
                    in.instructions.insertBefore(at, probe());
                });
            }));
            probes.forEach(Runnable::run);
        });
    }

    private static MethodInsnNode probe() {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, Type.getInternalName(Probe.class), "reached", "(I)V", false);
    }

    private byte[] changed(Consumer<ClassNode> change) {
        ClassNode node = parse();
        change.accept(node);
        var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }
}
