/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;

/** Reads the entries that a {@link SpillWriter} wrote to [from, to) of a space. Used by one thread. */
final class SpillReader {
    private final Disk disk;
    private final Disk.Space space;
    private byte[] buffer;
    private int at;
    private int filled;

    /** The place behind what is in the buffer. */
    private long next;

    private long end;

    /** The key of the entry, in {@link #key()}, from here on. */
    int keyFrom;

    int keyTo;
    long sum;

    SpillReader(Disk disk, Disk.Space space, byte[] buffer) {
        this.disk = disk;
        this.space = space;
        this.buffer = buffer;
    }

    /** Goes to the entries in [from, to). */
    void seek(long from, long to) {
        at = 0;
        filled = 0;
        next = from;
        end = to;
    }

    byte[] key() {
        return buffer;
    }

    /** Goes to the next entry; false behind the last one. */
    boolean next() {
        if (at == filled && next == end) {
            return false;
        }
        int length = (int) number();
        long folded = number();
        sum = (folded >>> 1) ^ -(folded & 1);
        need(length);
        keyFrom = at;
        at += length;
        keyTo = at;
        return true;
    }

    long readLong(long place) {
        byte[] eight = new byte[Long.BYTES];
        try {
            space.read(eight, 0, eight.length, place);
        } catch (IOException e) {
            throw JobException.spilling("read from", disk, e);
        }
        return Swar.load(eight, 0);
    }

    private long number() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            need(1);
            byte b = buffer[at++];
            number |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return number;
            }
        }
    }

    /** Sees to it that so many bytes stand in the buffer from here on. */
    private void need(int bytes) {
        if (filled - at >= bytes) {
            return;
        }
        byte[] into = bytes > buffer.length ? new byte[bytes] : buffer;
        System.arraycopy(buffer, at, into, 0, filled - at);
        buffer = into;
        filled -= at;
        at = 0;
        int count = (int) Math.min(buffer.length - filled, end - next);
        try {
            space.read(buffer, filled, filled + count, next);
        } catch (IOException e) {
            throw JobException.spilling("read from", disk, e);
        }
        filled += count;
        next += count;
        if (filled < bytes) {
            throw JobException.spilling("read from", disk, new IOException("an entry ends early"));
        }
    }
}
