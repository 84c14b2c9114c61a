/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import dev.heddle.handle.Handle;
import dev.heddle.pool.Contention.Seen;
import dev.heddle.pool.Contention.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;

/** What a throughput does not tell of a pool: waits, starvation, growth, and what idle keys cost. */
public final class PoolTables {
    private static final int KEYS = 10_000;

    /** How many keys without a connection come when as many as there may be are idle. */
    private static final int COLD = 2_000;

    private static final long CONNECTION_BYTES = 24;

    private PoolTables() {}

    /**
     * Prints all tables.
     *
     * @param only what the name of a table must contain
     * @param url the JDBC URL of a database to measure on as well, with user and password; empty for none
     * @param out where to
     */
    public static void print(String only, String url, PrintStream out) throws Exception {
        for (Workload workload : Workload.values()) {
            if (("Contention" + workload).contains(only) && (workload != Workload.DATABASE || !url.isEmpty())) {
                print(workload, url, out);
            }
        }
        if ("Growth".contains(only)) {
            printGrowth(out);
        }
        if ("IdleKeys".contains(only)) {
            printIdleKeys(out);
        }
        if ("LeakNet".contains(only)) {
            LeakNetTable.print(out);
        }
    }

    private static void print(Workload workload, String url, PrintStream out) throws IOException, InterruptedException {
        Map<String, Seen> seen = new LinkedHashMap<>();
        if (workload == Workload.DATABASE) {
            for (DataSources contender : DataSources.values()) {
                seen.put(contender.title, fork(contender.name(), workload, url));
            }
        } else {
            for (Contender contender : Contender.values()) {
                seen.put(contender.title, fork(contender.name(), workload, url));
            }
        }
        Map<String, Seen> floors = new LinkedHashMap<>();
        if (workload == Workload.ZERO_HOLD) {
            floors.put(Floor.NONE.title, fork(Floor.NONE.name(), workload, url));
        }
        if (workload != Workload.DATABASE) {
            floors.put(Floor.SEMAPHORE.title, fork(Floor.SEMAPHORE.name(), workload, url));
        }
        out.printf(
                Locale.ROOT,
                "%n### Contention: %d %s threads, %d connections, %s%n%n",
                workload.threads,
                workload.virtual ? "virtual" : "platform",
                workload.connections,
                workload == Workload.DATABASE
                        ? "a query on a database"
                        : workload.holdNanos == 0 ? "no hold" : workload.holdNanos / 1_000 + " us hold");
        out.println(
                "| pool | operations/s | p99.9 wait ms | longest wait ms | per thread least / median / most | CPU us"
                        + "/operation |\n|---|---|---|---|---|---|");
        seen.forEach((title, each) -> print(title, each, out));
        floors.forEach((title, each) -> print(title, each, out));
        out.println("\n| goal | target | reached | |\n|---|---|---|---|");
        boolean database = workload == Workload.DATABASE;
        Seen ours = requireNonNull(seen.get(database ? DataSources.HEDDLE.title : Contender.HEDDLE.title));
        Seen hikari = requireNonNull(seen.get(DataSources.HIKARI.title));
        switch (workload) {
            case ZERO_HOLD -> {
                atLeast(out, "throughput of HikariCP's", 2, ours.perSecond() / hikari.perSecond());
                atMost(out, "longest wait, ms", 15, ours.maxMillis());
            }
            case SHORT_HOLD, DATABASE -> {
                atLeast(out, "throughput of HikariCP's", 0.97, ours.perSecond() / hikari.perSecond());
                atMost(out, "p99.9 wait of HikariCP's", 0.3, ours.p999Millis() / hikari.p999Millis());
            }
            case VIRTUAL -> {
                double best = seen.values().stream()
                        .mapToDouble(Seen::perSecond)
                        .max()
                        .orElseThrow();
                atLeast(out, "throughput of the best", 0.98, ours.perSecond() / best);
                atMost(out, "longest wait of a fair queue's", 1.15, ours.maxMillis() / (workload.threads * 1e3 / best));
                atLeast(out, "least thread of the median", 0.9, (double) ours.least() / ours.median());
                atMost(out, "CPU of HikariCP's", 0.6, ours.cpu() / hikari.cpu());
            }
        }
    }

