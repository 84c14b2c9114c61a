/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits of files, read at their place into the worker's own buffer. */
final class FileFeed implements Feed<Slice> {
    private final List<SourceFile> files;
    private final SplitQueue queue;
    private final int splitBytes;
    private final Tokenizer tokenizer;
    private final Separators separators;
    private final BadInput badInput;

    /** Whether finished splits are kept for another run. */
    private final boolean isKept;

    private final RunState state;

    /** Written with true by any worker, read after all have ended. */
    private volatile boolean spoiled;

    FileFeed(List<SourceFile> files, SplitQueue queue, Job<Slice, ?> job, RunState state) {
        this.files = files;
        this.queue = queue;
        this.splitBytes = job.splitBytes();
        this.tokenizer = job.tokenizer();
        this.separators = Separators.of(tokenizer);
        this.badInput = job.badInput();
        this.isKept = job.resume() != null;
        this.state = state;
    }

    List<SourceFile> files() {
        return files;
    }

    long splits() {
        return queue.size();
    }

    /** Whether the counts may hold a part of a file that turned out to be bad. */
    boolean isSpoiled() {
        return spoiled;
    }

    @Override
    public void drain(Worker<Slice> worker) throws IOException, InterruptedException {
        RecordScanner scanner = new RecordScanner(tokenizer, separators, worker);
        Chunk chunk = new Chunk();
        try (OpenFile open = new OpenFile()) {
            long split;
            while (!state.isStopped() && (split = queue.claim()) != SplitQueue.NONE) {
                SourceFile file = files.get(queue.file(split));
                if (file.bad() != null) {
                    continue;
                }
                try {
                    map(file, split, open, chunk, scanner, worker);
                } catch (InputException e) {
                    skip(file, e);
                } catch (ClosedByInterruptException e) {
                    throw e;
                } catch (IOException e) {
                    skip(file, InputException.of(file.name, -1, e));
                }
            }
        }
    }

    private void skip(SourceFile file, InputException failure) {
        if (badInput == BadInput.FAIL) {
            throw failure;
        }
        if (file.fail(failure)) {
            spoiled = true;
        }
    }

    private void map(
            SourceFile file, long split, OpenFile open, Chunk chunk, RecordScanner scanner, Worker<Slice> worker)
            throws IOException, InterruptedException {
        FileChannel channel = open.channel(file);
        ByteSource source =
                (position, into, from, length) -> channel.read(ByteBuffer.wrap(into, from, length), position);
        chunk.input = file.name;
        long bytes;
        if (file.bytes() == 0) {
            bytes = SplitBytes.readUnsized(source, chunk);
            if (bytes > 0 && isKept) {
                throw InputException.of(file.name, "made by the system as it is read, and no run can go on in it");
            }
            file.verifyUnchanged();
            file.setUnsizedBytes(bytes);
        } else {
            long offset = queue.offset(split);
            long end = Math.min(file.bytes(), offset + splitBytes);
            bytes = end - offset;
            SplitBytes.read(source, file.bytes(), offset, end, separators, chunk);
        }
        if (!file.beginMapping()) {
            return;
        }
        long before = worker.records;
        worker.beginSplit();
        scanner.scan(chunk);
        if (file.endMapping()) {
            file.verifyUnchanged();
        }
        worker.endSplit(split, bytes, worker.records - before);
        state.mapped(bytes, worker.records - before);
    }

    /** The file that one worker has open; splits come in order, so the next one mostly is of the same file. */
    private static final class OpenFile implements AutoCloseable {
        private @Nullable SourceFile file;
        private @Nullable FileChannel channel;

        FileChannel channel(SourceFile wanted) throws IOException {
            FileChannel open = channel;
            if (open == null || file != wanted) {
                close();
                try {
                    open = FileChannel.open(wanted.path, StandardOpenOption.READ);
                } catch (NoSuchFileException e) {
                    // It was there when the run began.
                    throw InputException.of(wanted.name, "deleted while it was read");
                }
                channel = open;
                file = wanted;
            }
            return open;
        }

        @Override
        public void close() throws IOException {
            FileChannel open = channel;
            channel = null;
            file = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
