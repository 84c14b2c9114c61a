/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds what the sources promise against what the harnesses prove.
 *
 * @param types the public types
 * @param harnesses the harnesses of each promise, by type and promise
 * @param faults promises without harness, harnesses without promise, types that promise nothing
 */
record Ledger(List<PromisedType> types, Map<Promise, List<Harness>> harnesses, List<String> faults) {
    Ledger {
        types = List.copyOf(types);
        harnesses = Map.copyOf(harnesses);
        faults = List.copyOf(faults);
    }

    /**
     * One sentence of one type.
     *
     * @param type the binary name
     * @param text the sentence
     */
    record Promise(String type, String text) {}

    /**
     * Draws up the ledger.
     *
     * @param root the folder that holds the modules
     * @param suite the harnesses
     * @return the ledger
     * @throws IOException when a source cannot be read
     */
    static Ledger of(Path root, Suite suite) throws IOException {
        PromiseReader.Read read = PromiseReader.read(root);
        var faults = new ArrayList<>(read.faults());
        faults.addAll(suite.faults());
        Map<Promise, List<Harness>> byPromise = suite.harnesses().stream()
                .collect(Collectors.groupingBy(each -> new Promise(each.type(), each.promise())));
        var open = new TreeMap<String, Harness>();
        suite.harnesses().forEach(each -> open.put(each.name(), each));
        for (PromisedType type : read.types()) {
            if (type.promises().isEmpty() && type.exempt() == null) {
                faults.add(type.source() + ": " + type.name() + " promises nothing (expected: a list after '@implSpec"
                        + " Promises:', or 'Promises: none, because ...')");
            }
            for (String promise : type.promises()) {
                List<Harness> proofs = byPromise.get(new Promise(type.name(), promise));
                if (proofs == null) {
                    faults.add(type.source() + ": nothing proves '" + promise + "' (expected: a class with @Proves(type"
                            + " = " + type.simpleName() + ".class, promise = \"" + promise + "\") in stress-tests)");
                } else {
                    proofs.forEach(proof -> open.remove(proof.name()));
                }
            }
        }
        for (Harness harness : open.values()) {
            faults.add(harness.name() + ": the Javadoc of " + harness.type() + " does not promise '" + harness.promise()
                    + "'");
        }
        return new Ledger(read.types(), byPromise, faults);
    }

    List<Harness> proofs(PromisedType type, String promise) {
        return harnesses.getOrDefault(new Promise(type.name(), promise), List.of());
    }

    /**
     * Finds the model check of a type: the test of the same name beside it.
     *
     * @param root the folder that holds the modules
     * @param type whose
     * @return the files, from the root
     */
    static List<String> modelChecks(Path root, PromisedType type) {
        String test = type.source().replace("src/main/java", "src/test/java").replace(".java", "LincheckTest.java");
        return Files.exists(root.resolve(test)) ? List.of(test) : List.of();
    }
}
