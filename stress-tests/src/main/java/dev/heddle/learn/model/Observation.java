/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import java.util.List;
import java.util.Map;

/** The end of a sample: its observation, run by the interpreter and written into a real jcstress result. */
final class Observation {
    private Observation() {}

    static Replay replay(
            Heap heap,
            Ref body,
            String descriptor,
            Ref target,
            Map<Integer, Object> results,
            Map<Op.Place, Object> memory) {
        return Interpreter.replay(heap, memory, body, "observe", descriptor, List.of(target), results);
    }

    static void set(Object result, String field, Object value) {
        try {
            var target = result.getClass().getField(field);
            Object plain = value instanceof Ref ref ? ref.real() : value;
            target.set(
                    result,
                    target.getType() == boolean.class ? Integer.valueOf(1).equals(value) : plain);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("result field '" + field + "' cannot be set", e);
        }
    }
}
