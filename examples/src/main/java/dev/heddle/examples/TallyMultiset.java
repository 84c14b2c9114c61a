/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import com.google.common.collect.ForwardingMultiset;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import com.google.common.primitives.Ints;
import dev.heddle.counter.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Guava {@link Multiset} over a {@link Tally}, for code that takes one.
 *
 * <p>It can be added to, and answers single counts from the tally. Whatever looks at many elements looks at a copy that
 * was made for the call. Nothing can be removed. Counts above {@link Integer#MAX_VALUE} read as that, and those below
 * zero as zero, since a multiset has no others.
 *
 * @param <E> the type of the elements
 */
public final class TallyMultiset<E> extends ForwardingMultiset<E> {
    private final Tally<E> tally;

    /**
     * Makes a view.
     *
     * @param tally what it is a view of
     */
    public TallyMultiset(Tally<E> tally) {
        this.tally = tally;
    }

    @Override
    protected Multiset<E> delegate() {
        ImmutableMultiset.Builder<E> copy = ImmutableMultiset.builder();
        tally.forEach((key, count) -> copy.addCopies(key, occurrences(count)));
        return copy.build();
    }

    @Override
    @SuppressWarnings("unchecked") // a key is only looked for: equals tells whether it is one
    public int count(@Nullable Object element) {
        return element == null ? 0 : occurrences(tally.count((E) element));
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return count(element) > 0;
    }

    @Override
    public int add(E element, int occurrences) {
        if (occurrences < 0) {
            throw new IllegalArgumentException("occurrences: " + occurrences + " (expected: at least 0)");
        }
        return occurrences(tally.add(element, occurrences) - occurrences);
    }

    @Override
    public boolean add(E element) {
        tally.increment(element);
        return true;
    }

    private static int occurrences(long count) {
        return Ints.saturatedCast(Math.max(0, count));
    }

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Tally<String> tally = Tally.create();
        Multiset<String> words = new TallyMultiset<>(tally);
        words.addAll(List.of("the", "heddle", "keeps", "the", "threads", "of", "the", "loom", "apart"));
        tally.add("loom", 1);
        System.out.println(Multisets.copyHighestCountFirst(words));
    }
}
