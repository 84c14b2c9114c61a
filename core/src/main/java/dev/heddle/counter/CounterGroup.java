package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counters that are bumped together, such as the ones that each request of a server touches.
 *
 * <p>Each thread that adds often owns a row with one sum per counter. It finds its row once, and every addition after
 * that is a load and a store:
 *
 * {@snippet lang = java:
 * enum Traffic { REQUESTS, ERRORS, BYTES_IN, BYTES_OUT }
 *
 * CounterGroup<Traffic> traffic = CounterGroup.of(Traffic.class);
 * traffic.row().increment(REQUESTS).add(BYTES_IN, received).add(BYTES_OUT, sent);
 * long requests = traffic.sum(REQUESTS);
 * }
 *
 * <p>What {@link StripedCounter} says of cells, virtual threads, dead threads, sums and resets holds for rows too, but a
 * platform thread gets its row at once.
 *
 * <p><b>Progress:</b> as {@link StripedCounter}.
 *
 * <p><b>Memory effects:</b> actions before a {@link #row} happen-before actions after a {@link #sum} or {@link #stats}
 * that includes an addition to that row. Nothing else is promised: a reader may see a later addition to a row without an
 * earlier one.
 *
 * <p><b>Cost:</b> {@link #row} costs about one addition to a {@link StripedCounter}; an addition to the row that a thread
 * owns needs no fence and no locked instruction. A row takes 8 bytes per counter and about 400 bytes beside. Nothing is
 * allocated but rows.
 *
 * @param <K> what names a counter: an enum, or {@link String}
 * @implSpec Promises:
 *     <ul>
 *       <li>no addition to a row is lost
 *       <li>who sees an addition to a row sees what its thread did before it took the row
 *       <li>every addition to a row is handed out by exactly one reset
 *     </ul>
 */
public final class CounterGroup<K> {
    /*
     * field  read   write    who writes
     * -----  -----  -------  --------------------------------------------------------
     * homes  plain  release  null -> the homes of the table, by any thread that has a row
     *
     * A thread that does not find its row there, be what it reads ever so stale, looks on in the table.
     */
    private static final VarHandle HOMES =
            fieldVarHandle(MethodHandles.lookup(), "homes", VarHandle.class, CounterGroup.class, Cell[].class);

    private final List<K> counters;
    private final Map<K, Integer> indexes;
    private final GroupTable<K> table;
    private final int patience;

    @SuppressWarnings("unused") // accessed through HOMES
    private volatile @Nullable Cell @Nullable [] homes;

    private CounterGroup(List<K> counters, int patience) {
        this.counters = counters;
        Map<K, Integer> byName = HashMap.newHashMap(counters.size());
        for (K counter : counters) {
            if (byName.put(counter, byName.size()) != null) {
                throw new IllegalArgumentException("name: " + counter + " (expected: names that differ)");
            }
        }
        indexes = Map.copyOf(byName);
        table = new GroupTable<>(this, counters.size(), patience);
        this.patience = patience;
    }

    /**
     * Makes a group with a counter for each constant of an enum.
     *
     * @param counters the enum
     * @param <E> the enum
     * @return a group whose sums are zero
     */
    public static <E extends Enum<E>> CounterGroup<E> of(Class<E> counters) {
        return of(counters, 0);
    }

    static <E extends Enum<E>> CounterGroup<E> of(Class<E> counters, int patience) {
        return new CounterGroup<>(List.of(counters.getEnumConstants()), patience);
    }

    /**
     * Makes a group with a counter for each name.
     *
     * @param names the names, each once
     * @return a group whose sums are zero
     * @throws IllegalArgumentException if a name comes twice
     */
    public static CounterGroup<String> named(String... names) {
        return new CounterGroup<>(List.of(names), 0);
    }

    /**
     * Returns the row of the calling thread: for the additions of one piece of work, one after the other. The row is
     * not for keeping, nor for another thread; take it anew for the next piece of work.
     *
     * @return the row, the same object for many calls
     */
    @SuppressWarnings("unchecked") // the table holds no other cells
    public Row<K> row() {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        Cell cell = null;
        @Nullable Cell[] known = homesPlain();
        if (known != null) {
            cell = known[CellTable.home(id)];
        }
        if (cell == null || cell.ownerPlain() != id) {
            cell = cellWithoutHome(thread, id);
        }
        // Before the additions, not after: they are plain stores, and this makes each of them a release.
        VarHandle.releaseFence();
        return (Row<K>) cell;
    }

    /**
     * Adds to one counter; the same as {@code row().add(counter, delta)}.
     *
     * @param counter the counter
     * @param delta the amount to add, of either sign
     * @throws IllegalArgumentException if the group has no such counter
     */
    public void add(K counter, long delta) {
        row().add(counter, delta);
    }

    /**
     * Returns the place of a counter, for {@link Row#addAt}.
     *
     * @param counter the counter
     * @return the ordinal of an enum constant, or the place of the name among the names
     * @throws IllegalArgumentException if the group has no such counter
     */
    @SuppressWarnings("EnumOrdinal") // the index lives no longer than the group, and costs nothing for a constant
    public int indexOf(K counter) {
        requireNonNull(counter, "counter");
        if (counter instanceof Enum<?> constant) {
            return constant.ordinal();
        }
        @Nullable Integer index = indexes.get(counter);
        if (index == null) {
            throw new IllegalArgumentException("counter: " + counter + " (expected: one of " + counters + ")");
        }
        return index;
    }

    /**
     * Returns the total of all additions to one counter since the last reset.
     *
     * @param counter the counter
     * @return the sum, exact when no thread adds meanwhile
     * @throws IllegalArgumentException if the group has no such counter
     */
    @SuppressWarnings("ReferenceEquality") // a reset always sets a new array
    public long sum(K counter) {
        int index = indexOf(counter);
        long[] baselines = table.baselinesAcquire();
        while (true) {
            long sum = table.sumSinceCreation(index) - baselines[index];
            // Without this second look a reset in between would leave its interval in the sum.
            long[] baselinesAfter = table.baselinesAcquire();
            if (baselinesAfter == baselines) {
                return sum;
            }
            baselines = baselinesAfter;
        }
    }

    /**
     * Returns the sums of all counters. Each one is as {@link #sum} would return it; additions meanwhile may be in the
     * sum of one counter and not yet in that of another.
     *
     * @return the sums
     */
    @SuppressWarnings("ReferenceEquality") // a reset always sets a new array
    public Stats<K> stats() {
        long[] baselines = table.baselinesAcquire();
        while (true) {
            long[] sums = table.sumsSinceCreation();
            long[] baselinesAfter = table.baselinesAcquire();
            if (baselinesAfter == baselines) {
                return stats(sums, baselines);
            }
            baselines = baselinesAfter;
        }
    }

    /**
     * Returns the sums and begins a new interval for all counters. Every addition is in the result of exactly one call,
     * or in the {@link #stats} that are left after the last one, also while other threads add.
     *
     * @return the sums since the last reset
     */
    public Stats<K> statsThenReset() {
        synchronized (table) {
            long[] sums = table.sumsSinceCreation();
            long[] baselines = table.baselinesAcquire();
            table.setBaselinesRelease(sums);
            return stats(sums, baselines);
        }
    }

    /** Begins a new interval: what was added so far is in no later sum. An addition meanwhile is in one or the other. */
    public void reset() {
        statsThenReset();
    }

    /**
     * Returns the sums on one line.
     *
     * @return the counters with their sums
     */
    @Override
    public String toString() {
        return "CounterGroup" + stats().sums();
    }

    private Stats<K> stats(long[] sums, long[] baselines) {
        Map<K, Long> byCounter = LinkedHashMap.newLinkedHashMap(sums.length);
        for (int i = 0; i < sums.length; i++) {
            byCounter.put(counters.get(i), sums[i] - baselines[i]);
        }
        return new Stats<>(byCounter);
    }

    /**
     * Finds the row of a thread that is not at home, or gives one to a platform thread: at once, unless a test asks for
     * patience. Were threads to begin on a shared one, the compiler would have met both kinds of row where it is used,
     * and would read everything anew after each addition.
     */
    private Cell cellWithoutHome(Thread thread, long id) {
        boolean virtual = thread.isVirtual();
        if (!virtual) {
            Cell cell = table.find(id);
            if (cell == null && patience == 0) {
                cell = claim(thread, id);
            }
            if (cell != null) {
                return cell;
            }
        }
        Cell stripe = table.stripe(id);
        if (((Row<?>) stripe).hasCollided()) {
            table.collided(id, stripe);
        }
        if (!virtual && table.isPromoting(stripe)) {
            Cell cell = claim(thread, id);
            if (cell != null) {
                return cell;
            }
        }
        return stripe;
    }

    private @Nullable Cell claim(Thread thread, long id) {
        Cell cell = table.claim(thread, id);
        setHomesRelease(table.homesPlain());
        return cell;
    }

    private @Nullable Cell @Nullable [] homesPlain() {
        return (@Nullable Cell @Nullable []) HOMES.get(this);
    }

    private void setHomesRelease(@Nullable Cell @Nullable [] known) {
        HOMES.setRelease(this, known);
    }

    /**
     * Where one thread adds to the counters of a group.
     *
     * @param <K> what names a counter
     */
    public static final class Row<K> extends Cell {
        /*
         * field     read            write          who writes
         * --------  --------------  -------------  ---------------------------------------------
         * sums[i]   plain, acquire  plain, CAS     owned: the owner alone, after the release fence
         *                                          in row(); shared: anyone, by a CAS, after the fence
         *
         * A cache line before the first sum and after the last keeps rows apart. Plain stores, not release ones: the
         * compiler may then put the additions of a request together. It cannot keep them in a register beyond the next
         * row(), whose fence orders them.
         */
        private static final VarHandle SUM = MethodHandles.arrayElementVarHandle(long[].class);
        private static final int MARGIN = 8;

        private final CounterGroup<K> group;
        private final boolean shared;
        private final long[] sums;

        /** How often additions to a shared row have failed; a lost write makes another route a little later. */
        private int collisions;

        Row(CounterGroup<K> group, int counters, boolean shared) {
            this.group = group;
            this.shared = shared;
            sums = new long[MARGIN + counters + MARGIN];
        }

        /**
         * Adds one.
         *
         * @param counter the counter
         * @return this row
         * @throws IllegalArgumentException if the group has no such counter
         */
        public Row<K> increment(K counter) {
            return addAt(group.indexOf(counter), 1);
        }

        /**
         * Adds {@code delta}.
         *
         * @param counter the counter
         * @param delta the amount to add, of either sign
         * @return this row
         * @throws IllegalArgumentException if the group has no such counter
         */
        public Row<K> add(K counter, long delta) {
            return addAt(group.indexOf(counter), delta);
        }

        /**
         * Adds {@code delta} to the counter at {@code index}: as {@link #add}, without looking a name up.
         *
         * @param index what {@link CounterGroup#indexOf} returned for the counter
         * @param delta the amount to add, of either sign
         * @return this row
         * @throws IndexOutOfBoundsException if the group has no counter there
         */
        public Row<K> addAt(int index, long delta) {
            if (index < 0 || index >= sums.length - 2 * MARGIN) {
                throw new IndexOutOfBoundsException(
                        "index: " + index + " (expected: less than " + (sums.length - 2 * MARGIN) + ")");
            }
            int at = index + MARGIN;
            if (!shared) {
                assert ownerPlain() == Thread.currentThread().threadId() : "a row is for the thread that took it";
                sums[at] += delta;
                return this;
            }
            // As weak as the plain store, and no call: after either, the compiler would read all else anew.
            long seen = sums[at];
            while (!SUM.weakCompareAndSetPlain(sums, at, seen, seen + delta)) {
                collisions++;
                seen = sums[at];
            }
            return this;
        }

        boolean hasCollided() {
            boolean collided = collisions > 0;
            if (collided) {
                collisions = 0;
            }
            return collided;
        }

        long sumAcquire(int index) {
            return (long) SUM.getAcquire(sums, index + MARGIN);
        }

        void addTo(long[] totals) {
            for (int i = 0; i < totals.length; i++) {
                totals[i] += sumAcquire(i);
            }
        }

        /**
         * Returns the sums of this row alone.
         *
         * @return the row on one line
         */
        @Override
        public String toString() {
            return "Row" + Arrays.toString(Arrays.copyOfRange(sums, MARGIN, sums.length - MARGIN));
        }
    }

    /**
     * The sums of a group.
     *
     * @param sums the sum of each counter, in the order of the enum or of the names
     * @param <K> what names a counter
     */
    public record Stats<K>(Map<K, Long> sums) {
        /** Copies the sums. */
        public Stats {
            sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
        }

        /**
         * Returns the sum of one counter.
         *
         * @param counter the counter
         * @return the sum
         * @throws IllegalArgumentException if the group has no such counter
         */
        public long sum(K counter) {
            @Nullable Long sum = sums.get(counter);
            if (sum == null) {
                throw new IllegalArgumentException("counter: " + counter + " (expected: one of " + sums.keySet() + ")");
            }
            return sum;
        }
    }
}
