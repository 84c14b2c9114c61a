/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.counter.BoundedCounter;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A deposit and a withdrawal meet on one account. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class BankAccount {
    private BankAccount() {}

    public static Effect effect() {
        return Effect.of("bank-account", "The bank account's three schedules")
                .question(
                        "An account holds 500; one thread deposits 500 while another withdraws 100: what is the balance at the end?")
                .story("""
                Each thread reads the balance, computes the new one and writes it back. Schedules of these four steps
                number six; they end in three different balances.
                """)
                .lesson("""
                Either thread may overwrite what the other one did: the bank loses the withdrawal, or the customer the
                deposit. Checking before acting does not help when the check and the act are two steps, even if the act
                is atomic: then two withdrawals both find the money there.
                """)
                .expected("900", "One after the other: 500 + 500 - 100.")
                .surprise("1000", "The withdrawal is lost: the deposit wrote its 500 + 500 over it.")
                .surprise("400", "The deposit is lost: the withdrawal wrote its 500 - 100 over it.")
                .surprise("-300", "Two withdrawals of 400 both passed the check, and the account is overdrawn.")
                .expected("100", "Of two withdrawals of 400 one was paid out and one was refused.")
                .asks("plain", "plain field", Plain.class)
                .also(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "Both threads see the newest balance, and both still overwrite each other.")
                .also(
                        "check",
                        "check, then atomic",
                        Check.class,
                        "Two withdrawals of 400: each step is atomic, the two together are not. Both find 500 in the account.")
                .fix("lock", "lock", Locked.class, "Reading, computing and writing become one step.")
                .fix(
                        "add",
                        "atomic add",
                        Add.class,
                        "getAndAdd is one step. It suffices as long as no limit has to hold.")
                .fix(
                        "cas",
                        "compareAndSet loop",
                        Cas.class,
                        "The withdrawal of 400 happens only if the balance is still the one that was checked.")
                .block("heddle", "Heddle: BoundedCounter", Balance.class, """
                The limit belongs to the balance: what would leave it below zero is refused, whoever asks at the same time.
                """)
                .readOn(
                        "Atomic operations in java.util.concurrent.atomic",
                        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/atomic/package-summary.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<I_Result> {
        // show plain
        int balance = 500;

        @Override
        @Actor
        public void actor1() {
            int b = balance;
            balance = b + 500;
        }

        @Override
        @Actor
        public void actor2() {
            int b = balance;
            balance = b - 100;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = balance;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<I_Result> {
        // show volatile
        volatile int balance = 500;

        @Override
        @Actor
        public void actor1() {
            int b = balance;
            balance = b + 500;
        }

        @Override
        @Actor
        public void actor2() {
            int b = balance;
            balance = b - 100;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = balance;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Check implements Body<I_Result> {
        // show check
        final AtomicInteger balance = new AtomicInteger(500);

        @Override
        @Actor
        public void actor1() {
            if (balance.get() >= 400) {
                balance.getAndAdd(-400);
            }
        }

        @Override
        @Actor
        public void actor2() {
            if (balance.get() >= 400) {
                balance.getAndAdd(-400);
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = balance.get();
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<I_Result> {
        // show lock
        int balance = 500;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                balance = balance + 500;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                balance = balance - 100;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = balance;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Add implements Body<I_Result> {
        // show add
        final AtomicInteger balance = new AtomicInteger(500);

        @Override
        @Actor
        public void actor1() {
            balance.getAndAdd(500);
        }

        @Override
        @Actor
        public void actor2() {
            balance.getAndAdd(-100);
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = balance.get();
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Cas implements Body<I_Result> {
        // show cas
        final AtomicInteger balance = new AtomicInteger(500);

        @Override
        @Actor
        public void actor1() {
            withdraw(400);
        }

        @Override
        @Actor
        public void actor2() {
            withdraw(400);
        }

        boolean withdraw(int amount) {
            int b;
            do {
                b = balance.get();
                if (b < amount) {
                    return false;
                }
            } while (!balance.compareAndSet(b, b - amount));
            return true;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = balance.get();
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Balance implements Body<I_Result> {
        // show heddle
        final BoundedCounter balance = BoundedCounter.nonNegative(500);

        @Override
        @Actor
        public void actor1() {
            balance.tryAdd(-400);
        }

        @Override
        @Actor
        public void actor2() {
            balance.tryAdd(-400);
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = (int) balance.get();
        }
    }
}
