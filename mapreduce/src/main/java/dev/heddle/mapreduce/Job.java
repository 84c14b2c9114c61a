/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A description of work over many records: map each to keys and values, combine the values of a key, reduce. Immutable;
 * can be started many times, also at the same time.
 *
 * <p>For example: {@snippet class="dev.heddle.mapreduce.JobExamples" region="bytesByFirstWord"}
 *
 * <p>A job can be serialised if its functions can.
 *
 * <p><b>Interruption:</b> {@link #run} ends its run and waits for its threads before it throws.
 *
 * <p><b>Failure:</b> the first exception of a function ends the run and is the cause of the {@link JobException} that
 * is thrown; an {@code Error} is thrown as it is.
 *
 * @param <T> the type of a record
 * @param <R> the type of the result
 * @implSpec Promises:
 *     <ul>
 *       <li>each split is handed to exactly one worker
 *       <li>what every worker counted is merged exactly once
 *       <li>an input that is skipped is in no count
 *     </ul>
 */
public final class Job<T, R> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /** The bytes of a split unless the job says otherwise. */
    public static final int DEFAULT_SPLIT_BYTES = 1 << 18;

    /** Cuts bytes into records; null where the records are objects. */
    private final @Nullable Tokenizer tokenizer;

    /** What is done with records. */
    private final Kernel<T, R> kernel;

    /** How many threads work. */
    private final int workers;

    /** How much of an input a worker takes at a time. */
    private final int splitBytes;

    /** What happens when an input cannot be read whole. */
    private final BadInput badInput;

    private Job(@Nullable Tokenizer tokenizer, Kernel<T, R> kernel, int workers, int splitBytes, BadInput badInput) {
        this.tokenizer = tokenizer;
        this.kernel = kernel;
        this.workers = workers;
        this.splitBytes = splitBytes;
        this.badInput = badInput;
    }

    /**
     * Begins a job whose records are the tokens of bytes.
     *
     * @param tokenizer cuts bytes into records
     * @return the first step of a description
     */
    public static Records<Slice> over(Tokenizer tokenizer) {
        return new Records<>(requireNonNull(tokenizer, "tokenizer"));
    }

    /**
     * Begins a job whose records are the lines of text.
     *
     * @return the first step of a description
     * @see Tokenizer#lines()
     */
    public static Records<Slice> lines() {
        return over(Tokenizer.lines());
    }

    /**
     * Begins a job whose records are objects.
     *
     * @param <T> the type of a record
     * @return the first step of a description
     * @see Input#elements
     */
    public static <T> Records<T> elements() {
        return new Records<>(null);
    }

    /**
     * Describes a count of the tokens of bytes, each under its own bytes.
     *
     * @param tokenizer cuts bytes into tokens
     * @return a job
     */
    public static Job<Slice, Sums> count(Tokenizer tokenizer) {
        return over(tokenizer).job(new CountKernel());
    }

    /**
     * A job whose records are known and not yet what is done with them.
     *
     * @param <T> the type of a record
     */
    public static final class Records<T> {
        private final @Nullable Tokenizer tokenizer;

        private Records(@Nullable Tokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        /**
         * Adds numbers by key of bytes. The fastest kind of job: no object is made per record.
         *
         * @param mapper what to add for a record
         * @return a job
         */
        public Job<T, Sums> sum(SumMapper<? super T> mapper) {
            return job(new SumKernel<T>(requireNonNull(mapper, "mapper")));
        }

        /**
         * Maps records to values of any type by keys of any type.
         *
         * @param mapper what to emit for a record
         * @param <K> the type of a key
         * @param <V> the type of a value
         * @return the next step of a description
         */
        public <K, V> Values<T, K, V> map(Mapper<? super T, K, V> mapper) {
            return new Values<>(this, requireNonNull(mapper, "mapper"));
        }

        private <R> Job<T, R> job(Kernel<T, R> kernel) {
            int cores = Runtime.getRuntime().availableProcessors();
            return new Job<>(tokenizer, kernel, cores, DEFAULT_SPLIT_BYTES, BadInput.FAIL);
        }
    }

    /**
     * A job whose mapper is known and not yet what becomes of the values of a key.
     *
     * @param <T> the type of a record
     * @param <K> the type of a key
     * @param <V> the type of a value
     */
    public static final class Values<T, K, V> {
        private final Records<T> records;
        private final Mapper<? super T, K, V> mapper;

        private Values(Records<T> records, Mapper<? super T, K, V> mapper) {
            this.records = records;
            this.mapper = mapper;
        }

        /**
         * Combines the values of a key into one.
         *
         * @param combiner combines two values
         * @return a job
         */
        public Job<T, Groups<K, V>> combine(Combiner<V> combiner) {
            return reduce(combiner, (key, value) -> value);
        }

        /**
         * Combines the values of a key into one and makes the result of the key from that.
         *
         * @param combiner combines two values
         * @param reducer makes the result of a key
         * @param <O> the type of the result of a key
         * @return a job
         */
        public <O> Job<T, Groups<K, O>> reduce(
                Combiner<V> combiner, Reducer<? super K, ? super V, ? extends O> reducer) {
            requireNonNull(combiner, "combiner");
            requireNonNull(reducer, "reducer");
            return records.job(new GroupKernel<T, K, V, O>(mapper, combiner, reducer));
        }
    }

    /**
     * Describes the same job with one more step at its end.
     *
     * @param finisher makes the result of this job's result
     * @param <S> the type of the result
     * @return a job
     */
    public <S> Job<T, S> then(Finisher<? super R, ? extends S> finisher) {
        requireNonNull(finisher, "finisher");
        return new Job<>(tokenizer, new FinishKernel<T, R, S>(kernel, finisher), workers, splitBytes, badInput);
    }

    /**
     * Sets how many threads work. Without this, as many as the machine has processors.
     *
     * @param workers the number of threads, at least 1
     * @return a job
     */
    public Job<T, R> workers(int workers) {
        requireAtLeast("workers", workers, 1);
        return new Job<>(tokenizer, kernel, workers, splitBytes, badInput);
    }

    /**
     * Sets how much of a file or stream a worker takes at a time. Without this, {@link #DEFAULT_SPLIT_BYTES}.
     *
     * @param splitBytes the bytes of a split, at least 1
     * @return a job
     */
    public Job<T, R> splitBytes(int splitBytes) {
        requireAtLeast("splitBytes", splitBytes, 1);
        return new Job<>(tokenizer, kernel, workers, splitBytes, badInput);
    }

    /**
     * Sets what happens when an input cannot be read whole. Without this, {@link BadInput#FAIL}.
     *
     * @param badInput what to do
     * @return a job
     */
    public Job<T, R> badInput(BadInput badInput) {
        return new Job<>(tokenizer, kernel, workers, splitBytes, requireNonNull(badInput, "badInput"));
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least " + least + ")");
        }
    }

    /**
     * Runs the job on this machine and waits for its end.
     *
     * @param input what to read
     * @return the result
     * @throws InputException if the input is to blame and was not to be skipped
     * @throws JobException if a function of the job threw
     * @throws InterruptedException if the caller was interrupted; no thread of the run is left
     */
    public R run(Input<T> input) throws InterruptedException {
        try (Run<R> run = start(input)) {
            return run.await();
        }
    }

    /**
     * Starts the job on this machine, in threads of its own.
     *
     * @param input what to read
     * @return the run; to be closed
     * @throws IllegalArgumentException if the input does not hold the records of this job
     */
    public Run<R> start(Input<T> input) {
        requireNonNull(input, "input");
        if (input instanceof Input.Elements<T> == (tokenizer != null)) {
            throw new IllegalArgumentException("input: " + input.getClass().getSimpleName() + " (expected: "
                    + (tokenizer == null ? "elements" : "files or a stream") + ")");
        }
        return LocalRun.start(this, input);
    }

    /**
     * Makes this job ready for an engine that runs it in many processes.
     *
     * @param parts how many reduce tasks there are, at least 1
     * @return the job in pieces
     */
    public ClusterJob<T, R> onCluster(int parts) {
        requireAtLeast("parts", parts, 1);
        return new ClusterJob<>(this, parts);
    }

    /**
     * Tells which of the two kinds of input the job takes.
     *
     * @return true for files and streams, whose records are the tokens of their bytes; false for elements
     */
    public boolean readsBytes() {
        return tokenizer != null;
    }

    Tokenizer tokenizer() {
        return requireNonNull(tokenizer);
    }

    Kernel<T, R> kernel() {
        return kernel;
    }

    int workers() {
        return workers;
    }

    int splitBytes() {
        return splitBytes;
    }

    BadInput badInput() {
        return badInput;
    }

    @Override
    public String toString() {
        return "Job[" + (tokenizer == null ? "elements" : tokenizer.name()) + ", workers=" + workers + ", splitBytes="
                + splitBytes + ", badInput=" + badInput + "]";
    }

    /**
     * The kernel of another job and one more step.
     *
     * @param kernel the kernel of the other job
     * @param finisher the step
     * @param <T> the type of a record
     * @param <R> the type of the other job's result
     * @param <S> the type of the result
     */
    private record FinishKernel<T, R, S>(Kernel<T, R> kernel, Finisher<? super R, ? extends S> finisher)
            implements Kernel<T, S> {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public Worker<T> newWorker(Seeds seeds) {
            return kernel.newWorker(seeds);
        }

        @Override
        public void write(Worker<T> worker, BlockWriter out) throws IOException {
            kernel.write(worker, out);
        }

        @Override
        public Reduction newReduction() {
            return kernel.newReduction();
        }

        @Override
        public S result(List<List<byte[]>> reduced, Report report) throws IOException {
            return finisher.finish(kernel.result(reduced, report));
        }

        @Override
        public Merge<S> merge(List<Worker<T>> workers, Seeds seeds) {
            Merge<R> merge = kernel.merge(workers, seeds);
            return new Merge<>() {
                @Override
                public int parts() {
                    return merge.parts();
                }

                @Override
                public void mergePart(int part) {
                    merge.mergePart(part);
                }

                @Override
                public S result(Report report) {
                    return finisher.finish(merge.result(report));
                }
            };
        }
    }
}
