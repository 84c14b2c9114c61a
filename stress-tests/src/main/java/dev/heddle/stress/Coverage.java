/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classes with a probe at the place of every mutant: who runs them tells which mutants he could notice at all.
 *
 * <p>One run for each harness, in place of one for each harness and each mutant.
 */
final class Coverage {
    private final Path classes;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Coverage(Path classes) {
        this.classes = classes;
    }

    /**
     * Writes the classes.
     *
     * @param mutants whose places to watch
     * @param graph where the original classes are
     * @param folder where the others go
     * @return what watches them
     * @throws IOException when they cannot be written
     */
    static Coverage of(List<Mutant> mutants, ClassGraph graph, Path folder) throws IOException {
        var coverage = new Coverage(folder);
        var byClass = new TreeMap<String, Map<Integer, List<Mutant.Place>>>();
        for (Mutant mutant : mutants) {
            int number = coverage.numbers.size();
            coverage.numbers.put(mutant.key(), number);
            byClass.computeIfAbsent(mutant.className(), ignored -> new TreeMap<>())
                    .put(number, mutant.places());
        }
        for (var each : byClass.entrySet()) {
            Path file = folder.resolve(ClassGraph.file(each.getKey()));
            Files.createDirectories(file.getParent());
            Files.write(file, Mutator.probed(graph.bytes(each.getKey()), each.getValue()));
        }
        return coverage;
    }

    /** The folder that must come first on the class path of a JVM that is watched. */
    Path classes() {
        return classes;
    }

    /**
     * Watches one JVM.
     *
     * @param jvm starts it, with a system property that it must be given, and returns when it has ended
     * @return the places where it came by
     * @throws IOException when it cannot be started
     */
    Seen watch(Jvm jvm) throws IOException {
        Path notes = Files.createTempFile("heddle-probe", ".bin");
        try {
            Files.write(notes, new byte[numbers.size()]);
            jvm.run("-D" + Probe.FILE + "=" + notes);
            byte[] read = Files.readAllBytes(notes);
            var places = new BitSet();
            for (int i = 0; i < read.length; i++) {
                places.set(i, read[i] != 0);
            }
            return new Seen(numbers, places);
        } finally {
            Files.delete(notes);
        }
    }

    /** A JVM that runs the classes with the probes. */
    interface Jvm {
        /**
         * Runs to its end.
         *
         * @param property what the JVM must be started with
         * @throws IOException when it cannot be started
         */
        void run(String property) throws IOException;
    }

    /**
     * What one JVM has come by.
     *
     * @param numbers the number of each place, by the key of its mutant
     * @param places those that were seen
     */
    record Seen(Map<String, Integer> numbers, BitSet places) {
        boolean has(Mutant mutant) {
            Integer number = numbers.get(mutant.key());
            return number != null && places.get(number);
        }
    }
}
