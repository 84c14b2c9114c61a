/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A job as an engine runs it in many processes: map tasks, each of which reads some splits, hand blocks of bytes to
 * reduce tasks, and what those make becomes the result.
 *
 * <p>The engine moves the blocks and decides what runs where; nothing else is asked of it:
 *
 * <ol>
 *   <li>Each split is mapped by one {@link MapTask}. A task that failed is done again from its first split, by a new
 *       {@code MapTask}; then all that the first one handed out is dropped.
 *   <li>Each block of part {@code p} is added to the one {@link ReduceTask} of that part, in any order.
 *   <li>What the reduce tasks hand out goes to {@link #result}.
 * </ol>
 *
 * <p>The same task made again hands out the same entries for the same parts, in any process.
 *
 * @param <T> the type of a record
 * @param <R> the type of the result
 * @implSpec Promises: none, because it never changes
 */
public final class ClusterJob<T, R> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /** What is to be done. */
    private final Job<T, R> job;

    /** How many reduce tasks there are. */
    private final int parts;

    /** Decides the part of a key, so every process must have the same. */
    private final Seeds seeds;

    ClusterJob(Job<T, R> job, int parts) {
        this.job = job;
        this.parts = parts;
        this.seeds = Seeds.random();
    }

    /**
     * Tells how many reduce tasks there are.
     *
     * @return the number of parts, at least 1
     */
    public int parts() {
        return parts;
    }

    /**
     * Tells how much a map task takes at a time.
     *
     * @return the bytes of a split
     */
    public int splitBytes() {
        return job.splitBytes();
    }

    /**
     * Tells what happens when an input cannot be read whole.
     *
     * @return what the job says
     */
    public BadInput badInput() {
        return job.badInput();
    }

    /**
     * Begins a map task.
     *
     * @param heldBytes about how much memory it may take for what it has made, before it hands blocks out
     * @param sink takes its blocks
     * @return a task, for one thread
     */
    public MapTask<T> newMapTask(long heldBytes, BlockSink sink) {
        return new MapTask<>(job, seeds, heldBytes, new BlockWriter(parts, sink));
    }

    /**
     * Begins a reduce task.
     *
     * @param sink takes its blocks
     * @return a task, for one thread
     */
    public ReduceTask newReduceTask(BlockSink sink) {
        return new ReduceTask(job.kernel().newReduction(), sink);
    }

    /**
     * Makes the result.
     *
     * @param reduced what each reduce task handed out
     * @param report what the engine knows of the run; to its splits, records and bytes those of the tasks are added
     * @return the result of the job
     * @throws JobException if a function of the job threw
     */
    public R result(List<? extends List<byte[]>> reduced, Report report) {
        TaskFigures figures = new TaskFigures();
        List<List<byte[]>> entries = new ArrayList<>();
        for (List<byte[]> blocks : reduced) {
            List<byte[]> ofPart = new ArrayList<>();
            for (byte[] block : blocks) {
                if (BlockReader.isFigures(block)) {
                    figures.add(block);
                } else {
                    ofPart.add(block);
                }
            }
            entries.add(ofPart);
        }
        try {
            return requireNonNull(job.kernel().result(entries, figures.in(report)), "result of the job");
        } catch (JobException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw JobException.of("", -1, e);
        }
    }

    @Override
    public String toString() {
        return "ClusterJob[" + job + ", parts=" + parts + "]";
    }
}
