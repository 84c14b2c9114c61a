/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.counter.StripedCounter;
import dev.heddle.handle.Handle;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shares one resource among several owners; whoever closes the last handle closes the resource. */
public final class SharedResource {
    private SharedResource() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        List<String> index = List.of("heddle", "loom", "warp");
        StripedCounter read = new StripedCounter();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Handle<List<String>> mine = Handle.of(index, closed -> System.out.println("closed once"))) {
            for (int i = 0; i < 100; i++) {
                Handle<List<String>> yours = mine.retain(); // before the own one is closed
                threads.execute(() -> {
                    try (yours) {
                        read.add(yours.get().size());
                    }
                });
            }
        }
        System.out.println(read.sum() + " words read");
    }
}
