/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable sequence of bytes, ordered by its bytes as unsigned numbers.
 *
 * @implSpec Promises: none, because it never changes
 */
public final class Bytes implements Comparable<Bytes>, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /** The bytes, never written to. */
    private final byte[] array;

    Bytes(byte[] array) {
        this.array = array;
    }

    /**
     * Copies an array.
     *
     * @param bytes the bytes
     * @return the same bytes, immutable
     */
    public static Bytes of(byte... bytes) {
        return new Bytes(bytes.clone());
    }

    /**
     * Encodes a text as UTF-8.
     *
     * @param text the text
     * @return its bytes
     */
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(UTF_8));
    }

    byte[] array() {
        return array;
    }

    /**
     * Tells how many bytes there are.
     *
     * @return the number of bytes, at least 0
     */
    public int length() {
        return array.length;
    }

    /**
     * Reads one byte.
     *
     * @param index the place, 0 for the first byte
     * @return the byte there
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public byte get(int index) {
        return array[Objects.checkIndex(index, array.length)];
    }

    /**
     * Copies the bytes out.
     *
     * @return a new array
     */
    public byte[] toArray() {
        return array.clone();
    }

    /**
     * Compares byte by byte as unsigned numbers; a prefix comes before what it begins.
     *
     * @param other what to compare with
     * @return negative, zero or positive
     */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /**
     * Decodes the bytes as UTF-8.
     *
     * @return the text; a malformed byte sequence becomes U+FFFD
     */
    @Override
    public String toString() {
        return new String(array, UTF_8);
    }
}
