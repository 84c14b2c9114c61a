/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static java.lang.invoke.ConstantBootstraps.arrayVarHandle;
import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that many threads append to and anyone reads by index, while nothing in it ever moves.
 *
 * <p>{@link #append} answers the index of the element, which stays its index for ever: there is no removal, no
 * replacement and no insertion. The elements are always a prefix without holes, so an index below any {@link #size}
 * ever seen holds its element. {@link #iterator}, {@link #forEach}, {@link #stream} and {@link #toList} cover what the
 * list held when they were called; they never throw for what other threads append meanwhile.
 *
 * <p><b>Progress:</b> {@link #append} is lock-free: a thread that stops half-way holds nobody up. Everything else is
 * wait-free but for the user code it calls and for a {@link #size} that is chased by appending threads, which is
 * lock-free.
 *
 * <p><b>Memory effects:</b> actions before {@link #append} happen-before actions after any method that returns, counts
 * or hands out the element.
 *
 * <p><b>Cost:</b> one compare-and-set per append, which allocates 4 kB once per 1024 elements (less while the list is
 * small) and never copies what is there. A {@link #get} by index from a list that is read a lot is one load from a flat
 * array: after twice as many reads as there are elements, a reader makes a copy of the prefix for all later reads,
 * which costs another reference per element. Before that, and for elements younger than the copy, it is three dependent
 * loads. The list holds at most 2,147,483,632 elements, and takes room for fewer than one and a half times those it
 * holds, plus 1040, and the copy.
 *
 * @param <E> the type of the elements, which are never null
 * @implSpec Promises:
 *     <ul>
 *       <li>no append is lost and no index is answered twice
 *       <li>an index below the size holds its element
 *       <li>an element that is seen is seen with all that was done before its append
 *     </ul>
 */
public final class AppendList<E> implements Iterable<E> {
    /*
     * field     read     write    who writes
     * --------  -------  -------  ---------------------------------------------------------------
     * segments  acquire  CAS      an appender, directory -> one twice as long with the same entries
     *  entries  acquire  CAS      an appender, null -> segment, once
     *  slots    acquire  CAS      an appender, null -> element, once
     * filled    acquire  release  an appender, to one more than the index of its element
     * flat      acquire  release  a reader, to a longer array; its slots are never written again
     * reads     plain    plain    readers, a guess
     *
     * Index i is place i + FIRST. Places are cut into segments of 16, 32, 64, 128, 256, 512, 1024, 1024, ... slots, so a
     * segment never moves, and it is young and small: collectors that mark what they store in old arrays (G1 does, with
     * a fence) have nothing to mark. The taken slots are always a prefix: an appender looks at the slots one by one and
     * takes the first that is null, so slot i is only taken by a thread that has seen slot i - 1 taken. There is no
     * counter to fetch an index from: a thread that fetched one and stalled before its store would leave a hole that
     * nobody else could fill, and size() would have to wait for it or forget appends that have returned.
     *
     * The directory is copied by a thread that needs the entry after its last, so all its entries are there and none
     * changes any more: no segment that another thread enters meanwhile can miss in the copy.
     *
     * filled is a lower bound of the prefix and saves the walk from slot 0. Any value that it ever had is right for
     * ever, because the prefix only grows. A thread that stalls between its look at filled and its store sets it back;
     * then one walk is longer and mends it. Its release covers all slots below: the thread that stores it has acquired
     * each of them, or the value of filled that it began from.
     *
     * A thread that loses the race for a slot waits a moment (some microseconds at most) before it tries again. The
     * winner then appends many elements with the cache line to itself, where two threads that never wait would send it
     * to and fro for each element. Nobody waits for anybody: the wait ends by itself.
     *
     * flat holds the elements of some prefix. Its release follows the acquire of each of them, so who acquires flat has
     * what was done before each append, and may read its slots plainly. reads counts those reads that found no flat
     * slot, one in SAMPLE of them; counts that get lost only put the copy off.
     */
    private static final int FIRST_BITS = 4;
    private static final int FIRST = 1 << FIRST_BITS;
    private static final int LAST_BITS = 10;
    private static final int LAST = 1 << LAST_BITS;
    private static final int SPINS = 48;
    private static final int SAMPLE = 16;

    private static final int ELEMENTS_MAX = Integer.MAX_VALUE - FIRST + 1;

    private static final VarHandle SEGMENTS =
            fieldVarHandle(MethodHandles.lookup(), "segments", VarHandle.class, AppendList.class, Object[][].class);
    private static final VarHandle SEGMENT =
            arrayVarHandle(MethodHandles.lookup(), "segment", VarHandle.class, Object[][].class);
    private static final VarHandle SLOT =
            arrayVarHandle(MethodHandles.lookup(), "slot", VarHandle.class, Object[].class);
    private static final VarHandle FILLED =
            fieldVarHandle(MethodHandles.lookup(), "filled", VarHandle.class, AppendList.class, int.class);
    private static final VarHandle FLAT =
            fieldVarHandle(MethodHandles.lookup(), "flat", VarHandle.class, AppendList.class, Object[].class);
    private static final Object[] NONE = {};

    @SuppressWarnings("unused") // accessed through SEGMENTS
    private volatile @Nullable Object[] @Nullable [] segments;

    @SuppressWarnings("unused") // accessed through FILLED
    private volatile int filled;

    @SuppressWarnings("unused") // accessed through FLAT
    private volatile Object[] flat = NONE;

    private int reads;

    private AppendList() {
        @Nullable Object[] @Nullable [] directory = new Object[4][];
        directory[0] = new Object[FIRST];
        segments = directory;
    }

    /**
     * Makes an empty list.
     *
     * @param <E> the type of the elements
     * @return a new list
     */
    public static <E> AppendList<E> create() {
        return new AppendList<>();
    }

    /**
     * Puts an element after the last one.
     *
     * @param element the element
     * @return its index, at which {@link #get} answers it from now on
     * @throws IllegalStateException if the list holds 2,147,483,632 elements
     */
    public int append(E element) {
        requireNonNull(element, "element");
        int index = filledAcquire();
        while (true) {
            @Nullable Object[] slots = segmentForAppend(index);
            for (int offset = offsetOf(index, slots.length); offset < slots.length; offset++, index++) {
                if (slotAcquire(slots, offset) == null) {
                    if (casSlot(slots, offset, element)) {
                        raiseFilled(index + 1);
                        return index;
                    }
                    pause();
                    int filled = filledAcquire();
                    if (filled > index) {
                        index = filled;
                        break;
                    }
                }
            }
        }
    }

    /**
     * Answers the element at an index.
     *
     * @param index an index that {@link #append} has answered, or one below {@link #size}
     * @return the element
     * @throws IndexOutOfBoundsException if no element has that index yet
     */
    @SuppressWarnings("unchecked") // only append stores, and it stores an E
    public E get(int index) {
        Object[] flat = flatAcquire();
        // Unsigned, as the array's own check is: so the compiler makes one of the two.
        return Integer.compareUnsigned(index, flat.length) < 0 ? (E) flat[index] : getFromSegment(index);
    }

    /**
     * Counts the elements.
     *
     * @return how many there are at one moment during the call; every append that returned before it is counted
     */
    public int size() {
        int index = filledAcquire();
        while (true) {
            @Nullable Object @Nullable [] slots = segmentAcquire(index);
            if (slots == null) {
                return index;
            }
            int length = slots.length;
            for (int offset = offsetOf(index, length); offset < length; offset++, index++) {
                if (slotAcquire(slots, offset) == null) {
                    return index;
                }
            }
        }
    }

    /**
     * Tells whether nothing was appended yet.
     *
     * @return true if there is no element
     */
    public boolean isEmpty() {
        return slotAcquire(requireNonNull(segmentAcquire(0)), 0) == null;
    }

    /**
     * Walks the elements that are there now, in index order.
     *
     * @return an iterator over them; it refuses {@link Iterator#remove}
     */
    @Override
    public Iterator<E> iterator() {
        return new PrefixIterator<>(this, size());
    }

    /**
     * Hands out the elements that are there now, in index order.
     *
     * @param action what is done with each
     */
    @Override
    public void forEach(Consumer<? super E> action) {
        requireNonNull(action, "action");
        forEach(0, size(), action);
    }

    /**
     * Walks and splits the elements that are there now.
     *
     * @return a spliterator that is sized, ordered, immutable and without nulls
     */
    @Override
    public Spliterator<E> spliterator() {
        return new PrefixSpliterator<>(this, 0, size());
    }

    /**
     * Streams the elements that are there now, in index order.
     *
     * @return a sequential stream, which can be made parallel at no cost
     */
    public Stream<E> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /**
     * Copies the elements that are there now.
     *
     * @return an unmodifiable list of its own
     */
    @SuppressWarnings("unchecked") // only append stores, and it stores an E
    public List<E> toList() {
        return (List<E>) Collections.unmodifiableList(Arrays.asList(toArray(size())));
    }

    /**
     * Shows this list as a {@link List} that grows with it and refuses every change.
     *
     * @return a view with random access; its iterators and streams cover what is there when they are made
     */
    public List<E> asList() {
        return new AppendListView<>(this);
    }

    @Override
    public String toString() {
        return "AppendList[size=" + size() + "]";
    }

    /** Hands out the elements of a range that lies below the size. */
    @SuppressWarnings("unchecked") // only append stores, and it stores an E
    void forEach(int from, int to, Consumer<? super E> action) {
        for (int index = from; index < to; ) {
            @Nullable Object[] slots = requireNonNull(segmentAcquire(index));
            int offset = offsetOf(index, slots.length);
            int end = Math.min(slots.length, offset + (to - index));
            index += end - offset;
            for (; offset < end; offset++) {
                action.accept((E) requireNonNull(slotAcquire(slots, offset)));
            }
        }
    }

    @SuppressWarnings("unchecked") // only append stores, and it stores an E
    private E getFromSegment(int index) {
        if (index >= 0) {
            @Nullable Object @Nullable [] slots = segmentAcquire(index);
            if (slots != null) {
                Object element = slotAcquire(slots, offsetOf(index, slots.length));
                if (element != null) {
                    if ((index & (SAMPLE - 1)) == 0) {
                        countReads();
                    }
                    return (E) element;
                }
            }
        }
        throw new IndexOutOfBoundsException("index: " + index + " (expected: at least 0, below size " + size() + ")");
    }

    private void countReads() {
        reads += SAMPLE;
        if (reads >>> 1 >= filledAcquire()) {
            reads = 0;
            flatten();
        }
    }

    /** Copies the elements that are there now for those who read by index. */
    void flatten() {
        Object[] copy = toArray(size());
        if (copy.length > flatAcquire().length) {
            setFlatRelease(copy);
        }
    }

    private Object[] toArray(int size) {
        Object[] copy = new Object[size];
        for (int index = 0; index < size; ) {
            @Nullable Object[] slots = requireNonNull(segmentAcquire(index));
            int length = Math.min(slots.length, size - index);
            System.arraycopy(slots, 0, copy, index, length);
            index += length;
        }
        return copy;
    }

    private static int segmentOf(int index) {
        int place = index + FIRST; // past the largest index it is negative, and no directory is so long
        return place >>> LAST_BITS == 0
                ? Integer.SIZE - 1 - FIRST_BITS - Integer.numberOfLeadingZeros(place)
                : (place >>> LAST_BITS) + LAST_BITS - FIRST_BITS - 1;
    }

    private static int lengthOf(int segment) {
        return segment < LAST_BITS - FIRST_BITS ? FIRST << segment : LAST;
    }

    private static int offsetOf(int index, int length) {
        return (index + FIRST) & (length - 1);
    }

    /** Gives the segment of an index, made where it is not there yet. */
    private @Nullable Object[] segmentForAppend(int index) {
        @Nullable Object @Nullable [] slots = segmentAcquire(index);
        return slots != null ? slots : makeSegment(index);
    }

    private @Nullable Object[] makeSegment(int index) {
        if (index == ELEMENTS_MAX) {
            throw new IllegalStateException("append list is full: " + ELEMENTS_MAX + " elements");
        }
        int segment = segmentOf(index);
        @Nullable Object[] @Nullable [] directory = segmentsAcquire();
        if (segment == directory.length) {
            casSegments(directory, Arrays.copyOf(directory, segment * 2));
            directory = segmentsAcquire();
        }
        casSegment(directory, segment, new Object[lengthOf(segment)]);
        return requireNonNull(segmentAcquire(index));
    }

    private void raiseFilled(int atLeast) {
        if (filledAcquire() < atLeast) {
            setFilledRelease(atLeast);
        }
    }

    private static void pause() {
        for (int spin = 0; spin < SPINS; spin++) {
            Thread.onSpinWait();
        }
    }

    /** Gives the segment of an index, null if no thread has made it yet. */
    private @Nullable Object @Nullable [] segmentAcquire(int index) {
        int segment = segmentOf(index);
        @Nullable Object[] @Nullable [] directory = segmentsAcquire();
        return segment < directory.length
                ? (@Nullable Object @Nullable []) SEGMENT.getAcquire(directory, segment)
                : null;
    }

    private @Nullable Object[] @Nullable [] segmentsAcquire() {
        return (@Nullable Object[] @Nullable []) SEGMENTS.getAcquire(this);
    }

    private void casSegments(@Nullable Object[] @Nullable [] expect, @Nullable Object[] @Nullable [] update) {
        SEGMENTS.compareAndSet(this, expect, update);
    }

    private static void casSegment(@Nullable Object[] @Nullable [] directory, int segment, @Nullable Object[] update) {
        SEGMENT.compareAndSet(directory, segment, null, update);
    }

    private static @Nullable Object slotAcquire(@Nullable Object[] slots, int offset) {
        return SLOT.getAcquire(slots, offset);
    }

    private static boolean casSlot(@Nullable Object[] slots, int offset, Object update) {
        return SLOT.compareAndSet(slots, offset, null, update);
    }

    private int filledAcquire() {
        return (int) FILLED.getAcquire(this);
    }

    private void setFilledRelease(int update) {
        FILLED.setRelease(this, update);
    }

    private Object[] flatAcquire() {
        return (Object[]) FLAT.getAcquire(this);
    }

    private void setFlatRelease(Object[] update) {
        FLAT.setRelease(this, update);
    }
}
