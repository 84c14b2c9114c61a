/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;

/** Which class names which, as far as their class files tell. */
final class ClassGraph {
    private static final int CONSTANT_CLASS = 7;

    private final ClassLoader loader;

    /**
     * Creates a graph.
     *
     * @param loader where the class files are
     */
    ClassGraph(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Finds the classes of the same library that a class uses.
     *
     * @param type the binary name of the class
     * @return the number of steps to each, 0 for the class itself
     * @throws IOException when a class cannot be read
     */
    Map<String, Integer> reached(String type) throws IOException {
        String library = type.substring(0, type.indexOf('.', type.indexOf('.') + 1) + 1);
        var reached = new LinkedHashMap<String, Integer>();
        reached.put(type, 0);
        var open = new ArrayDeque<String>(reached.keySet());
        while (!open.isEmpty()) {
            String name = open.remove();
            for (String used : used(bytes(name))) {
                if (used.startsWith(library) && !reached.containsKey(used) && exists(used)) {
                    reached.put(used, reached.getOrDefault(name, 0) + 1);
                    open.add(used);
                }
            }
        }
        return reached;
    }

    /**
     * Reads a class.
     *
     * @param name its binary name
     * @return the class file
     * @throws IOException when there is none
     */
    byte[] bytes(String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(file(name))) {
            if (in == null) {
                throw new IOException("class path: no " + name);
            }
            return in.readAllBytes();
        }
    }

    /** The file of a class, from the root of the class path. */
    static String file(String name) {
        return name.replace('.', '/') + ".class";
    }

    private boolean exists(String name) {
        return loader.getResource(file(name)) != null;
    }

    private static Set<String> used(byte[] classFile) {
        var reader = new ClassReader(classFile);
        var buffer = new char[reader.getMaxStringLength()];
        var names = new TreeSet<String>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == CONSTANT_CLASS) {
                String name = reader.readUTF8(item, buffer);
                if (name != null && !name.startsWith("[")) {
                    names.add(name.replace('/', '.'));
                }
            }
        }
        return names;
    }
}
