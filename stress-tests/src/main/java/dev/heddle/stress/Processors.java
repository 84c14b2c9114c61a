/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.os.AffinitySupport;

/**
 * The processors that actors are bound to, one each.
 *
 * <p>Left to itself a system that has other things to do keeps both actors on one processor for seconds. They then take
 * turns, and no sample in millions shows what only a meeting shows.
 */
public final class Processors {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private static final List<String> SWITCHES = prepare();

    private static final int[] USABLE = SWITCHES.isEmpty() ? new int[0] : usable();

    private Processors() {}

    /**
     * Says which processor each actor goes to.
     *
     * @param actors how many
     * @param turn moves all of them on, so that it is not always the same ones
     * @return the numbers of different processors, empty where there are too few or threads cannot be bound
     */
    public static int[] of(int actors, int turn) {
        if (actors > USABLE.length) {
            return new int[0];
        }
        var those = new int[actors];
        for (int i = 0; i < actors; i++) {
            those[i] = USABLE[(i + turn) % USABLE.length];
        }
        return those;
    }

    /**
     * Says what a JVM is started with so that it need not unpack again what binds threads.
     *
     * @return its switches, empty where threads cannot be bound
     */
    public static List<String> switches() {
        return SWITCHES;
    }

    /**
     * Binds the calling thread.
     *
     * @param processor one that {@link #of} has named
     */
    public static void bind(int processor) {
        AffinitySupport.bind(processor);
    }

    private static List<String> prepare() {
        try {
            // Unpacks the library, which must come before its first use.
            List<String> switches = AffinitySupport.prepare();
            AffinitySupport.tryBind();
            return List.copyOf(switches);
        } catch (RuntimeException | LinkageError e) {
            return List.of();
        }
    }

    private static int[] usable() {
        try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.startsWith(ALLOWED))
                    .map(line -> parse(line.substring(ALLOWED.length()).strip()))
                    .findFirst()
                    .orElse(new int[0]);
        } catch (IOException | NumberFormatException e) {
            return new int[0];
        }
    }

    /** Reads a list as the system writes it, such as {@code 0-3,8}. */
    static int[] parse(String list) {
        var numbers = new ArrayList<Integer>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int i = Integer.parseInt(ends[0]); i <= last; i++) {
                numbers.add(i);
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
