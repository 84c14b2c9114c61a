/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ByteSource;
import dev.heddle.mapreduce.InputException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** A file that a task has open. Used by one thread. */
abstract class OpenFile implements ByteSource, Closeable {
    private final SourceFile file;

    private OpenFile(SourceFile file) {
        this.file = file;
    }

    /** Opens a file and checks that it is what it was when the run began. */
    static OpenFile of(SourceFile file, Configuration hadoop) throws IOException {
        OpenFile open;
        try {
            open = file.isHadoop() ? new OfHadoop(file, hadoop) : new Local(file);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw noSuchFile(file);
        }
        try {
            open.verifyUnchanged();
            return open;
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static InputException noSuchFile(SourceFile file) {
        if (file.isHadoop()) {
            return InputException.of(file.name(), "deleted while it was read");
        }
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            host = "this worker";
        }
        return InputException.of(
                file.name(),
                "no such file on " + host + " (expected: a path that leads to the same file on every worker)");
    }

    SourceFile file() {
        return file;
    }

    /** Throws if the file is not what it was when the run began. */
    void verifyUnchanged() throws IOException {
        SourceFile now = now();
        if (now.bytes() != file.bytes()) {
            throw InputException.of(
                    file.name(), "changed while it was read (" + file.bytes() + " bytes became " + now.bytes() + ")");
        }
        if (now.modifiedMillis() != file.modifiedMillis()) {
            throw InputException.of(file.name(), "changed while it was read (same size, written since)");
        }
    }

    abstract SourceFile now() throws IOException;

    /** A file of this machine, or one that is mounted at the same path on each. */
    private static final class Local extends OpenFile {
        private final Path path;
        private final FileChannel channel;

        Local(SourceFile file) throws IOException {
            super(file);
            path = Path.of(file.location());
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }

        @Override
        public int read(long position, byte[] into, int from, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(into, from, length), position);
        }

        @Override
        SourceFile now() throws IOException {
            try {
                return Sources.local(file().name(), path, Files.readAttributes(path, BasicFileAttributes.class));
            } catch (NoSuchFileException e) {
                throw InputException.of(file().name(), "deleted while it was read");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A file of any Hadoop file system, read front to back as long as splits follow each other. */
    static final class OfHadoop extends OpenFile {
        /*
         * Splits are read with a little of what stands around them, so each begins a little before the last one ended.
         * To an object store a step back is a new request, so the end of what was read is kept.
         */
        static final int WINDOW_BYTES = 1 << 20;
        private static final int KEPT_BYTES = 1 << 14;

        private final FileSystem system;
        private final org.apache.hadoop.fs.Path path;
        private final FSDataInputStream stream;
        private final byte[] window;
        private int filled;

        /** The place of {@code window[0]} in the file. */
        private long start;

        OfHadoop(SourceFile file, Configuration hadoop) throws IOException {
            super(file);
            path = new org.apache.hadoop.fs.Path(file.location());
            system = path.getFileSystem(hadoop);
            stream = system.open(path);
            window = new byte[(int) Math.min(WINDOW_BYTES, file.bytes() + KEPT_BYTES + 1)];
        }

        @Override
        public int read(long position, byte[] into, int from, int length) throws IOException {
            if ((position < start || position >= start + filled) && !refill(position)) {
                return -1;
            }
            int at = (int) (position - start);
            int step = Math.min(length, filled - at);
            System.arraycopy(window, at, into, from, step);
            return step;
        }

        private boolean refill(long position) throws IOException {
            int kept = 0;
            if (filled > 0 && position == start + filled) {
                kept = Math.min(filled, KEPT_BYTES);
                System.arraycopy(window, filled - kept, window, 0, kept);
            } else {
                stream.seek(position);
            }
            start = position - kept;
            filled = kept;
            while (filled < window.length) {
                int read = stream.read(window, filled, window.length - filled);
                if (read < 0) {
                    break;
                }
                filled += read;
            }
            return filled > kept;
        }

        @Override
        SourceFile now() throws IOException {
            try {
                FileStatus status = system.getFileStatus(path);
                return Sources.hadoop(file().name(), status);
            } catch (FileNotFoundException e) {
                throw InputException.of(file().name(), "deleted while it was read");
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
