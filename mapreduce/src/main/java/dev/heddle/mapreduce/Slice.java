/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view of the bytes of one record, valid only during the call that it is handed to.
 *
 * <p>The engine moves one slice over its buffer from record to record. What shall outlive the call is copied, by
 * {@link #toBytes} or {@link #toString}.
 *
 * <p>The text of a short record that was seen lately is not decoded again: {@link #toString} gives the same object.
 *
 * <p>Not safe for use by several threads.
 *
 * @implSpec Promises: none, because one thread uses it
 */
public final class Slice {
    byte[] array;
    int from;
    int to;
    String input;

    /** The place of {@code array[0]} in the input. */
    long base;

    /** The key of {@link SumTable#smallKey}, 0 where that is not known. */
    long small;

    /** Whose record it is; null for a slice that a user made. */
    private @Nullable Worker<?> owner;

    Slice(byte[] array, int from, int to) {
        this.array = array;
        this.from = from;
        this.to = to;
        this.input = "";
    }

    /**
     * Makes a slice of a whole array, which is not copied.
     *
     * @param bytes the bytes to view
     * @return a new slice over them
     */
    public static Slice of(byte... bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    void belongTo(Worker<?> worker) {
        owner = worker;
    }

    void move(int newFrom, int newTo) {
        from = newFrom;
        to = newTo;
        small = 0;
    }

    void move(Chunk chunk) {
        array = chunk.bytes;
        input = chunk.input;
        base = chunk.base;
    }

    /**
     * Tells how many bytes the record has.
     *
     * @return the number of bytes, at least 0
     */
    public int length() {
        return to - from;
    }

    /**
     * Reads one byte.
     *
     * @param index the place, 0 for the first byte
     * @return the byte there
     * @throws IndexOutOfBoundsException if the place is outside of the record
     */
    public byte get(int index) {
        return array[from + Objects.checkIndex(index, to - from)];
    }

    /**
     * Finds a byte.
     *
     * @param wanted the byte to find
     * @param start the place to start at, at least 0
     * @return the first place of that byte at or after {@code start}, -1 if there is none
     */
    public int indexOf(byte wanted, int start) {
        for (int i = from + Math.max(0, start); i < to; i++) {
            if (array[i] == wanted) {
                return i - from;
            }
        }
        return -1;
    }

    /**
     * Makes a slice of a part of this one; both are valid for the same call.
     *
     * @param start the first place
     * @param end the place after the last one
     * @return a new view of the same bytes
     * @throws IndexOutOfBoundsException if the part does not lie within this slice
     */
    public Slice part(int start, int end) {
        Objects.checkFromToIndex(start, end, to - from);
        Slice part = new Slice(array, from + start, from + end);
        part.owner = owner;
        part.input = input;
        part.base = base;
        return part;
    }

    /**
     * Gives the array behind this slice, for code that reads many bytes; writing to it changes what other records hold.
     *
     * @return the engine's buffer, of which this slice is {@code [arrayFrom(), arrayTo())}
     */
    public byte[] array() {
        // The user may write to it.
        small = 0;
        return array;
    }

    /**
     * Gives the place of the first byte in {@link #array}.
     *
     * @return an index into the array
     */
    public int arrayFrom() {
        return from;
    }

    /**
     * Gives the place after the last byte in {@link #array}.
     *
     * @return an index into the array, or its length
     */
    public int arrayTo() {
        return to;
    }

    /**
     * Names the file or stream that the record stands in.
     *
     * @return the path of the file or the name of the stream; empty for a slice made by {@link #of}
     */
    public String input() {
        return input;
    }

    /**
     * Tells where in the input the record stands.
     *
     * @return how many bytes precede it there
     */
    public long position() {
        return base + from;
    }

    /**
     * Compares with an array.
     *
     * @param bytes the bytes to compare with
     * @return whether this record has the same bytes
     */
    public boolean contentEquals(byte[] bytes) {
        return Arrays.equals(array, from, to, bytes, 0, bytes.length);
    }

    /**
     * Copies the record.
     *
     * @return the bytes, immutable
     */
    public Bytes toBytes() {
        return new Bytes(Arrays.copyOfRange(array, from, to));
    }

    /**
     * Decodes the record as UTF-8.
     *
     * @return the text; a malformed byte sequence becomes U+FFFD
     */
    @Override
    public String toString() {
        return owner == null
                ? new String(array, from, to - from, UTF_8)
                : owner.strings().decode(array, from, to);
    }
}
