/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a stream. A worker whose turn it is reads one, hands the unfinished run at its end on, and maps the rest.
 */
final class StreamFeed implements Feed<Slice> {
    /*
     * field    read      write     who writes
     * -------  --------  --------  ----------------------------------------------------
     * input    turn      turn      the first worker, which opens it
     * carry    turn      turn      each worker: the bytes behind the last separator
     * read     turn      turn      each worker: the bytes read so far
     * ended    turn      turn      the worker that met the end, true
     * opening  volatile  volatile  the worker that opens a named pipe
     *
     * "turn" is the lock. User code, the stream, is read under it: it is the one thing that must not be shared.
     */
    private final ReentrantLock turn = new ReentrantLock();
    private final String name;
    private final Opener opener;
    private final @Nullable Path pipe;
    private final int splitBytes;
    private final Tokenizer tokenizer;
    private final Separators separators;
    private final RunState state;

    /** The regular file that is decoded; null where it is a pipe or anything else that can be read once only. */
    private final @Nullable SourceFile file;

    private final BadInput badInput;
    private final Chunk carry = new Chunk();
    private @Nullable Source input;
    private long read;
    private boolean ended;
    private volatile boolean opening;

    private StreamFeed(
            String name,
            Opener opener,
            @Nullable Path pipe,
            @Nullable SourceFile file,
            Job<Slice, ?> job,
            RunState state) {
        this.file = file;
        this.badInput = job.badInput();
        this.name = name;
        this.opener = opener;
        this.pipe = pipe;
        this.splitBytes = job.splitBytes();
        this.tokenizer = job.tokenizer();
        this.separators = Separators.of(tokenizer);
        this.state = state;
    }

    static StreamFeed of(Input.Stream input, Job<Slice, ?> job, RunState state) {
        InputStream stream = input.stream();
        return new StreamFeed(
                input.name(), () -> stream == null ? standardInput() : stream::read, null, null, job, state);
    }

    static StreamFeed of(Path path, Job<Slice, ?> job, RunState state) {
        Opener opener = () -> new ChannelSource(FileChannel.open(path, StandardOpenOption.READ));
        return new StreamFeed(path.toString(), opener, path, null, job, state);
    }

    static StreamFeed of(SourceFile file, Decoder decoder, Job<Slice, ?> job, RunState state) {
        Opener opener = () -> {
            InputStream stored = Files.newInputStream(file.path);
            try {
                return new StreamSource(decoder.decode(stored));
            } catch (IOException | RuntimeException | Error e) {
                stored.close();
                throw e;
            }
        };
        return new StreamFeed(file.name, opener, null, file, job, state);
    }

    /** Not closed, since it is not ours; an interrupt closes it, as the only way to end a read. */
    @SuppressWarnings("resource")
    private static Source standardInput() {
        FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();
        return (bytes, from, length) -> channel.read(ByteBuffer.wrap(bytes, from, length));
    }

    String name() {
        return name;
    }

    long bytesRead() {
        return read;
    }

    /** The file that is decoded, null for what is not a file. */
    @Nullable
    SourceFile source() {
        return file;
    }

    /** Why the file is left out, null if it is not. */
    @Nullable
    InputException bad() {
        return file == null ? null : file.bad();
    }

    /** Whether a failure of this kind is one of the file alone; if so it is noted. */
    private boolean isLeftOut(InputException failure) {
        if (file == null || badInput == BadInput.FAIL) {
            return false;
        }
        file.fail(failure);
        return true;
    }

    /** Closes what was opened, for the thread that has joined all others. */
    void close() throws IOException {
        turn.lock();
        try {
            Source open = input;
            if (open != null) {
                input = null;
                open.close();
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void drain(Worker<Slice> worker) throws IOException, InterruptedException {
        RecordScanner scanner = new RecordScanner(tokenizer, separators, worker);
        Chunk chunk = new Chunk();
        chunk.input = name;
        while (!state.isStopped() && next(chunk)) {
            long before = worker.records;
            try {
                scanner.scan(chunk);
            } catch (InputException e) {
                if (!isLeftOut(e)) {
                    throw e;
                }
                return;
            }
            state.mapped(chunk.to - chunk.from, worker.records - before);
        }
    }

    private boolean next(Chunk chunk) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            if (ended || state.isStopped() || bad() != null) {
                return false;
            }
            return fill(chunk, open());
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (InputException e) {
            if (isLeftOut(e)) {
                return false;
            }
            throw e;
        } catch (IOException e) {
            InputException told = InputException.of(name, read, e);
            if (isLeftOut(told)) {
                return false;
            }
            throw told;
        } finally {
            turn.unlock();
        }
    }

    private Source open() throws IOException {
        Source open = input;
        if (open == null) {
            opening = true;
            try {
                open = opener.open();
            } finally {
                opening = false;
            }
            input = open;
        }
        return open;
    }

    private boolean fill(Chunk chunk, Source from) throws IOException {
        chunk.base = read - carry.to;
        chunk.from = 0;
        chunk.copy(carry.bytes, 0, carry.to);
        int length = carry.to;
        long wanted = length + (long) splitBytes;
        while (true) {
            chunk.ensure(wanted, length);
            int before = length;
            length = readUpTo(from, chunk.bytes, length, (int) wanted);
            if (length < wanted) {
                ended = true;
                carry.to = 0;
                input = null;
                from.close();
                if (file != null) {
                    file.verifyUnchanged();
                }
                chunk.to = length;
                return length > 0;
            }
            int separator = separators.last(chunk.bytes, before, length);
            if (separator >= 0) {
                chunk.to = separator + 1;
                carry.copy(chunk.bytes, chunk.to, length);
                carry.to = length - chunk.to;
                return true;
            }
            wanted = 2L * length;
        }
    }

    private int readUpTo(Source from, byte[] bytes, int start, int end) throws IOException {
        int at = start;
        while (at < end) {
            int count = from.read(bytes, at, Math.min(end - at, 1 << 20));
            if (count < 0) {
                break;
            }
            at += count;
            read += count;
        }
        return at;
    }

    @Override
    public void unblock() {
        if (pipe != null && opening) {
            // A named pipe opens for reading when it is opened for writing, which for both never waits.
            try (FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                both.isOpen();
            } catch (IOException e) {
                // Without the right to write there is no way to end the wait; it ends when a writer comes.
                return;
            }
        }
    }

    /** Opens what is to be read. */
    private interface Opener {
        Source open() throws IOException;
    }

    /** Reads some bytes, -1 at the end. */
    private interface Source {
        int read(byte[] bytes, int from, int length) throws IOException;

        default void close() throws IOException {}
    }

    private record StreamSource(InputStream stream) implements Source {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return stream.read(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private record ChannelSource(FileChannel channel) implements Source {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, from, length));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
