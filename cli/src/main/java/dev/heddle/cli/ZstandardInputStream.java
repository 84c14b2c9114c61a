/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What the frames of a zstd stream hold, one after the other. A stream that ends within a frame is an exception; the
 * stream of the library takes that for the end, but in the first frame.
 */
final class ZstandardInputStream extends InputStream {
    private static final int BUFFER = 1 << 17;

    private final InputStream stored;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] read = new byte[BUFFER];
    private final ByteBuffer packed = ByteBuffer.allocateDirect(BUFFER).flip();
    private final ByteBuffer unpacked = ByteBuffer.allocateDirect(BUFFER).flip();

    /** Whether a frame has begun and not ended; one must be there, so that is how it starts. */
    private boolean inFrame = true;

    /** Whether there may be more to unpack without more to read. */
    private boolean isFull;

    ZstandardInputStream(InputStream stored) {
        this.stored = stored;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (!unpacked.hasRemaining()) {
            if (!packed.hasRemaining() && !isFull && !refill()) {
                if (inFrame) {
                    throw new EOFException();
                }
                return -1;
            }
            unpack();
        }
        int count = Math.min(length, unpacked.remaining());
        unpacked.get(bytes, from, count);
        return count;
    }

    private boolean refill() throws IOException {
        int count = stored.read(read);
        if (count < 0) {
            return false;
        }
        packed.clear();
        packed.put(read, 0, count).flip();
        return true;
    }

    private void unpack() throws IOException {
        unpacked.clear();
        try {
            inFrame = !context.decompressDirectByteBufferStream(unpacked, packed);
        } catch (ZstdException e) {
            throw new IOException("not a zstd stream: " + e.getMessage(), e);
        } finally {
            isFull = inFrame && !unpacked.hasRemaining();
            unpacked.flip();
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        stored.close();
    }
}
