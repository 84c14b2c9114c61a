/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A file as it was when it was opened, and what became of it in one pass. */
final class SourceFile {
    /*
     * field    read      write     who writes
     * -------  --------  --------  -----------------------------------------
     * open     getAndAdd           each worker that has mapped a split
     * mapped   volatile  volatile  a worker before it maps a split, true
     * bad      volatile  volatile  a worker that met a failure
     * unsized  plain     plain     the one worker that has its only split
     *
     * The leader reads unsized after it has joined that worker.
     *
     * A worker writes mapped and then reads bad; one that fails writes bad and then reads mapped. Both are volatile, so
     * at least one of them sees the other: either the first does not map, or the second knows that the counts of this
     * pass hold a part of a bad file. With anything weaker both reads could come first.
     */
    final Path path;
    final String name;
    final int index;
    private final BasicFileAttributes attributes;
    private final AtomicLong open;
    private volatile boolean mapped;
    private volatile @Nullable InputException bad;
    private long unsized;

    SourceFile(Path path, int index, BasicFileAttributes attributes, long splits) {
        this.path = path;
        this.name = path.toString();
        this.index = index;
        this.attributes = attributes;
        this.open = new AtomicLong(splits);
    }

    long bytes() {
        return attributes.size();
    }

    /** What was read of it although it said that it had no bytes. */
    long unsizedBytes() {
        return unsized;
    }

    void setUnsizedBytes(long bytes) {
        unsized = bytes;
    }

    @Nullable
    InputException bad() {
        return bad;
    }

    /** Called before a split is mapped; false when the file is bad and must not be. */
    boolean beginMapping() {
        mapped = true;
        return bad == null;
    }

    /** Notes a failure; true when some of the file may be in the counts. */
    boolean fail(InputException failure) {
        bad = failure;
        return mapped;
    }

    /** Called after a split was mapped; true for the last split of the file. */
    boolean endMapping() {
        return open.decrementAndGet() == 0;
    }

    /** Throws if the file is not what it was when it was opened. */
    void verifyUnchanged() {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw InputException.of(name, "deleted while it was read");
        } catch (IOException e) {
            throw InputException.of(name, -1, e);
        }
        if (!Objects.equals(now.fileKey(), attributes.fileKey())) {
            throw InputException.of(name, "replaced while it was read");
        }
        if (now.size() != attributes.size()) {
            throw InputException.of(
                    name, "changed while it was read (" + attributes.size() + " bytes became " + now.size() + ")");
        }
        if (!now.lastModifiedTime().equals(attributes.lastModifiedTime())) {
            throw InputException.of(
                    name, "changed while it was read (same size, written at " + now.lastModifiedTime() + ")");
        }
    }
}
