/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a user can do something about: told in one line, without a stack trace, and exit code 1. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    Failure(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** Returns the failure to do {@code what}, such as "read", with {@code path}. */
    static Failure of(String what, Path path, IOException cause) {
        return new Failure("cannot " + what + " " + path + ": " + reason(cause));
    }

    /** Returns what {@code cause} means, in words for a person. */
    static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemLoopException) {
            return "its links form a loop";
        }
        String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        if (reason == null || reason.isEmpty()) {
            return cause.getClass().getSimpleName();
        }
        // What the operating system says begins with a capital: "Is a directory".
        boolean sentence = reason.length() > 1 && Character.isLowerCase(reason.charAt(1));
        return sentence ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1) : reason;
    }
}
