/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes any number of items of each item. */
final class FlatMapStep extends Step {
    /** The function, its result gone through: that may be the longer part. */
    private final StageFunction<Object, List<Object>> each;

    FlatMapStep(Engine engine, int index, StageSpec stage, StageFunction<Object, Iterable<?>> function) {
        super(engine, index, stage);
        this.each = item -> {
            List<Object> many = new ArrayList<>();
            for (Object result : notNull(function.apply(item))) {
                many.add(notNull(result));
            }
            return many;
        };
    }

    /** All items that are made of one, as a {@code Many}, so that a failure half-way has made none. */
    @Override
    Object call(Object item, Worker worker) throws Exception {
        List<Object> many = invoke(each, item, worker);
        if (many.isEmpty()) {
            worker.count(index, Counts.FILTERED, 1);
        } else {
            worker.count(index, Counts.ADDED, many.size() - 1L);
        }
        return new Many(many);
    }

    private @Nullable Object callOrFail(Object item, long number, Worker worker) {
        try {
            return call(item, worker);
        } catch (Throwable thrown) {
            return failed(worker, number, item, thrown);
        }
    }

    @Override
    void run(Slot slot, Worker worker) {
        @Nullable Object[] items = new @Nullable Object[Math.max(1, slot.size)];
        long[] numbers = new long[items.length];
        int size = 0;
        for (int i = 0; i < slot.size; i++) {
            Object item = slot.items[i];
            if (item == null) {
                continue;
            }
            // once the run is cancelled, the other items stay as they are, to be counted
            Object result = engine.isCancelled() ? item : callOrFail(item, slot.number(i), worker);
            List<?> many = result == null ? List.of() : result instanceof Many made ? made.items() : List.of(result);
            if (items.length < size + many.size()) {
                items = Arrays.copyOf(items, Math.max(2 * items.length, size + many.size()));
                numbers = Arrays.copyOf(numbers, items.length);
            }
            for (Object each : many) {
                numbers[size] = slot.number(i);
                items[size++] = each;
            }
        }
        slot.items = items;
        slot.numbers = numbers;
        slot.size = size;
    }

    @Override
    void push(Object item, Worker worker) {
        Object result = callOrFail(item, worker.number, worker);
        if (result instanceof Many many) {
            for (Object made : many.items()) {
                if (engine.isCancelled()) {
                    worker.count(index, Counts.CANCELLED, 1);
                } else {
                    requireNonNull(next).push(made, worker);
                }
            }
        } else if (result != null) {
            requireNonNull(next).push(result, worker); // the replacement of an item at which the function failed
        }
    }

    /**
     * What was made of one item.
     *
     * @param items the items
     */
    private record Many(List<Object> items) {}
}
