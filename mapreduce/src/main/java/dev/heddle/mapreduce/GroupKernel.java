/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Any values by any key, combined and at the end reduced.
 *
 * @param mapper emits values by key
 * @param combiner makes one value of two
 * @param reducer makes the result of a key
 * @param <T> the type of a record
 * @param <K> the type of a key
 * @param <V> the type of a value
 * @param <O> the type of the result of a key
 */
record GroupKernel<T, K, V, O>(
        Mapper<? super T, K, V> mapper, Combiner<V> combiner, Reducer<? super K, ? super V, ? extends O> reducer)
        implements Kernel<T, Groups<K, O>> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Worker<T> newWorker(Seeds seeds, Memory memory) {
        return new GroupWorker<>(mapper, combiner);
    }

    @Override
    public Merge<Groups<K, O>> merge(List<Worker<T>> workers, Seeds seeds, Memory memory) {
        List<Map<K, V>> groups = new ArrayList<>();
        for (Worker<T> worker : workers) {
            @SuppressWarnings("unchecked") // made by newWorker
            GroupWorker<T, K, V> made = (GroupWorker<T, K, V>) worker;
            groups.add(made.groups);
        }
        return new GroupMerge(groups);
    }

    @Override
    public void write(Worker<T> worker, BlockWriter out) throws IOException {
        @SuppressWarnings("unchecked") // made by newWorker
        Map<K, V> groups = ((GroupWorker<T, K, V>) worker).groups;
        GroupBlocks<K, V> blocks = new GroupBlocks<>(out);
        for (Map.Entry<K, V> entry : groups.entrySet()) {
            K key = entry.getKey();
            blocks.entry(part(StableHash.of(key), out.parts()), key, entry.getValue());
        }
        blocks.finish();
    }

    private static int part(int keyHash, int parts) {
        int hash = keyHash * 0x9E3779B9;
        return (int) (((hash & 0xFFFF_FFFFL) * parts) >>> 32);
    }

    @Override
    public Reduction newReduction() {
        Map<K, V> merged = new HashMap<>();
        return new Reduction() {
            @Override
            public void add(byte[] block) throws IOException {
                GroupBlocks.<K, V>read(block, (key, value) -> GroupWorker.put(merged, combiner, key, value));
            }

            @Override
            public void write(BlockWriter out) throws IOException {
                GroupBlocks<K, O> blocks = new GroupBlocks<>(out);
                for (Map.Entry<K, V> entry : merged.entrySet()) {
                    K key = entry.getKey();
                    blocks.entry(0, key, requireNonNull(reducer.reduce(key, entry.getValue()), "result"));
                }
                blocks.finish();
            }
        };
    }

    @Override
    public Groups<K, O> result(List<List<byte[]>> reduced, Report report) throws IOException {
        Map<K, O> all = new HashMap<>();
        for (List<byte[]> blocks : reduced) {
            for (byte[] block : blocks) {
                GroupBlocks.<K, O>read(block, (key, result) -> {
                    if (all.putIfAbsent(key, result) != null) {
                        throw new IllegalStateException("key '" + key + "': its hash code differs between processes"
                                + " (expected: a hashCode of " + key.getClass().getName()
                                + " that depends on the value alone)");
                    }
                });
            }
        }
        return new Groups<>(all, report);
    }

    @Override
    public boolean isBounded() {
        return false;
    }

    private final class GroupMerge implements Merge<Groups<K, O>> {
        private final List<Map<K, V>> groups;
        private final List<Map<K, O>> reduced = new ArrayList<>();

        GroupMerge(List<Map<K, V>> groups) {
            this.groups = groups;
            for (int part = 0; part < groups.size(); part++) {
                reduced.add(new HashMap<>());
            }
        }

        @Override
        public int parts() {
            return groups.size();
        }

        @Override
        public void mergePart(int part) {
            Map<K, V> merged = new HashMap<>();
            for (Map<K, V> from : groups) {
                from.forEach((key, value) -> {
                    if (part(key) == part) {
                        GroupWorker.put(merged, combiner, key, value);
                    }
                });
            }
            Map<K, O> results = reduced.get(part);
            merged.forEach((key, value) -> results.put(key, requireNonNull(reducer.reduce(key, value), "result")));
        }

        private int part(K key) {
            return GroupKernel.part(key.hashCode(), groups.size());
        }

        @Override
        public Groups<K, O> result(Report report) {
            Map<K, O> all = new HashMap<>();
            reduced.forEach(all::putAll);
            return new Groups<>(all, report);
        }
    }
}
