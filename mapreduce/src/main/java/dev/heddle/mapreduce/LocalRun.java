/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A run in threads of this process: one that leads and works, and others that work. */
final class LocalRun<T, R> implements Run<R> {
    /*
     * field       read      write     who writes
     * ----------  --------  --------  ---------------------------------------------------------
     * crew        volatile  volatile  the leader, before the threads in it start
     * feed        volatile  volatile  the leader, before the crew that drains it
     * bytesTotal  volatile  volatile  the leader
     * result      plain     plain     the leader, once; read after the leader was joined
     * workers     plain     plain     the leader, between the times when a crew works
     * resultSpace plain     plain     the leader alone
     * seeds       plain     plain     the leader, before it starts others
     * endNanos    volatile  volatile  the leader, once
     *
     * Stopping: the one who stops writes state.stopped and then interrupts the crew. A thread of the crew is in the
     * array before it starts and looks at state.stopped after it has started, so it is interrupted or sees the flag.
     * Workers and their tables pass from thread to thread by start and join only.
     */
    private static final AtomicLong RUNS = new AtomicLong();

    private final Job<T, R> job;
    private final Input<T> input;
    private final String name = "heddle-mapreduce-" + RUNS.incrementAndGet();
    private Seeds seeds = Seeds.random();
    private final Memory memory;
    private final Thread leader = newThread(0, this::lead);
    private final RunState state = new RunState();
    private final List<Worker<T>> workers = new ArrayList<>();
    private final FirstFailure failure = new FirstFailure();
    private volatile Thread[] crew = {leader};
    private volatile @Nullable Feed<T> feed;
    private volatile long bytesTotal = -1;
    private final long startNanos = System.nanoTime();
    private volatile long endNanos;
    private @Nullable R result;
    private Disk.@Nullable Space resultSpace;

    private LocalRun(Job<T, R> job, Input<T> input) {
        this.job = job;
        this.input = input;
        this.memory = job.newMemory();
    }

    static <T, R> Run<R> start(Job<T, R> job, Input<T> input) {
        LocalRun<T, R> run = new LocalRun<>(job, input);
        run.leader.start();
        return run;
    }

    private Thread newThread(int index, Runnable body) {
        Thread thread = new Thread(body, name + "-" + (index + 1));
        thread.setDaemon(true);
        return thread;
    }

    private void lead() {
        try (Watchdog watchdog = Watchdog.start(name + "-deadline", job.deadline(), this::fail)) {
            R made = execute();
            watchdog.callOff();
            if (!state.isStopped()) {
                result = made;
            }
        } catch (CancellationException e) {
            // Whoever stopped the run has said why.
        } catch (Throwable e) {
            fail(e);
        } finally {
            endJournal();
            memory.close(result == null ? null : resultSpace);
            endNanos = System.nanoTime();
        }
    }

    /** Keeps what is finished if there is no result. All threads of the crew have ended. */
    private void endJournal() {
        Journal journal = memory.journal();
        if (journal == null) {
            return;
        }
        if (result == null) {
            workers.forEach(worker -> attempt(worker::commit));
        }
        attempt(() -> journal.end(result != null));
    }

    /** What fails at the end of a run fails the run, unless that has its result. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private R execute() throws IOException {
        if (input instanceof Input.Elements<T> elements) {
            drain(new ElementFeed<>(elements.elements(), state), workers, memory.workers());
            Report report = new Report(1, state.splits(), state.records(), 0, 0, List.of(), workers.size(), elapsed());
            return merge(workers, report);
        }
        BytePlan plan = BytePlan.of(asBytes(input), asBytes(job), state);
        openJournal(plan);
        while (!drainFiles(plan, workers)) {
            // What was counted of a bad file cannot be taken out again: count the others afresh.
            workers.clear();
            state.reset();
        }
        bytesTotal = plan.bytesTotal();
        for (StreamFeed stream : plan.streams()) {
            drainAndClose(stream);
        }
        if (workers.isEmpty()) {
            workers.add(job.kernel().newWorker(seeds, memory));
        }
        return merge(workers, plan.report(workers.size(), elapsed()));
    }

    private void openJournal(BytePlan plan) {
        JobSettings.Resume resume = job.resume();
        if (resume == null) {
            return;
        }
        plan.requireResumable();
        Journal journal = Journal.open(Path.of(resume.file()), memory.disk(), plan.about());
        memory.keepIn(journal, resume.everyNanos());
        seeds = journal.seeds();
        state.resume(journal.done().cardinality(), journal.bytes(), journal.records());
    }

    /** Counts the files; false when a bad one may be in the counts. */
    private boolean drainFiles(BytePlan plan, List<Worker<T>> workers) throws IOException {
        if (plan.hasFiles()) {
            bytesTotal = plan.bytesTotal();
            Journal journal = memory.journal();
            FileFeed pass = plan.newPass(journal == null ? new BitSet() : journal.done());
            drain(asRecords(pass), workers, (int) Math.min(memory.workers(), pass.splits()));
            if (!plan.endPass(pass)) {
                return false;
            }
        }
        for (StreamFeed stream : plan.newDecodedPass()) {
            drainAndClose(stream);
            if (!plan.endDecoded(stream)) {
                return false;
            }
        }
        return true;
    }

