/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;

/** Hashes of keys that are the same in every process. */
final class StableHash {
    private StableHash() {}

    /**
     * The hash of a key. Enums and classes, whose own hash is drawn by each process, are taken by their names, also
     * within records, lists and entries; for all else {@code hashCode} is taken at its word.
     */
    static int of(Object key) {
        return switch (key) {
            case Enum<?> constant -> constant.name().hashCode();
            case Class<?> type -> type.getName().hashCode();
            case Record tuple -> ofComponents(tuple);
            case List<?> list -> {
                int hash = 1;
                for (Object element : list) {
                    hash = 31 * hash + (element == null ? 0 : of(element));
                }
                yield hash;
            }
            case Map.Entry<?, ?> entry ->
                31 * (entry.getKey() == null ? 0 : of(entry.getKey()))
                        + (entry.getValue() == null ? 0 : of(entry.getValue()));
            default -> key.hashCode();
        };
    }

    private static int ofComponents(Record tuple) {
        int hash = 0;
        for (RecordComponent component : tuple.getClass().getRecordComponents()) {
            Object value;
            try {
                var accessor = component.getAccessor();
                if (!accessor.trySetAccessible()) {
                    return tuple.hashCode();
                }
                value = accessor.invoke(tuple);
            } catch (ReflectiveOperationException e) {
                return tuple.hashCode();
            }
            hash = 31 * hash + (value == null ? 0 : of(value));
        }
        return hash;
    }
}
