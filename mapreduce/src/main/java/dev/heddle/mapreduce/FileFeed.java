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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Splits of files, read at their place into the worker's own buffer. */
final class FileFeed implements Feed<Slice> {
    /*
     * Where runs end decides what a split holds. For a place x of a file let B(x) be 0 for x = 0, else the place behind
     * the first separator at or after x - 1, or the end of the file where there is none. The split [a, b) holds the
     * bytes [B(a), B(b)). B never falls, so the splits hold each byte once; each begins at the start of the file or
     * behind a separator and ends behind one or at the end of the file, so none cuts a run. To find B(a) it is enough
     * to look as far as b - 1: without a separator before that, B(a) = B(b) and the split holds nothing.
     */
    private static final int LOOKAHEAD_BYTES = 1024;

    private final List<SourceFile> files;
    private final SplitQueue queue;
    private final int splitBytes;
    private final Tokenizer tokenizer;
    private final Separators separators;
    private final BadInput badInput;
    private final RunState state;

    /** Written with true by any worker, read after all have ended. */
    private volatile boolean spoiled;

    private final AtomicLong unsizedBytes = new AtomicLong();

    FileFeed(List<SourceFile> files, SplitQueue queue, Job<Slice, ?> job, RunState state) {
        this.files = files;
        this.queue = queue;
        this.splitBytes = job.splitBytes();
        this.tokenizer = job.tokenizer();
        this.separators = Separators.of(tokenizer);
        this.badInput = job.badInput();
        this.state = state;
    }

    List<SourceFile> files() {
        return files;
    }

    long splits() {
        return queue.size();
    }

    /** What was read from files that said they had no bytes. */
    long unsizedBytes() {
        return unsizedBytes.get();
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
                    map(file, queue.offset(split), open, chunk, scanner, worker);
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
            SourceFile file, long offset, OpenFile open, Chunk chunk, RecordScanner scanner, Worker<Slice> worker)
            throws IOException, InterruptedException {
        FileChannel channel = open.channel(file);
        chunk.input = file.name;
        long bytes;
        if (file.bytes() == 0) {
            bytes = readUnsized(channel, chunk);
            file.verifyUnchanged();
            unsizedBytes.addAndGet(bytes);
        } else {
            long end = Math.min(file.bytes(), offset + splitBytes);
            bytes = end - offset;
            read(channel, file, offset, end, chunk);
        }
        if (!file.beginMapping()) {
            return;
        }
        long before = worker.records;
        scanner.scan(chunk);
        if (file.endMapping()) {
            file.verifyUnchanged();
        }
        state.mapped(bytes, worker.records - before);
    }

    /** Fills the chunk with what the split [offset, end) of a file holds. */
    private void read(FileChannel channel, SourceFile file, long offset, long end, Chunk chunk) throws IOException {
        long start = Math.max(0, offset - 1);
        chunk.base = start;
        int length = (int) (Math.min(file.bytes(), end + LOOKAHEAD_BYTES) - start);
        chunk.ensure(length, 0);
        readFully(channel, file, chunk, 0, length);
        int last = (int) (end - 1 - start);
        chunk.from = 0;
        if (offset > 0) {
            int separator = separators.next(chunk.bytes, 0, last);
            if (separator == last) {
                chunk.from = 0;
                chunk.to = 0;
                return;
            }
            chunk.from = separator + 1;
        }
        int at = last;
        while (true) {
            at = separators.next(chunk.bytes, at, length);
            if (at < length) {
                chunk.to = at + 1;
                return;
            }
            if (start + length == file.bytes()) {
                chunk.to = length;
                return;
            }
            long longer = Math.min(file.bytes() - start, 2L * length);
            chunk.ensure(longer, length);
            readFully(channel, file, chunk, length, (int) longer);
            length = (int) longer;
        }
    }

    private static void readFully(FileChannel channel, SourceFile file, Chunk chunk, int from, int to)
            throws IOException {
        int at = from;
        while (at < to) {
            // The JDK reads into a buffer outside of the heap first, as large as what is asked for.
            int step = Math.min(to - at, 1 << 20);
            int read = channel.read(ByteBuffer.wrap(chunk.bytes, at, step), chunk.base + at);
            if (read < 0) {
                throw InputException.at(
                        file.name,
                        chunk.base + at,
                        "shrank while it was read (" + file.bytes() + " bytes when opened, now it ends at byte "
                                + (chunk.base + at) + ")");
            }
            at += read;
        }
    }

    /** A file that says it has no bytes may be one of those that the system makes up as they are read. */
    private static int readUnsized(FileChannel channel, Chunk chunk) throws IOException {
        chunk.base = 0;
        chunk.from = 0;
        int length = 0;
        while (true) {
            chunk.ensure(length + 4096L, length);
            int read = channel.read(ByteBuffer.wrap(chunk.bytes, length, 4096), length);
            if (read < 0) {
                chunk.to = length;
                return length;
            }
            length += read;
        }
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
