/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The class files of the bodies, read once. */
final class Code {
    /** Classes of this package are interpreted; all others are known to the interpreter by name. */
    static final String OURS = "dev/heddle/learn/effect/";

    /** The guide's own classes. */
    static final String GUIDE = "dev/heddle/learn/";

    private static final Map<String, ClassNode> CLASSES = new ConcurrentHashMap<>();

    private Code() {}

    static ClassNode type(String name) {
        return CLASSES.computeIfAbsent(name, Code::read);
    }

    private static ClassNode read(String name) {
        try (InputStream in = Code.class.getResourceAsStream("/" + name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("class file of '" + name + "' is missing");
            }
            ClassNode node = new ClassNode();
            new ClassReader(in).accept(node, ClassReader.SKIP_FRAMES);
            return node;
        } catch (IOException e) {
            throw new IllegalStateException("class file of '" + name + "' cannot be read", e);
        }
    }

    static @Nullable MethodNode method(String type, String name, String descriptor) {
        for (String at = type; at != null && at.startsWith(OURS); at = type(at).superName) {
            for (MethodNode method : type(at).methods) {
                if (method.name.equals(name) && method.desc.equals(descriptor)) {
                    return method;
                }
            }
        }
        return null;
    }

    static @Nullable FieldNode field(String type, String name) {
        for (String at = type; at != null && at.startsWith(OURS); at = type(at).superName) {
            for (FieldNode field : type(at).fields) {
                if (field.name.equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    /** The fields that are frozen when a constructor of a class ends, without those that the compiler adds. */
    static Set<String> frozen(String type) {
        return type(type).fields.stream()
                .filter(f -> (f.access & Opcodes.ACC_FINAL) != 0
                        && (f.access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == 0)
                .map(f -> f.name)
                .collect(Collectors.toSet());
    }
}
