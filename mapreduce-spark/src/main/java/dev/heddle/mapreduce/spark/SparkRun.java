/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static java.util.Objects.requireNonNull;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.JobException;
import dev.heddle.mapreduce.Report;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.Skipped;
import dev.heddle.mapreduce.Stats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** A run on a cluster, led by a thread of this process. */
final class SparkRun<R> implements Run<R> {
    /*
     * field       read      write     who writes
     * ----------  --------  --------  -----------------------------------------
     * cancelled   volatile  volatile  whoever cancels, true
     * bytesTotal  volatile  volatile  the leader
     * endNanos    volatile  volatile  the leader, once
     * result      plain     plain     the leader, once; read after it was joined
     * thrown      plain     plain     the leader, once; read after it was joined
     *
     * One who cancels writes cancelled and then has Spark cancel the group's jobs, those of the future, too.
     */
    private static final AtomicLong RUNS = new AtomicLong();

    private final String name = "heddle-spark-" + RUNS.incrementAndGet();
    private final JavaSparkContext context;
    private final Plan<R> plan;
    private final LongAccumulator bytesDone;
    private final LongAccumulator recordsDone;
    private final Thread leader = new Thread(this::lead, name);
    private final long startNanos = System.nanoTime();
    private volatile boolean cancelled;
    private volatile long bytesTotal = -1;
    private volatile long endNanos;
    private @Nullable R result;
    private @Nullable Throwable thrown;

    private SparkRun(JavaSparkContext context, Plan<R> plan) {
        this.context = context;
        this.plan = plan;
        this.bytesDone = context.sc().longAccumulator();
        this.recordsDone = context.sc().longAccumulator();
    }

    static <R> SparkRun<R> start(JavaSparkContext context, Plan<R> plan) {
        SparkRun<R> run = new SparkRun<>(context, plan);
        run.leader.setDaemon(true);
        run.leader.start();
        return run;
    }

    private void lead() {
        try {
            context.setJobGroup(name, plan.description(), true);
            R made = execute();
            if (!cancelled) {
                result = made;
            }
        } catch (Throwable e) {
            if (!cancelled) {
                thrown = e instanceof Error ? e : Failures.of(e);
            }
        } finally {
            endNanos = System.nanoTime();
        }
    }

    private R execute() {
        while (true) {
            Mapped mapped = plan.map(this);
            bytesTotal = mapped.bytes;
            try {
                List<ArrayList<byte[]>> reduced = mapped.blocks == null
                        ? List.of()
                        : mapped.blocks
                                .partitionBy(new HashPartitioner(mapped.job.parts()))
                                .mapPartitions(new ReduceBlocks(mapped.job))
                                .collect();
                Report report =
                        new Report(mapped.inputs, 0, 0, 0, mapped.bytes, mapped.skipped, mapped.workers, elapsed());
                @SuppressWarnings("unchecked") // the plan's job makes an R
                R made = (R) requireNonNull(mapped.job.result(reduced, report));
                return made;
            } catch (Exception e) { // Spark throws checked ones that it does not declare
                if (cancelled || !(Failures.of(e) instanceof InputException bad)) {
                    throw Failures.unchecked(e);
                }
                // Of what was counted of a bad file nothing is kept: the others are counted afresh.
                plan.skip(bad);
                bytesDone.reset();
                recordsDone.reset();
            }
        }
    }

    LongAccumulator bytesDone() {
        return bytesDone;
    }

    LongAccumulator recordsDone() {
        return recordsDone;
    }

    @Override
    public void cancel() {
        cancelled = true;
        SparkContext scala = context.sc();
        if (leader.isAlive() && !scala.isStopped()) {
            scala.cancelJobGroupAndFutureJobs(name, "cancelled");
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
        long total = bytesTotal;
        // Work that was lost and done again was counted twice.
        long done = total < 0 ? bytesDone.value() : Math.min(bytesDone.value(), total);
        return new Stats(done, total, recordsDone.value(), elapsed());
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
        boolean interrupted = false;
        while (leader.isAlive()) {
            try {
                leader.join();
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
        return "Run[" + name + ", " + (isDone() ? "done" : "running") + "]";
    }

    /** What a run reads, and how often it may try. */
    interface Plan<R> {
        String description();

        /** Describes the map tasks; called again after an input was left out. */
        Mapped map(SparkRun<R> run);

        /** Leaves a bad input out, or throws if it must not be. */
        void skip(InputException bad) throws JobException;
    }

    /**
     * Map tasks, and what is known without running them.
     *
     * @param blocks what they hand out, null if there is none to run
     * @param job the job they work for
     * @param inputs how many inputs they read
     * @param bytes how much they read
     * @param skipped which inputs they do not read
     * @param workers how many of them run at once
     */
    record Mapped(
            @Nullable JavaPairRDD<Integer, byte[]> blocks,
            ClusterJob<?, ?> job,
            int inputs,
            long bytes,
            List<Skipped> skipped,
            int workers) {}
}
