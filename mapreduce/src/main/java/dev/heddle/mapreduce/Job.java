/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
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
 *       <li>what threads write to disk at once never overlaps
 *       <li>a report counts every split once
 *       <li>no part of the merge is left out
 *       <li>a finished split is taken up with all of its counts
 *       <li>every file that a run makes for itself is closed at its end
 *       <li>of failures at the same moment none is lost
 *     </ul>
 */
public final class Job<T, R> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /** The bytes of a split unless the job says otherwise. */
    public static final int DEFAULT_SPLIT_BYTES = 1 << 18;

    /** How often a worker keeps what it has finished. */
    private static final Duration DEFAULT_COMMIT = Duration.ofSeconds(5);

    /** Cuts bytes into records; null where the records are objects. */
    private final @Nullable Tokenizer tokenizer;

    /** What is done with records. */
    private final Kernel<T, R> kernel;

    /** How it is run. */
    private final JobSettings settings;

    private Job(@Nullable Tokenizer tokenizer, Kernel<T, R> kernel, JobSettings settings) {
        this.tokenizer = tokenizer;
        this.kernel = kernel;
        this.settings = settings;
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

        <R> Job<T, R> job(Kernel<T, R> kernel) {
            int cores = Runtime.getRuntime().availableProcessors();
            Disk disk = new FolderDisk("");
            return new Job<>(
                    tokenizer, kernel, new JobSettings(cores, DEFAULT_SPLIT_BYTES, BadInput.FAIL, 0, disk, null, null));
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
        return new Job<>(tokenizer, new FinishKernel<T, R, S>(kernel, finisher), settings);
    }

    /**
     * Sets how many threads work. Without this, as many as the machine has processors.
     *
     * @param workers the number of threads, at least 1
     * @return a job
     */
    public Job<T, R> workers(int workers) {
        requireAtLeast("workers", workers, 1);
        return with(settings.workers(workers));
    }

    /**
     * Sets how much of a file or stream a worker takes at a time. Without this, {@link #DEFAULT_SPLIT_BYTES}.
     *
     * @param splitBytes the bytes of a split, at least 1
     * @return a job
     */
    public Job<T, R> splitBytes(int splitBytes) {
        requireAtLeast("splitBytes", splitBytes, 1);
        return with(settings.splitBytes(splitBytes));
    }

    /**
     * Sets what happens when an input cannot be read whole. Without this, {@link BadInput#FAIL}.
     *
     * @param badInput what to do
     * @return a job
     */
    public Job<T, R> badInput(BadInput badInput) {
        return with(settings.badInput(requireNonNull(badInput, "badInput")));
    }

    /**
     * Sets how much of the heap the sums of a run may take, over all workers and with what it takes to bring them
     * together. Without this, a quarter of the largest heap that the JVM would make. What does not fit is written to
     * files without a name, which are gone when the result is closed or no longer used, and when the process ends in
     * whatever way; the result is the same.
     *
     * <p>Not counted are the buffers of two splits for each worker, a key that alone is larger than the share of a
     * worker, and the entries that are taken out of the result. A run has no more workers than have 128 KiB each.
     *
     * @param bytes the most bytes, at least 128 KiB
     * @return a job
     * @throws UnsupportedOperationException if the job combines objects, whose size nobody can tell
     */
    public Job<T, R> memory(long bytes) {
        if (!kernel.isBounded()) {
            throw new UnsupportedOperationException("a job that combines objects holds all of them in memory");
        }
        if (bytes < Memory.LEAST_BYTES) {
            throw new IllegalArgumentException("memory: " + bytes + " (expected: at least " + Memory.LEAST_BYTES + ")");
        }
        return with(settings.memoryBytes(bytes));
    }

    /**
     * Sets the folder whose file system takes what does not fit into the memory. Without this, the folder of the system
     * for temporary files.
     *
     * @param folder a folder that files can be made in
     * @return a job
     */
    public Job<T, R> spillFolder(Path folder) {
        return disk(new FolderDisk(folder.toString()));
    }

    Job<T, R> disk(Disk disk) {
        return with(settings.disk(disk));
    }

    /**
     * Sets how long a run may take. One that takes longer is stopped and fails with a {@link DeadlineException}.
     *
     * @param deadline the longest time, more than zero
     * @return a job
     */
    public Job<T, R> deadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: more than zero)");
        }
        return with(settings.deadline(deadline));
    }

    /**
     * Lets a run go on where an earlier one was cut short, by a cancellation, a deadline, a failure or the end of its
     * process in whatever way. Each worker writes what it has to the file every few seconds, together with the splits
     * that it stands for; the first run that has a result deletes the file. A run that finds the file takes what it
     * holds for those splits and reads the others only. The result is the same.
     *
     * <p>The input must be files that are read as they stand, the same ones in the same order, unchanged; a file of
     * another tokenizer, other splits or other inputs is refused, and so is one that is no such file. Whether the
     * functions of the job are the same is for the caller to see to. For one run at a time.
     *
     * @param file where finished splits are kept
     * @return a job
     * @throws UnsupportedOperationException if the job combines objects, which cannot be kept
     */
    public Job<T, R> resume(Path file) {
        return resume(file, DEFAULT_COMMIT);
    }

    Job<T, R> resume(Path file, Duration every) {
        if (!kernel.isBounded()) {
            throw new UnsupportedOperationException("a job that combines objects cannot keep them in a file");
        }
        return with(settings.resume(new JobSettings.Resume(file.toString(), every.toNanos())));
    }

    private Job<T, R> with(JobSettings changed) {
        return new Job<>(tokenizer, kernel, changed);
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
        if (settings.resume() != null) {
            requireResumable(input);
        }
        return LocalRun.start(this, input);
    }

    private void requireResumable(Input<T> input) {
        if (!(input instanceof Input.Files)) {
            throw new IllegalArgumentException("input: " + input.getClass().getSimpleName()
                    + " (expected: files, in the middle of which a run can go on)");
        }
        if (settings.badInput() == BadInput.SKIP) {
            throw new IllegalArgumentException("badInput: SKIP (expected: FAIL, where finished splits are kept)");
        }
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

    Memory newMemory() {
        long bytes = settings.memoryBytes() == 0 ? Memory.defaultBytes() : settings.memoryBytes();
        return new Memory(settings.disk(), kernel.isBounded() ? bytes : Long.MAX_VALUE, settings.workers());
    }

    int splitBytes() {
        return settings.splitBytes();
    }

    BadInput badInput() {
        return settings.badInput();
    }

    JobSettings.@Nullable Resume resume() {
        return settings.resume();
    }

    @Nullable
    Duration deadline() {
        return settings.deadline();
    }

    @Override
    public String toString() {
        return "Job[" + (tokenizer == null ? "elements" : tokenizer.name()) + ", workers=" + settings.workers()
                + ", splitBytes=" + settings.splitBytes() + ", badInput=" + settings.badInput() + "]";
    }
}
