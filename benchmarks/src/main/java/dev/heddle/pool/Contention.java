/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Many threads on few connections, with the waits recorded: what a throughput alone does not tell. Runs in a virtual
 * machine of its own and prints one line for {@link PoolTables}.
 */
public final class Contention {
    /** How long is measured after as long a warm-up. */
    private static final long MEASURED_NANOS = 2_500_000_000L;

    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

    private Contention() {}

    /** Who wants what, and for how long. */
    enum Workload {
        ZERO_HOLD(32, 4, 0, false),
        SHORT_HOLD(32, 4, 200_000, false),
        VIRTUAL(1_000, 16, 1_000_000, true),
        /** Holds a connection for as long as a query takes, on a real database. */
        DATABASE(32, 4, 0, false);

        final int threads;
        final int connections;
        final long holdNanos;
        final boolean virtual;

        Workload(int threads, int connections, long holdNanos, boolean virtual) {
            this.threads = threads;
            this.connections = connections;
            this.holdNanos = holdNanos;
            this.virtual = virtual;
        }

        boolean holds() {
            return holdNanos > 0 || this == DATABASE;
        }
    }

    /**
     * Measures one pool under one workload.
     *
     * @param arguments the contender, a floor, or the data source for the workload on a database; and the workload
     */
    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.valueOf(arguments[1]);
        Contender.Leases leases = open(arguments[0], workload);
        System.out.println(measure(leases, workload).line());
        leases.close();
        System.exit(0); // some pools leave threads behind that were passed over
    }

    private static Contender.Leases open(String name, Workload workload) throws Exception {
        if (workload == Workload.DATABASE) {
            return Database.fromEnvironment().open(DataSources.valueOf(name), workload.connections);
        }
        for (Floor floor : Floor.values()) {
            if (floor.name().equals(name)) {
                return floor.open(workload.connections);
            }
        }
        return Contender.valueOf(name).open(new IdleServer(), workload.connections, workload.connections);
    }

    /** What one run showed. */
    record Seen(double perSecond, double p999Millis, double maxMillis, long least, long median, long most, double cpu) {
        String line() {
            return String.format(
                    Locale.ROOT, "%f %f %f %d %d %d %f", perSecond, p999Millis, maxMillis, least, median, most, cpu);
        }

        static Seen parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Seen(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]),
                    Double.parseDouble(parts[6]));
        }
    }

    private static Seen measure(Contender.Leases leases, Workload workload) throws InterruptedException {
        Clock clock = new Clock();
        List<Worker> workers = new ArrayList<>();
        ThreadFactory threads = workload.virtual
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().factory();
        CountDownLatch ready = new CountDownLatch(workload.threads);
        for (int i = 0; i < workload.threads; i++) {
            Worker worker = new Worker(leases, workload, clock, ready);
            workers.add(worker);
            threads.newThread(worker).start();
        }
        ready.await();
        clock.measureFrom = System.nanoTime() + MEASURED_NANOS;
        clock.measureTo = clock.measureFrom + MEASURED_NANOS;
        sleepUntil(clock.measureFrom);
        long cpuBefore = cpuNanos();
        sleepUntil(clock.measureTo);
        long cpu = cpuNanos() - cpuBefore;
        // A waiter that is still waiting has waited for so long; it is recorded, or starvation would look like speed.
        Histogram all = new Histogram(LONGEST_WAIT_NANOS, 2);
        long[] operations = new long[workers.size()];
        for (int i = 0; i < operations.length; i++) {
            Worker worker = workers.get(i);
            operations[i] = worker.operations;
            long since = worker.waitingSince;
            if (since != 0) {
                all.recordValue(Math.max(0, Math.min(clock.measureTo - since, LONGEST_WAIT_NANOS)));
            }
        }
        clock.over = true;
        sleepUntil(System.nanoTime() + 100_000_000);
        workers.forEach(worker -> all.add(worker.waits));
        Throwable failure = clock.failure.get();
        if (failure != null) {
            throw new IllegalStateException("a thread failed", failure);
        }
        Arrays.sort(operations);
        long sum = Arrays.stream(operations).sum();
        return new Seen(
                sum * 1e9 / MEASURED_NANOS,
                all.getValueAtPercentile(99.9) / 1e6,
                all.getMaxValue() / 1e6,
                operations[0],
                operations[operations.length / 2],
                operations[operations.length - 1],
                cpu / 1e3 / Math.max(1, sum));
    }

    private static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static final class Clock {
        volatile long measureFrom = Long.MAX_VALUE;
        volatile long measureTo = Long.MAX_VALUE;
        volatile boolean over;
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    }

    private static final class Worker implements Runnable {
        private final Contender.Leases leases;
        private final Workload workload;
        private final Clock clock;
        private final CountDownLatch ready;
        private final Histogram waits = new Histogram(LONGEST_WAIT_NANOS, 2);
        private volatile long operations;
        private volatile long waitingSince;

        Worker(Contender.Leases leases, Workload workload, Clock clock, CountDownLatch ready) {
            this.leases = leases;
            this.workload = workload;
            this.clock = clock;
            this.ready = ready;
        }

        @Override
        public void run() {
            ready.countDown();
            long done = 0;
            boolean holds = workload.holds();
            try {
                while (!clock.over) {
                    long began = System.nanoTime();
                    if (holds) {
                        waitingSince = began;
                    }
                    Object lease = leases.acquire();
                    long acquired = System.nanoTime();
                    if (holds) {
                        waitingSince = 0;
                        leases.use(lease);
                    }
                    if (workload.holdNanos > 0) {
                        LockSupport.parkNanos(workload.holdNanos);
                    }
                    leases.release(lease);
                    if (acquired >= clock.measureFrom && acquired < clock.measureTo) {
                        waits.recordValue(Math.min(acquired - began, LONGEST_WAIT_NANOS));
                        OPERATIONS.setOpaque(this, ++done);
                    }
                }
            } catch (Throwable e) {
                if (!clock.over) {
                    clock.failure.compareAndSet(null, e);
                }
            }
        }

        private static final java.lang.invoke.VarHandle OPERATIONS = java.lang.invoke.ConstantBootstraps.fieldVarHandle(
                java.lang.invoke.MethodHandles.lookup(),
                "operations",
                java.lang.invoke.VarHandle.class,
                Worker.class,
                long.class);
    }
}
