/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import dev.heddle.handle.Handle;
import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What finding dropped handles adds to one that is not dropped. The levels take turns in one virtual machine, since two
 * of them differ by more than what is looked for, and the shortest turn of each counts: what else the machine does only
 * adds.
 */
final class LeakNetTable {
    private static final int TURNS = 300;
    private static final int OPERATIONS = 100_000;
    private static final List<LeakLevel> LEVELS = List.of(LeakLevel.OFF, LeakLevel.COUNTED, LeakLevel.SAMPLED);

    private LeakNetTable() {}

    private interface Operation {
        void run() throws Exception;
    }

    static void print(PrintStream out) throws Exception {
        LeakLevel before = Leaks.level();
        try (ConnectionPool<String, IdleConnection> pool = Contender.heddle(new IdleServer(), 32);
                Handle<String> owner = Handle.of("resource", resource -> {})) {
            Map<LeakLevel, Double> lease = measure(() -> pool.acquire("key").close());
            Map<LeakLevel, Double> share = measure(() -> owner.retain().close());
            out.println("\n### Leak net\n");
            out.println("| ns | off | counted | sampled, as by default |\n|---|---|---|---|");
            row(out, "lease of a pool", lease);
            row(out, "retain + close", share);
            out.println("\n| goal | target | reached | |\n|---|---|---|---|");
            double net = requireNonNull(lease.get(LeakLevel.SAMPLED)) - requireNonNull(lease.get(LeakLevel.OFF));
            PoolTables.atMost(out, "leak net, ns a lease", 2, net);
        } finally {
            Leaks.level(before);
        }
    }

    private static void row(PrintStream out, String what, Map<LeakLevel, Double> nanos) {
        out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f |%n",
                what,
                nanos.get(LeakLevel.OFF),
                nanos.get(LeakLevel.COUNTED),
                nanos.get(LeakLevel.SAMPLED));
    }

    /** The shortest turn of each level. */
    private static Map<LeakLevel, Double> measure(Operation operation) throws Exception {
        Map<LeakLevel, Double> shortest = new EnumMap<>(LeakLevel.class);
        for (int turn = 0; turn < TURNS; turn++) {
            for (LeakLevel level : LEVELS) {
                Leaks.level(level);
                shortest.merge(level, time(operation), Math::min);
            }
        }
        return shortest;
    }

    private static double time(Operation operation) throws Exception {
        long began = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            operation.run();
        }
        return (double) (System.nanoTime() - began) / OPERATIONS;
    }
}
