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
 * <p><b>Cost:</b> one compare-and-set per append, and an allocation only where the list doubles; a get is two dependent
 * loads. The list holds at most 2,147,483,632 elements, and takes room for fewer than two and a half times those it
 * holds, plus 16.
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
     * segments  acquire  CAS      an appender, null -> segment, once per element of the directory
     * slots     acquire  CAS      an appender, null -> element, once per slot
     * filled    acquire  CAS      an appender, to a larger value
     *
     * Segment s holds 16 << s slots, so a segment never moves and index i lives in the segment that the highest bit of
     * i + 16 names. The taken slots are always a prefix: an appender looks at the slots one by one and takes the first
     * that is null, so slot i is only taken by a thread that has seen slot i - 1 taken. There is no counter to fetch
     * an index from: a thread that fetched one and stalled before its store would leave a hole that nobody else could
     * fill, and size() would have to wait for it or forget appends that have returned.
     *
     * filled is a lower bound of the prefix and saves the walk from slot 0. It lags by fewer than LAG slots per thread,
     * so it costs no second contended store per append. It only grows; a plain store could set it back by as much as a
     * thread may sleep, and every append after that would walk so far. Its CAS is the release for all slots below it:
     * the thread that raises it has acquired each of them, or the value of filled that it began from.
     *
     * The next segment is made by the thread that takes the slot one eighth before the end, so that the threads that
     * reach the end find it there and do not each allocate one to throw away.
     */
    private static final int FIRST_BITS = 4;
    private static final int FIRST = 1 << FIRST_BITS;
    private static final int LAG = 16;
    private static final int SEGMENTS_MAX = Integer.SIZE - FIRST_BITS;

    private static final int ELEMENTS_MAX = Integer.MAX_VALUE - FIRST + 1;

    private static final VarHandle SEGMENT =
            arrayVarHandle(MethodHandles.lookup(), "segment", VarHandle.class, Object[][].class);
    private static final VarHandle SLOT =
            arrayVarHandle(MethodHandles.lookup(), "slot", VarHandle.class, Object[].class);
    private static final VarHandle FILLED =
            fieldVarHandle(MethodHandles.lookup(), "filled", VarHandle.class, AppendList.class, int.class);

    /** One more than can be filled: the last stays null, so that an index past the end finds nothing. */
    private final @Nullable Object[] @Nullable [] segments = new Object[SEGMENTS_MAX][];

    @SuppressWarnings("unused") // accessed through FILLED
    private volatile int filled;

    private AppendList() {
        segments[0] = new Object[FIRST];
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
        int start = filledAcquire();
        int index = start;
        while (true) {
            @Nullable Object[] slots = segmentForAppend(segmentOf(index));
            int length = slots.length;
            for (int offset = offsetOf(index, length); offset < length; offset++, index++) {
                if (slotAcquire(slots, offset) == null && casSlot(slots, offset, element)) {
                    if (index - start >= LAG - 1) {
                        raiseFilled(index + 1);
                    }
                    if (offset == length - (length >>> 3) && index < ELEMENTS_MAX / 2) {
                        prepareSegment(segmentOf(index) + 1);
                    }
                    return index;
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
        if (index >= 0) {
            @Nullable Object @Nullable [] slots = segmentAcquire(segmentOf(index));
            if (slots != null) {
                Object element = slotAcquire(slots, offsetOf(index, slots.length));
                if (element != null) {
                    return (E) element;
                }
            }
        }
        throw new IndexOutOfBoundsException("index: " + index + " (expected: at least 0, below size " + size() + ")");
    }

    /**
     * Counts the elements.
     *
     * @return how many there are at one moment during the call; every append that returned before it is counted
     */
    public int size() {
        int index = filledAcquire();
        while (true) {
            @Nullable Object @Nullable [] slots = segmentAcquire(segmentOf(index));
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
        int size = size();
        Object[] copy = new Object[size];
        for (int index = 0; index < size; ) {
            @Nullable Object[] slots = requireNonNull(segmentAcquire(segmentOf(index)));
            int length = Math.min(slots.length, size - index);
            System.arraycopy(slots, 0, copy, index, length);
            index += length;
        }
        return (List<E>) Collections.unmodifiableList(Arrays.asList(copy));
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
            @Nullable Object[] slots = requireNonNull(segmentAcquire(segmentOf(index)));
            int offset = offsetOf(index, slots.length);
            int end = Math.min(slots.length, offset + (to - index));
            index += end - offset;
            for (; offset < end; offset++) {
                action.accept((E) requireNonNull(slotAcquire(slots, offset)));
            }
        }
    }

    private static int segmentOf(int index) {
        return SEGMENTS_MAX - 1 - Integer.numberOfLeadingZeros(index + FIRST);
    }

    private static int offsetOf(int index, int length) {
        return (index + FIRST) & (length - 1);
    }

    private @Nullable Object[] segmentForAppend(int segment) {
        @Nullable Object @Nullable [] slots = segmentAcquire(segment);
        return slots != null ? slots : prepareSegment(segment);
    }

    /** Makes a segment, or finds the one that another thread made meanwhile. */
    private @Nullable Object[] prepareSegment(int segment) {
        if (segment == SEGMENTS_MAX - 1) {
            throw new IllegalStateException("append list is full: " + ELEMENTS_MAX + " elements");
        }
        @Nullable Object @Nullable [] slots = segmentAcquire(segment);
        if (slots == null) {
            @Nullable Object[] made = new Object[FIRST << segment];
            slots = casSegment(segment, made) ? made : requireNonNull(segmentAcquire(segment));
        }
        return slots;
    }

    private void raiseFilled(int atLeast) {
        int seen = filledAcquire();
        while (seen < atLeast && !casFilled(seen, atLeast)) {
            seen = filledAcquire();
        }
    }

    private @Nullable Object @Nullable [] segmentAcquire(int segment) {
        return (@Nullable Object @Nullable []) SEGMENT.getAcquire(segments, segment);
    }

    private boolean casSegment(int segment, @Nullable Object[] update) {
        return SEGMENT.compareAndSet(segments, segment, null, update);
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

    private boolean casFilled(int expect, int update) {
        return FILLED.compareAndSet(this, expect, update);
    }
}
