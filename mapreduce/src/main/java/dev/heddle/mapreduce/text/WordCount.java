/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import static java.util.Objects.requireNonNull;

import dev.heddle.mapreduce.BadInput;
import dev.heddle.mapreduce.Finisher;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Sums;
import dev.heddle.mapreduce.Tokenizer;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A description of a count of the words of files or of a stream. Immutable; can be started many times.
 *
 * <p>For example: {@snippet class="dev.heddle.mapreduce.text.WordCountExamples" region="top"}
 *
 * <p>The result is exact and depends on the bytes of the input and on the tokenizer alone: not on the number of
 * workers, the size of a split, or the memory.
 *
 * @implSpec Promises: none, because it never changes; the count is a {@link Job}, which promises
 */
public final class WordCount {
    private final Tokenizer tokenizer;
    private final Job<Slice, WordCounts> job;

    private WordCount(Tokenizer tokenizer, Job<Slice, WordCounts> job) {
        this.tokenizer = tokenizer;
        this.job = job;
    }

    /**
     * Begins a description with the default settings: {@link Tokenizers#asciiWhitespace}, case kept, a worker per
     * processor, the first bad input ends the run.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Counts the words of files and waits for the result.
     *
     * @param paths the files
     * @return the counts
     * @throws InterruptedException if the caller was interrupted; no thread of the run is left
     * @throws dev.heddle.mapreduce.InputException if a file is to blame and was not to be skipped
     */
    public WordCounts run(Path... paths) throws InterruptedException {
        return run(Input.files(List.of(paths)));
    }

    /**
     * Counts the words of an input and waits for the result.
     *
     * @param input what to read
     * @return the counts
     * @throws InterruptedException if the caller was interrupted; no thread of the run is left
     * @throws dev.heddle.mapreduce.InputException if the input is to blame and was not to be skipped
     */
    public WordCounts run(Input<Slice> input) throws InterruptedException {
        return job.run(input);
    }

    /**
     * Starts to count the words of an input.
     *
     * @param input what to read
     * @return the run; to be closed
     */
    public Run<WordCounts> start(Input<Slice> input) {
        return job.start(input);
    }

    /**
     * Gives the job that this is made of.
     *
     * @return the job, for an engine that runs it elsewhere
     */
    public Job<Slice, WordCounts> job() {
        return job;
    }

    /**
     * Gives the contract that cuts words.
     *
     * @return the tokenizer, with its case folding
     */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public String toString() {
        return "WordCount[" + job + "]";
    }

    /** Settings of a {@link WordCount}. Not safe for use by several threads. */
    public static final class Builder {
        private Tokenizer tokenizer = Tokenizers.asciiWhitespace();
        private boolean fold;
        private int workers = Runtime.getRuntime().availableProcessors();
        private int splitBytes = Job.DEFAULT_SPLIT_BYTES;
        private BadInput badInput = BadInput.FAIL;
        private @Nullable Long memory;
        private @Nullable Path spillFolder;
        private @Nullable Duration deadline;
        private @Nullable Path resume;

        private Builder() {}

        /**
         * Sets what a word is.
         *
         * @param tokenizer the contract that cuts words
         * @return this builder
         */
        public Builder tokenizer(Tokenizer tokenizer) {
            this.tokenizer = requireNonNull(tokenizer, "tokenizer");
            return this;
        }

        /**
         * Counts words that differ only in case as one word, in the way of the tokenizer.
         *
         * @return this builder
         */
        public Builder foldCase() {
            this.fold = true;
            return this;
        }

        /**
         * Sets how many threads work.
         *
         * @param workers the number of threads, at least 1
         * @return this builder
         */
        public Builder workers(int workers) {
            this.workers = workers;
            return this;
        }

        /**
         * Sets how much of a file or stream a worker takes at a time.
         *
         * @param splitBytes the bytes of a split, at least 1
         * @return this builder
         */
        public Builder splitBytes(int splitBytes) {
            this.splitBytes = splitBytes;
            return this;
        }

        /**
         * Sets what happens when an input cannot be read whole.
         *
         * @param badInput what to do
         * @return this builder
         */
        public Builder badInput(BadInput badInput) {
            this.badInput = requireNonNull(badInput, "badInput");
            return this;
        }

        /**
         * Sets how much of the heap the words may take, see {@link Job#memory}. Without this, a quarter of the largest
         * heap that the JVM would make.
         *
         * @param bytes the most bytes, at least 128 KiB
         * @return this builder
         */
        public Builder memory(long bytes) {
            this.memory = bytes;
            return this;
        }

        /**
         * Sets the folder whose file system takes what does not fit into the memory.
         *
         * @param folder a folder that files can be made in
         * @return this builder
         */
        public Builder spillFolder(Path folder) {
            this.spillFolder = requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Sets how long a run may take, see {@link Job#deadline}.
         *
         * @param deadline the longest time, more than zero
         * @return this builder
         */
        public Builder deadline(Duration deadline) {
            this.deadline = requireNonNull(deadline, "deadline");
            return this;
        }

        /**
         * Lets a count go on where an earlier one was cut short, see {@link Job#resume}.
         *
         * @param file where finished splits are kept
         * @return this builder
         */
        public Builder resume(Path file) {
            this.resume = requireNonNull(file, "file");
            return this;
        }

        /**
         * Makes the description.
         *
         * @return a word count with these settings
         * @throws IllegalArgumentException if a setting is out of its range
         * @throws UnsupportedOperationException if case is to be folded and the tokenizer cannot
         */
        public WordCount build() {
            Tokenizer words = fold ? tokenizer.foldCase() : tokenizer;
            Job<Slice, WordCounts> job = Job.count(words)
                    .then(new ToWordCounts())
                    .workers(workers)
                    .splitBytes(splitBytes)
                    .badInput(badInput);
            if (memory != null) {
                job = job.memory(memory);
            }
            if (spillFolder != null) {
                job = job.spillFolder(spillFolder);
            }
            if (deadline != null) {
                job = job.deadline(deadline);
            }
            if (resume != null) {
                job = job.resume(resume);
            }
            return new WordCount(words, job);
        }
    }

    /** Shows sums as counts of words. */
    private record ToWordCounts() implements Finisher<Sums, WordCounts> {
        /*
         * A lambda that can be serialised becomes a class anew in each process, which takes longer than to count ten
         * megabytes; others come from the cache of the JVM.
         */
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public WordCounts finish(Sums sums) {
            return new WordCounts(sums);
        }
    }
}
