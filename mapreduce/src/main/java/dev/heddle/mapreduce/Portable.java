/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Makes failures fit for a journey to another process. */
final class Portable {
    private Portable() {}

    /** The same failure, with a cause that can be serialised. */
    static JobException of(JobException failure) {
        return isPortable(failure) ? failure : failure.withCause(copy(failure.getCause()));
    }

    private static boolean isPortable(Throwable thrown) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(thrown);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static @Nullable Throwable copy(@Nullable Throwable thrown) {
        if (thrown == null || isPortable(thrown)) {
            return thrown;
        }
        Copy copy = new Copy(thrown.toString(), copy(thrown.getCause()));
        copy.setStackTrace(thrown.getStackTrace());
        return copy;
    }

    /** Tells what an exception told that could not be sent, with its stack. */
    private static final class Copy extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        Copy(String text, @Nullable Throwable cause) {
            super(text, cause);
        }
    }
}
