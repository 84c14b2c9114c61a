/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.text;

import dev.heddle.mapreduce.Bytes;
import dev.heddle.mapreduce.Report;
import dev.heddle.mapreduce.Skipped;
import dev.heddle.mapreduce.Sums;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How often each word was seen, the result of a {@link WordCount}. Immutable.
 *
 * <p>The order of the entries is fixed: the most frequent word first, words of one count by their unsigned bytes.
 *
 * @implSpec Promises: none, because it never changes
 */
public final class WordCounts implements AutoCloseable {
    private final Sums sums;

    WordCounts(Sums sums) {
        this.sums = sums;
    }

    /**
     * One word and its count.
     *
     * @param word the bytes of the word; {@link Bytes#toString} decodes them as UTF-8
     * @param count how often it was seen, at least 1
     */
    public record Entry(Bytes word, long count) {}

    /**
     * What was read and what was counted, which must agree.
     *
     * @param tokens how many words the tokenizer cut
     * @param counted the sum of the counts of all words
     * @param bytesAtOpen how many bytes the inputs held when they were opened
     * @param bytesRead how many bytes were read
     * @param skipped the inputs that were left out, and why
     */
    public record Audit(long tokens, long counted, long bytesAtOpen, long bytesRead, List<Skipped> skipped) {
        /** Copies the list. */
        public Audit {
            skipped = List.copyOf(skipped);
        }

        /**
         * Tells whether each byte was read once and each word counted once.
         *
         * @return whether both pairs of numbers are equal
         */
        public boolean isBalanced() {
            return tokens == counted && bytesAtOpen == bytesRead;
        }
    }

    /**
     * Tells how many words were seen.
     *
     * @return the number of words, each as often as it was seen
     */
    public long total() {
        return sums.report().records();
    }

    /**
     * Tells how many different words were seen.
     *
     * @return the number of distinct words
     */
    public long distinct() {
        return sums.size();
    }

    /**
     * Looks up one word.
     *
     * @param word the word
     * @return how often it was seen, 0 if never
     */
    public long count(Bytes word) {
        return sums.sum(word);
    }

    /**
     * Looks up one word.
     *
     * @param word the word, which is encoded as UTF-8
     * @return how often it was seen, 0 if never
     */
    public long count(String word) {
        return sums.sum(Bytes.of(word));
    }

    /**
     * Gives the most frequent words.
     *
     * <p><b>Cost:</b> looks at each word once and keeps {@code n} of them.
     *
     * @param n the most entries wanted, at least 0
     * @return the first {@code n} entries, or all where there are fewer
     */
    public List<Entry> top(int n) {
        return new Entries(sums.top(n));
    }

    /**
     * Gives all words in the order. <b>Cost:</b> makes an object of each and sorts them, each time it is called.
     *
     * @return all entries
     */
    public List<Entry> entries() {
        return new Entries(sums.entries());
    }

    /**
     * Gives all words in the order, one by one. <b>Cost:</b> that of {@link #entries} where the words are in memory;
     * where they are on disk, which is where they went if they did not fit into {@link WordCount.Builder#memory}, they
     * are read from there little by little.
     *
     * @return all entries
     */
    public Stream<Entry> stream() {
        Iterator<Sums.Entry> entries = sums.stream().iterator();
        // Not mapped: a stream of more than its source hands on entries through buffers, to an iterator most of all.
        Iterator<Entry> words = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Entry next() {
                Sums.Entry entry = entries.next();
                return new Entry(entry.key(), entry.sum());
            }
        };
        return StreamSupport.stream(
                Spliterators.spliterator(
                        words, distinct(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
                false);
    }

    /**
     * Gives back the space on disk that words beyond the memory take; they cannot be read any more. Without this the
     * space is given back when nothing refers to this object, and at the end of the process in any case.
     */
    @Override
    public void close() {
        sums.close();
    }

    /**
     * Tells what was read, in how many pieces, how long it took and what was left out.
     *
     * @return the report of the run
     */
    public Report report() {
        return sums.report();
    }

    /**
     * Compares what was read with what was counted. <b>Cost:</b> looks at each word.
     *
     * @return the figures, of which {@link Audit#isBalanced} is true
     */
    public Audit audit() {
        Report report = sums.report();
        return new Audit(report.records(), sums.total(), report.bytesAtOpen(), report.bytes(), report.skipped());
    }

    @Override
    public String toString() {
        return "WordCounts[total=" + total() + ", distinct=" + distinct() + "]";
    }

    /** Shows sums as counts of words, without a copy. */
    private static final class Entries extends AbstractList<Entry> implements RandomAccess {
        private final List<Sums.Entry> entries;

        Entries(List<Sums.Entry> entries) {
            this.entries = entries;
        }

        @Override
        public Entry get(int index) {
            Sums.Entry entry = entries.get(index);
            return new Entry(entry.key(), entry.sum());
        }

        @Override
        public int size() {
            return entries.size();
        }
    }
}
