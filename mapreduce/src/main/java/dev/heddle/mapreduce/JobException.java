/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a run fails. The message is one line that names the input, and the offset where there is one.
 *
 * <p>This class itself means that a function of the job threw, with what it threw as the cause; {@link InputException}
 * means that the input is to blame.
 */
public class JobException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The name of the input, empty if there is none. */
    private final String input;

    /** The place in the input, -1 if there is none. */
    private final long offset;

    /** What is wrong, without the name of the input. */
    private final String reason;

    JobException(String input, long offset, String reason, @Nullable Throwable cause) {
        super(input.isEmpty() ? reason : input + ": " + reason, cause);
        this.input = input;
        this.offset = offset;
        this.reason = reason;
    }

    static JobException of(String input, long offset, Throwable cause) {
        return new JobException(
                input, offset, "the job failed" + (offset < 0 ? "" : " at byte " + offset) + ": " + cause, cause);
    }

    /** A spill file fails, most of all because the disk is full. */
    static JobException spilling(String what, Disk disk, IOException cause) {
        return new JobException(
                "", -1, "cannot " + what + " " + disk.file() + ": " + InputException.reason(cause), cause);
    }

    /**
     * Makes an exception of an engine that failed for a reason that lies neither in the job nor in its input.
     *
     * @param reason what is wrong, in one line
     * @param cause what was thrown, null if nothing was
     * @return an exception that belongs to no input
     */
    public static JobException ofEngine(String reason, @Nullable Throwable cause) {
        return new JobException("", -1, reason, cause);
    }

    /** The same failure with another cause. */
    JobException withCause(@Nullable Throwable cause) {
        return new JobException(input, offset, reason, cause);
    }

    /**
     * Tells what is wrong, without the name of the input.
     *
     * @return the message behind {@link #input}
     */
    public String reason() {
        return reason;
    }

    /**
     * Names the input.
     *
     * @return the path of the file, or the name of the stream; empty when the failure belongs to no input
     */
    public String input() {
        return input;
    }

    /**
     * Tells where in the input the failure was met.
     *
     * @return the number of bytes before it, -1 when there is no such place
     */
    public long offset() {
        return offset;
    }
}
