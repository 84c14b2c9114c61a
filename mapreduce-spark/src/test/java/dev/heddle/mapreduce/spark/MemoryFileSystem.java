/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A Hadoop file system in memory, as an object store is seen: read by streams that can seek, and counts what is read.
 */
public final class MemoryFileSystem extends FileSystem {
    static final NavigableMap<String, byte[]> FILES = new ConcurrentSkipListMap<>();
    static final AtomicLong OPENED = new AtomicLong();
    static final AtomicLong SEEKS = new AtomicLong();
    static final AtomicLong BYTES_READ = new AtomicLong();

    private static final URI ROOT = URI.create("memory:///");

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public String getScheme() {
        return "memory";
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setConf(configuration);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        byte[] bytes = FILES.get(path.toUri().getPath());
        if (bytes == null) {
            throw new FileNotFoundException(path.toString());
        }
        OPENED.incrementAndGet();
        return new FSDataInputStream(new Bytes(bytes));
    }

    /** A stream that hands out a little at a time, as a network does. */
    private static final class Bytes extends FSInputStream {
        private final byte[] bytes;
        private int at;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void seek(long position) throws IOException {
            if (position > bytes.length) {
                throw new EOFException("seek to " + position);
            }
            SEEKS.incrementAndGet();
            at = (int) position;
        }

        @Override
        public long getPos() {
            return at;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int step = Math.min(Math.min(length, 4093), bytes.length - at);
            System.arraycopy(bytes, at, into, from, step);
            at += step;
            BYTES_READ.addAndGet(step);
            return step;
        }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        String name = path.toUri().getPath();
        byte[] bytes = FILES.get(name);
        if (bytes != null) {
            return new FileStatus(bytes.length, false, 1, 1 << 20, 1, makeQualified(path));
        }
        String folder = name.endsWith("/") ? name : name + "/";
        if (FILES.keySet().stream().noneMatch(file -> file.startsWith(folder))) {
            throw new FileNotFoundException(path.toString());
        }
        return new FileStatus(0, true, 1, 1 << 20, 1, makeQualified(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        String name = path.toUri().getPath();
        String folder = name.endsWith("/") ? name : name + "/";
        return FILES.keySet().stream()
                .filter(file -> file.startsWith(folder))
                .map(file -> {
                    int slash = file.indexOf('/', folder.length());
                    return slash < 0 ? file : file.substring(0, slash);
                })
                .distinct()
                .map(child -> {
                    try {
                        return getFileStatus(new Path(ROOT.getScheme(), null, child));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(FileStatus[]::new);
    }

    static void put(Map<String, byte[]> files) {
        FILES.clear();
        FILES.putAll(files);
        OPENED.set(0);
        SEEKS.set(0);
        BYTES_READ.set(0);
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(ROOT);
    }

    @Override
    public void setWorkingDirectory(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        throw new UnsupportedOperationException();
    }
}