    private void drainAndClose(StreamFeed stream) throws IOException {
        try {
            drain(asRecords(stream), workers, memory.workers());
        } finally {
            stream.close();
        }
    }

    @SuppressWarnings("unchecked") // what is not elements is bytes, and the records of bytes are slices
    private static Input<Slice> asBytes(Input<?> input) {
        return (Input<Slice>) input;
    }

    @SuppressWarnings("unchecked") // Job.start has compared the job with the input
    private static Job<Slice, ?> asBytes(Job<?, ?> job) {
        return (Job<Slice, ?>) job;
    }

    @SuppressWarnings("unchecked") // T is Slice where the input is bytes
    private Feed<T> asRecords(Feed<Slice> bytes) {
        return (Feed<T>) bytes;
    }

    private void drain(Feed<T> from, List<Worker<T>> workers, int threads) {
        while (workers.size() < threads) {
            workers.add(job.kernel().newWorker(seeds, memory));
        }
        feed = from;
        together(threads, index -> from.drain(workers.get(index)));
        feed = null;
    }

    private R merge(List<Worker<T>> workers, Report report) {
        Kernel.Merge<R> merge = job.kernel().merge(workers, seeds, memory);
        together(workers.size(), merge::prepare);
        PartQueue parts = new PartQueue(merge.parts());
        together(workers.size(), index -> {
            int part;
            while (!state.isStopped() && (part = parts.claim()) != PartQueue.NONE) {
                merge.mergePart(part);
            }
        });
        R made = requireNonNull(merge.result(report.withElapsed(elapsed())), "result of the job");
        resultSpace = merge.space();
        return made;
    }

    /** Does the same in several threads, this one among them, and returns when all have ended. */
    private void together(int threads, Body body) {
        Thread[] all = new Thread[threads];
        all[0] = leader;
        for (int i = 1; i < threads; i++) {
            int index = i;
            all[i] = newThread(i, () -> guard(index, body));
        }
        crew = all;
        try {
            for (int i = 1; i < threads && !state.isStopped(); i++) {
                all[i].start();
            }
            guard(0, body);
        } catch (OutOfMemoryError e) {
            fail(e);
        } finally {
            for (int i = 1; i < threads; i++) {
                joinWhateverComes(all[i]);
            }
        }
        if (state.isStopped()) {
            throw new CancellationException();
        }
    }

    private void guard(int index, Body body) {
        if (state.isStopped()) {
            return;
        }
        try {
            body.run(index);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Ends the run for what one of its threads has thrown, or the one that watches its deadline. */
    void fail(Throwable thrown) {
        if (state.isStopped() && (isInterrupt(thrown) || isInterrupt(thrown.getCause()))) {
            return;
        }
        if (failure.add(told(thrown))) {
            cancel();
        }
    }

    private static Throwable told(Throwable thrown) {
        if (thrown instanceof Error) {
            return thrown;
        }
        if (isOwnInterrupt(thrown) || isOwnInterrupt(thrown.getCause())) {
            return new JobException("", -1, "a thread of the run was interrupted", thrown);
        }
        return thrown instanceof JobException ? thrown : JobException.of("", -1, thrown);
    }

    private static boolean isOwnInterrupt(@Nullable Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
    }

    /** An interrupt closes the channel that a thread reads or writes, for those, too, that share it. */
    private static boolean isInterrupt(@Nullable Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedChannelException;
    }

    @Override
    public void cancel() {
        state.stop();
        Feed<T> current = feed;
        if (current != null) {
            current.unblock();
        }
        for (Thread thread : crew) {
            thread.interrupt();
        }
    }

    @Override
    public R await() throws InterruptedException {
        leader.join();
        return outcome();
    }

    @Override
    public @Nullable R tryAwait(Duration timeout) throws InterruptedException {
        return leader.join(timeout) ? outcome() : null;
    }

    private R outcome() {
        R made = result;
        if (made != null) {
            return made;
        }
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        throw new CancellationException("run '" + name + "' was cancelled");
    }

    @Override
    public boolean isDone() {
        return !leader.isAlive();
    }

    @Override
    public Stats stats() {
        return new Stats(state.bytes(), bytesTotal, state.records(), elapsed());
    }

    private long elapsed() {
        long end = endNanos;
        return (end == 0 ? System.nanoTime() : end) - startNanos;
    }

    @Override
    public void close() {
        if (!isDone()) {
            cancel();
        }
        joinWhateverComes(leader);
    }

    static void joinWhateverComes(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Run[" + name + ", " + (isDone() ? "done" : "running") + ", bytes=" + state.bytes() + "]";
    }

    /** What each thread of the crew does. */
    @FunctionalInterface
    private interface Body {
        void run(int index) throws Exception;
    }
}
