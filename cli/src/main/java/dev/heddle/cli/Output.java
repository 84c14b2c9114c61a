/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all: it is written under another name beside its place and moved there at the
 * end.
 *
 * <p>Until {@link #commit}, whatever stood at the place stands there still; {@link #close}, and the end of the process,
 * however it comes, take the other name away. What is no regular file, such as {@code /dev/stderr} or a pipe, is
 * written to as it is.
 */
final class Output implements AutoCloseable {
    private final Path name;
    private final Path place;
    private final @Nullable Path fresh;
    private final @Nullable Thread onExit;
    private final OutputStream stream;

    private Output(Path name, Path place, @Nullable Path fresh, OutputStream stream) {
        this.name = name;
        this.place = place;
        this.fresh = fresh;
        this.stream = stream;
        this.onExit = fresh == null ? null : new Thread(this::discard, "heddle-output-discard");
        if (onExit != null) {
            Runtime.getRuntime().addShutdownHook(onExit);
        }
    }

    /** Opens {@code file} for writing, so that what is wrong with it is known before the work begins. */
    static Output to(Path file) throws Failure {
        try {
            // Through a link: the file that it leads to is replaced, not the link.
            Path place = Files.exists(file) ? file.toRealPath() : file;
            if (Files.isDirectory(place)) {
                throw new Failure("cannot write " + file + ": a folder");
            }
            if (Files.exists(place) && !Files.isRegularFile(place)) {
                return new Output(file, place, null, Files.newOutputStream(place, StandardOpenOption.WRITE));
            }
            if (Files.exists(place) && !Files.isWritable(place)) {
                throw new Failure("cannot write " + file + ": permission denied");
            }
            Path fresh = place.resolveSibling(
                    "." + place.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            return new Output(
                    file,
                    place,
                    fresh,
                    Files.newOutputStream(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw Failure.of("write", file, e);
        }
    }

    /** Returns the name that the user gave, for messages. */
    Path name() {
        return name;
    }

    OutputStream stream() {
        return stream;
    }

    /** Puts what was written in its place. */
    void commit() throws IOException {
        stream.close();
        if (fresh == null) {
            return;
        }
        keepPermissions();
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The replaced file's permissions, where it had some. */
    private void keepPermissions() throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(place, PosixFileAttributeView.class);
        if (old != null && fresh != null && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(fresh, old.readAttributes().permissions());
        }
    }

    private void discard() {
        try {
            stream.close();
        } catch (IOException e) {
            // The file goes anyway.
        }
        try {
            if (fresh != null) {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            // Nothing is left to be done about it.
        }
    }

    @Override
    public void close() {
        discard();
        if (onExit != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(onExit);
            } catch (IllegalStateException e) {
                // The process ends already, and the hook runs.
            }
        }
    }
}
