/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc.testkit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is told to a logger while this is open; nobody else is told. */
public final class LogListener extends Handler {
    private final Logger logger;
    private final BlockingQueue<LogRecord> told = new LinkedBlockingQueue<>();

    public LogListener(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** What was told and not taken yet, the oldest first. */
    public BlockingQueue<LogRecord> told() {
        return told;
    }

    /** Takes the oldest entry, and waits for one at most so long; null when none came. */
    public @Nullable LogRecord next(long millis) throws InterruptedException {
        return told.poll(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(LogRecord entry) {
        told.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
