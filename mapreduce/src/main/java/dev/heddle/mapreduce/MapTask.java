/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * A task that maps some of the input and hands out what it made of it.
 *
 * <p><b>Failure:</b> whatever it throws can be sent to another process; a cause that cannot be serialised is replaced
 * by one that shows the same text and stack.
 *
 * @param <T> the type of a record
 * @implSpec Promises: none, because one thread uses it
 */
public final class MapTask<T> {
    private final Job<T, ?> job;
    private final Seeds seeds;
    private final long heldBytes;
    private final BlockWriter out;
    private final TaskFigures figures = new TaskFigures();
    private final Chunk chunk = new Chunk();
    private Worker<T> worker;

    MapTask(Job<T, ?> job, Seeds seeds, long heldBytes, BlockWriter out) {
        this.job = job;
        this.seeds = seeds;
        this.heldBytes = heldBytes;
        this.out = out;
        this.worker = job.kernel().newWorker(seeds, Memory.unbounded());
    }

    /**
     * Maps a split of a file.
     *
     * @param split what to map, not much longer than {@link ClusterJob#splitBytes}: it is read as a whole
     * @param fileBytes how many bytes the file has; 0 if that is not known, and then the split is the whole file
     * @param source reads the file
     * @throws JobException if a function of the job threw; it names the file and the offset
     * @throws InputException if the file cannot be read
     * @throws InterruptedException if a function of the job did
     */
    public void map(Split split, long fileBytes, ByteSource source) throws InterruptedException {
        Tokenizer tokenizer = job.tokenizer();
        Separators separators = Separators.of(tokenizer);
        chunk.input = split.path();
        try {
            long bytes = split.end() - split.offset();
            if (fileBytes == 0) {
                bytes = SplitBytes.readUnsized(source, chunk);
                figures.unsizedBytes += bytes;
            } else {
                SplitBytes.read(source, fileBytes, split.offset(), split.end(), separators, chunk);
            }
            new RecordScanner(tokenizer, separators, ofBytes(worker)).scan(chunk);
            figures.splits++;
            figures.bytes += bytes;
        } catch (IOException e) {
            throw Portable.of(InputException.of(split.path(), -1, e));
        } catch (JobException e) {
            throw Portable.of(e);
        }
        flushIfFull();
    }

    @SuppressWarnings("unchecked") // a job with a tokenizer has slices for records
    private static Worker<Slice> ofBytes(Worker<?> worker) {
        return (Worker<Slice>) worker;
    }

    /**
     * Maps one record of a job over elements.
     *
     * @param record the record
     * @throws JobException if a function of the job threw
     * @throws InterruptedException if a function of the job did
     */
    public void map(T record) throws InterruptedException {
        try {
            worker.accept(requireNonNull(record, "record"));
        } catch (JobException e) {
            throw Portable.of(e);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw Portable.of(JobException.of("", -1, e));
        }
        worker.records++;
        if ((worker.records & 0xFF) == 0) {
            figures.splits++;
            flushIfFull();
        }
    }

    /**
     * Tells how far the task is.
     *
     * @return how many records it was shown
     */
    public long records() {
        return figures.records + worker.records;
    }

    private void flushIfFull() {
        if (worker.heldBytes() >= heldBytes) {
            flush();
        }
    }

    private void flush() {
        figures.records += worker.records;
        try {
            job.kernel().write(worker, out);
        } catch (IOException e) {
            throw Portable.of(JobException.of("", -1, e));
        }
        out.finish();
        worker = job.kernel().newWorker(seeds, Memory.unbounded());
    }

    /** Hands out what is left, and what the task has to tell of itself. The task is over. */
    public void finish() {
        flush();
        out.block(0, figures.toBlock());
    }
}
