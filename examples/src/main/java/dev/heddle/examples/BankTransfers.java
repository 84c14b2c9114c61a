/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.counter.BoundedCounter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Moves money between accounts from many threads at once: no account is overdrawn, and no money is made or lost. */
public final class BankTransfers {
    private BankTransfers() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        BoundedCounter alice = BoundedCounter.nonNegative(500);
        BoundedCounter bob = BoundedCounter.nonNegative(500);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10_000; i++) {
                BoundedCounter from = i % 3 == 0 ? alice : bob;
                BoundedCounter to = from == alice ? bob : alice;
                threads.execute(() -> from.tryTransferTo(to, 7)); // false when the account holds less
            }
        }
        System.out.println(alice.get() + bob.get() + " in all, none below " + alice.min());
    }
}
