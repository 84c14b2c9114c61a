/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Notes that a JVM has come by a place, in a file that is there for its parent however the JVM ends.
 *
 * <p>Threads may note one place at once: all of them write the same byte, and nobody reads it before they have ended.
 */
public final class Probe {
    /** The system property that names the file: a byte for each place, 1 where a thread came by. */
    static final String FILE = "heddle.probe";

    private static final @Nullable MappedByteBuffer SEEN = map(System.getProperty(FILE));

    private Probe() {}

    /**
     * Notes a place.
     *
     * @param place its number
     */
    public static void reached(int place) {
        if (SEEN != null) {
            SEEN.put(place, (byte) 1);
        }
    }

    private static @Nullable MappedByteBuffer map(@Nullable String file) {
        if (file == null) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
