/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * The secret numbers that one run mixes its keys with, so that nobody can write down keys that collide.
 *
 * @param m0 odd
 * @param m1 odd
 * @param s0 any
 */
record Seeds(long m0, long m1, long s0) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    static Seeds random() {
        return of(secret());
    }

    static Seeds of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Seeds(random.nextLong() | 1, random.nextLong() | 1, random.nextLong());
    }

    /**
     * Takes a number that nobody can guess from the system. In a new process the JDK's way to it, which asks its
     * providers, takes longer than to count ten megabytes, so it is for systems without the file.
     */
    private static long secret() {
        try (FileInputStream in = new FileInputStream("/dev/urandom")) {
            return ByteBuffer.wrap(in.readNBytes(Long.BYTES)).getLong();
        } catch (IOException | BufferUnderflowException e) {
            return new SecureRandom().nextLong();
        }
    }
}
