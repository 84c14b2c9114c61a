/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.io.Serial;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Thrown when an input cannot be read, changes while it is read, or breaks the contract of the tokenizer. */
public final class InputException extends JobException {
    @Serial
    private static final long serialVersionUID = 1;

    private InputException(String input, long offset, String reason, @Nullable Throwable cause) {
        super(input, offset, reason, cause);
    }

    /**
     * Makes an exception that a {@link Tokenizer} throws about bytes that its contract does not allow.
     *
     * @param run the bytes that it was handed
     * @param index the place within them
     * @param reason what is wrong there, such as {@code invalid UTF-8}
     * @return an exception that names the input and the offset
     */
    public static InputException at(Slice run, int index, String reason) {
        long offset = run.position() + index;
        return new InputException(run.input(), offset, reason + " at byte " + offset, null);
    }

    @Override
    InputException withCause(@Nullable Throwable cause) {
        return new InputException(input(), offset(), reason(), cause);
    }

    /**
     * Makes an exception of an engine that cannot read an input.
     *
     * @param input the name of the input
     * @param reason what is wrong with it, such as {@code is a directory}
     * @return an exception whose message names both
     */
    public static InputException of(String input, String reason) {
        return new InputException(input, -1, reason, null);
    }

    static InputException at(String input, long offset, String reason) {
        return new InputException(input, offset, reason, null);
    }

    /**
     * Makes an exception of an engine that failed to read an input.
     *
     * @param input the name of the input
     * @param offset where in it, -1 when there is no such place
     * @param cause what was thrown
     * @return an exception whose message names the input and the reason
     */
    public static InputException of(String input, long offset, IOException cause) {
        return new InputException(input, offset, reason(cause), cause);
    }

    static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemLoopException) {
            return "too many levels of symbolic links";
        }
        if (cause instanceof CharacterCodingException) {
            return "malformed text";
        }
        if (cause instanceof ClosedChannelException) {
            return "closed by an interrupt";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
