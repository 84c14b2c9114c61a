/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.learn.Body;
import dev.heddle.learn.Samples;
import dev.heddle.learn.Variant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Explains a body: for each outcome a shortest way to it, under the tightest rules that allow it. */
public final class Enumerator {
    private Enumerator() {}

    /**
     * Goes through all orders of a body's steps.
     *
     * @param variant the variant whose body is read
     * @param endless whether an actor may never end, which is then an outcome
     * @return what was found
     */
    public static Explanation explain(Variant variant, boolean endless) {
        Map<String, Witness> witnesses = new LinkedHashMap<>();
        StringBuilder limit = new StringBuilder();
        int actors = Samples.actors(variant.body());
        for (Rules rules : Rules.values()) {
            try {
                Body<?> body = variant.sample();
                Machine machine = new Machine(body, Samples.newResult(variant.body()), rules, endless);
                if (!machine.run(actors)) {
                    limit.append("too many orders for ").append(rules.words());
                }
                machine.found().forEach(witnesses::putIfAbsent);
            } catch (UnsupportedOperationException e) {
                limit.append(e.getMessage());
                break;
            }
        }
        return new Explanation(witnesses, limit.toString());
    }
}
