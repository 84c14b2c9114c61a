/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Tells on standard error how far long work is: a bar where that is a terminal, a line every ten seconds otherwise.
 *
 * <p>Work that takes under a second shows nothing, and does not pay for loading what draws the bar.
 */
final class Progress implements AutoCloseable {

    /**
     * How far the work is.
     *
     * @param done how many bytes are done
     * @param total how many there are, -1 while that is not known
     */
    record Point(long done, long total) {}

    private static final long BAR_AFTER_MILLIS = 1_000;
    private static final int BAR_EVERY_MILLIS = 200;
    private static final long LINE_EVERY_MILLIS = 10_000;
    private static final long MEGABYTE = 1_000_000;

    private final Streams streams;
    private final Supplier<Point> points;
    private final long start = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private final Thread onExit;

    private Progress(Streams streams, Supplier<Point> points) {
        this.streams = streams;
        this.points = points;
        this.thread = new Thread(streams.errIsTerminal() ? this::showBar : this::printLines, "heddle-progress");
        this.onExit = new Thread(this::stop, "heddle-progress-stop");
        thread.setDaemon(true);
    }

    /** Begins to tell, until closed, how far the work is that {@code points} watches. */
    static Progress of(Streams streams, Supplier<Point> points) {
        Progress progress = new Progress(streams, points);
        Runtime.getRuntime().addShutdownHook(progress.onExit);
        progress.thread.start();
        return progress;
    }

    private void showBar() {
        try {
            if (over.await(BAR_AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            try (ProgressBar bar = bar()) {
                do {
                    Point point = points.get();
                    bar.maxHint(point.total());
                    bar.stepTo(point.done());
                } while (!over.await(BAR_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to end it.
            Thread.currentThread().interrupt();
        }
    }

    private ProgressBar bar() {
        ProgressBarStyle style = streams.color() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII;
        return new ProgressBarBuilder()
                .setTaskName("Counting")
                .setInitialMax(points.get().total())
                .setUnit(" MB", MEGABYTE)
                .showSpeed()
                .setStyle(style)
                .setUpdateIntervalMillis(BAR_EVERY_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(streams.err(), Terminal.columns() - 1))
                .clearDisplayOnFinish()
                .startsFrom(0, Duration.ofNanos(System.nanoTime() - start))
                .build();
    }

    private void printLines() {
        try {
            while (!over.await(LINE_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                streams.say(line(points.get(), System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns one line of progress: {@code 120 MB of 480 MB (25 %), 60 MB/s, 6 s left}. */
    static String line(Point point, long elapsedNanos) {
        double seconds = Math.max(elapsedNanos, 1) / 1e9;
        double rate = point.done() / seconds;
        StringBuilder line = new StringBuilder(Figures.bytes(point.done()));
        if (point.total() > 0) {
            line.append(" of ")
                    .append(Figures.bytes(point.total()))
                    .append(" (")
                    .append(point.done() * 100 / point.total())
                    .append(" %)");
        }
        line.append(", ").append(Figures.bytes((long) rate)).append("/s");
        if (point.total() > 0 && rate > 0) {
            line.append(", ")
                    .append(Math.round((point.total() - point.done()) / rate))
                    .append(" s left");
        }
        return line.toString();
    }

    private void stop() {
        over.countDown();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook runs.
        }
    }
}
