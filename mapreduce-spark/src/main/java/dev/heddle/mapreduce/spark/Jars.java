/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The jars that executors need. A folder of classes becomes a jar, which is deleted in the end. */
final class Jars {
    /** By where the classes come from, the jar that was sent. */
    private final Map<Path, Path> sent = new HashMap<>();

    private final Consumer<String> executors;

    Jars(Consumer<String> executors) {
        this.executors = executors;
    }

    /** Sends the jar of a class, once. */
    synchronized void send(Class<?> type) {
        Path source = source(type);
        if (source != null) {
            send(source);
        }
    }

    /** Sends a jar, or a folder of classes, once. */
    synchronized void send(Path source) {
        if (sent.containsKey(source)) {
            return;
        }
        try {
            Path jar = Files.isDirectory(source) ? pack(source) : source;
            sent.put(source, jar);
            executors.accept(jar.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("jar: " + source + ": " + e.getMessage(), e);
        }
    }

    /** Where a class comes from; null for those of the JDK. */
    private static @Nullable Path source(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        CodeSource source = element.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static Path pack(Path folder) throws IOException {
        Path jar = Files.createTempFile("heddle-classes-", ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    entries.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
                    Files.copy(path, entries);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return jar;
    }

    /** Deletes what was made here. */
    synchronized void delete() {
        sent.forEach((source, jar) -> {
            if (!source.equals(jar)) {
                try {
                    Files.deleteIfExists(jar);
                } catch (IOException e) {
                    // It lies in the folder for temporary files.
                }
            }
        });
    }
}
