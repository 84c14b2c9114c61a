/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files without a name.
 *
 * @param folder the folder that they are made in, whose file system holds them; empty for the system's own
 */
record FolderDisk(String folder) implements Disk {
    /*
     * A file that is deleted on close loses its name on Unix as soon as it is open, and on Windows the system deletes it
     * when its last handle goes. So nothing is left behind, not even by a process that is killed. A channel that is
     * dropped is closed by the JDK once it is unreachable.
     */
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Space open() throws IOException {
        Path in = Path.of(folder.isEmpty() ? System.getProperty("java.io.tmpdir") : folder);
        Path file = Files.createTempFile(in, "heddle-", ".spill");
        try {
            return new FileSpace(FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public String toString() {
        return folder.isEmpty() ? System.getProperty("java.io.tmpdir") : folder;
    }

    private record FileSpace(FileChannel channel) implements Space {
        @Override
        public void write(byte[] bytes, int from, int to, long at) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
            while (buffer.hasRemaining()) {
                channel.write(buffer, at + buffer.position() - from);
            }
        }

        @Override
        public void read(byte[] bytes, int from, int to, long at) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at + buffer.position() - from) < 0) {
                    throw new EOFException("a spill file ends early");
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