    private static void print(String title, Seen seen, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.3f | %.1f | %d / %d / %d | %.2f |%n",
                title,
                seen.perSecond(),
                seen.p999Millis(),
                seen.maxMillis(),
                seen.least(),
                seen.median(),
                seen.most(),
                seen.cpu());
    }

    private static Seen fork(String contender, Workload workload, String url) throws IOException, InterruptedException {
        String jar = PoolTables.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        ProcessBuilder fork = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xms1g",
                        "-Xmx1g",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        jar,
                        Contention.class.getName(),
                        contender,
                        workload.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (!url.isEmpty()) {
            Database.of(url).tell(fork.environment());
        }
        Process process = fork.start();
        String[] lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split("\n", -1);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contender + " under " + workload + ": " + Arrays.toString(lines));
        }
        return Seen.parse(lines[lines.length - 1]);
    }

    private static void atLeast(PrintStream out, String goal, double target, double reached) {
        out.printf(
                Locale.ROOT,
                "| %s | at least %.2f | %.2f | %s |%n",
                goal,
                target,
                reached,
                reached >= target ? "reached" : "**missed**");
    }

    static void atMost(PrintStream out, String goal, double target, double reached) {
        out.printf(
                Locale.ROOT,
                "| %s | at most %.2f | %.2f | %s |%n",
                goal,
                target,
                reached,
                reached <= target ? "reached" : "**missed**");
    }

    private static void printGrowth(PrintStream out) throws Exception {
        out.println("\n### Growth\n");
        out.println(
                "Spike: 50 callers, 5 of at most 50 connections open, 150 ms to open one, 2 ms hold. Herd: 64 callers, none of"
                        + " at most 8 open, 100 ms to open one, no hold.\n");
        out.println("| pool | spike ms | opened | herd ms | opened |\n|---|---|---|---|---|");
        double spike = 0;
        double spikeOpened = 0;
        double herd = 0;
        for (Contender contender : Contender.values()) {
            if (contender == Contender.STORMPOT) {
                continue; // always full
            }
            crowd(contender, 50, 5, 50, 150, 2); // warm-up
            double[] warm = crowd(contender, 50, 5, 50, 150, 2);
            double[] cold = crowd(contender, 8, 0, 64, 100, 0);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f | %.0f |%n",
                    contender.title,
                    warm[0],
                    warm[1],
                    cold[0],
                    cold[1]);
            if (contender == Contender.HEDDLE) {
                spike = warm[0];
                spikeOpened = warm[1];
                herd = cold[0];
            }
        }
        out.println("\n| goal | target | reached | |\n|---|---|---|---|");
        atMost(out, "spike, ms", 30, spike);
        atMost(out, "spike, opened", 3, spikeOpened);
        atMost(out, "herd, ms", 125, herd);
    }

    /** How long until all callers are served, and how many connections that took. */
    private static double[] crowd(
            Contender contender, int most, int filled, int callers, int openMillis, int holdMillis) throws Exception {
        IdleServer server = new IdleServer();
        server.openNanos(TimeUnit.MILLISECONDS.toNanos(openMillis));
        Contender.Leases leases = contender.open(server, most, filled);
        try {
            int before = server.opened();
            CountDownLatch start = new CountDownLatch(1);
            CountDownLatch served = new CountDownLatch(callers);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        Object lease = leases.acquire();
                        if (holdMillis > 0) {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(holdMillis));
                        }
                        leases.release(lease);
                        served.countDown();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            long began = System.nanoTime();
            start.countDown();
            served.await();
            double millis = (System.nanoTime() - began) / 1e6;
            int opened = server.opened() - before;
            for (Thread thread : threads) {
                thread.join();
            }
            return new double[] {millis, opened};
        } finally {
            leases.close();
        }
    }

    private static void printIdleKeys(PrintStream out) throws Exception {
        IdleServer server = new IdleServer();
        String[] keys = new String[KEYS];
        Arrays.setAll(keys, i -> "tenant-" + i);
        for (int i = 0; i < 2; i++) { // classes, compiled code, and the threads that help
            idle(Contender.heddle(server, KEYS), keys);
            idle(Contender.heddlePrompt(server, KEYS), keys);
            idle(keyed(server), keys);
        }
        Idle helped = idle(Contender.heddle(server, KEYS), keys);
        Idle prompt = idle(Contender.heddlePrompt(server, KEYS), keys);
        Idle theirs = idle(keyed(server), keys);
        double[] micros = new double[COLD];
        handOver(micros);
        out.println("\n### Idle keys\n");
        out.println(
                "| pool | bytes a key | platform threads | cold key at the cap p50 us | p99 us |\n|---|---|---|---|---|");
        print(Contender.HEDDLE.title + ", opened by helpers", helped, out);
        print(Contender.HEDDLE.title + ", opened by the caller", prompt, out);
        print(Contender.COMMONS_KEYED.title + ", opened by the caller", theirs, out);
        out.printf(
                Locale.ROOT,
                "| (a thread woken, and the caller by it) | - | - | %.1f | %.1f |%n",
                quantile(micros, 50),
                quantile(micros, 99));
        out.println("\n| goal | target | reached | |\n|---|---|---|---|");
        atMost(out, "bytes a key", 500, Math.max(helped.bytes, prompt.bytes));
        atMost(out, "platform threads", 0, (double) Math.max(helped.threads, prompt.threads));
        atMost(out, "cold key at the cap, p99 us, opened by helpers", 10, helped.p99);
        atMost(out, "cold key at the cap, p99 us, opened by the caller", 10, prompt.p99);
    }

    /** What idle keys cost, and what a caller waits for a connection of a key that has none, in microseconds. */
    private record Idle(double bytes, long threads, double median, double p99) {}

    private static void print(String title, Idle idle, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "| %s | %.0f | %d | %.1f | %.1f |%n",
                title,
                idle.bytes,
                idle.threads,
                idle.median,
                idle.p99);
    }

    private static double quantile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * percent / 100];
    }

    private static Idle idle(ConnectionPool<String, IdleConnection> pool, String[] keys) throws Exception {
        try (pool) {
            return idle(keys, key -> pool.acquire(key), Handle::close);
        }
    }

    private static Idle idle(GenericKeyedObjectPool<String, IdleConnection> pool, String[] keys) throws Exception {
        record Lease(String key, IdleConnection connection) {}
        try (pool) {
            return idle(
                    keys,
                    key -> new Lease(key, pool.borrowObject(key)),
                    lease -> pool.returnObject(lease.key, lease.connection));
        }
    }

    private static GenericKeyedObjectPool<String, IdleConnection> keyed(IdleServer server) {
        GenericKeyedObjectPoolConfig<IdleConnection> config = new GenericKeyedObjectPoolConfig<>();
        config.setMaxTotal(KEYS);
        config.setJmxEnabled(false);
        return new GenericKeyedObjectPool<>(new Contender.KeyedFactory(server), config);
    }

    private interface Acquire<L> {
        L acquire(String key) throws Exception;
    }

    private interface Release<L> {
        void release(L lease) throws Exception;
    }

    private static <L> Idle idle(String[] keys, Acquire<L> pool, Release<L> back) throws Exception {
        long before = used();
        for (String key : keys) {
            back.release(pool.acquire(key));
        }
        TimeUnit.SECONDS.sleep(3); // the helpers end
        double bytes = (used() - before) / (double) keys.length - CONNECTION_BYTES;
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("heddle-pool"))
                .count();
        double[] micros = new double[COLD];
        for (int i = 0; i < micros.length; i++) {
            String key = "cold-" + i;
            long began = System.nanoTime();
            L lease = pool.acquire(key);
            micros[i] = (System.nanoTime() - began) / 1e3;
            back.release(lease);
        }
        return new Idle(bytes, threads, quantile(micros, 50), quantile(micros, 99));
    }

    /** The least that any caller pays who has another thread do something: two threads asleep, two wake-ups. */
    private static void handOver(double[] micros) throws InterruptedException {
        Thread caller = Thread.currentThread();
        AtomicBoolean asked = new AtomicBoolean();
        Thread helper = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < micros.length; i++) {
                while (!asked.get()) {
                    LockSupport.park();
                }
                asked.set(false);
                LockSupport.unpark(caller);
            }
        });
        for (int i = 0; i < micros.length; i++) {
            long began = System.nanoTime();
            asked.set(true);
            LockSupport.unpark(helper);
            while (asked.get()) {
                LockSupport.park();
            }
            micros[i] = (System.nanoTime() - began) / 1e3;
        }
        helper.join();
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
