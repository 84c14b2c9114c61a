/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.CounterThread;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.util.Counter;

/**
 * The JVM in which one jcstress test runs, one iteration at a time, for as long as its parent asks for more.
 *
 * <p>jcstress' own fork runs all iterations of a test and answers at the end. This one answers after each of them, so
 * that the parent stops a twin when it is caught and goes on with a test that has too few samples.
 */
final class Fork {
    private Fork() {}

    /**
     * Reads from the standard input whether actors may wait, how many milliseconds those of one iteration may take
     * beyond its time before they count as stuck, and jcstress' settings of the test; then one byte for each iteration:
     * 1 for another, 0 for the end. Writes a result for the sanity check, which holds no samples, and one for each
     * iteration to the standard output.
     *
     * @param args none
     * @throws IOException when the parent is gone
     */
    public static void main(String[] args) throws IOException {
        // What the test prints must not end up between the results.
        System.setOut(System.err);
        var in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        boolean blocking = in.readBoolean();
        int stuckMillis = in.readInt();
        var config = new Strides(in);
        serve(config, blocking, stuckMillis, in, out);
        // Actors of a stuck iteration are still there.
        Runtime.getRuntime().halt(0);
    }

    private static void serve(
            ForkedTestConfig config, boolean blocking, int stuckMillis, DataInputStream in, DataOutputStream out)
            throws IOException {
        Runner<?> runner;
        try {
            runner = Class.forName(config.generatedRunnerName)
                    .asSubclass(Runner.class)
                    .getConstructor(ForkedTestConfig.class)
                    .newInstance(config);
        } catch (ReflectiveOperationException | LinkageError e) {
            send(failure(Status.API_MISMATCH, "the test does not load", e), out);
            return;
        }
        boolean more = send(sanity(runner, blocking), out);
        while (more && in.readByte() == 1) {
            more = send(iteration(runner, config.time + stuckMillis), out);
        }
    }

    private static boolean send(TestResult result, DataOutputStream out) throws IOException {
        result.write(out);
        out.flush();
        return result.status() == Status.NORMAL;
    }

    /** Its outcomes are not samples: nothing makes the actors meet in it. */
    private static <R> TestResult sanity(Runner<R> runner, boolean blocking) {
        try {
            if (blocking) {
                // The stock check finds how many samples fit into an iteration by running up to ten thousand of them
                // one after the other: minutes, when each may wait.
                return new TestResult(Status.NORMAL);
            }
            runner.sanityCheck(new Counter<>());
        } catch (LinkageError e) {
            return failure(Status.API_MISMATCH, "the test does not fit the class it is about", e);
        } catch (UnsupportedOperationException e) {
            // A test in Termination mode has none.
            return new TestResult(Status.NORMAL);
        } catch (Throwable e) {
            return failure(Status.CHECK_TEST_ERROR, "the sanity check failed", e);
        }
        return new TestResult(Status.NORMAL);
    }

    private static <R> TestResult iteration(Runner<R> runner, int mostMillis) {
        List<CounterThread<R>> actors;
        try {
            actors = new ArrayList<>(runner.internalRun());
        } catch (UnsupportedOperationException e) {
            return runner.run();
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        boolean running = true;
        while (running) {
            running = false;
            for (CounterThread<R> actor : actors) {
                try {
                    actor.join(20);
                } catch (InterruptedException e) {
                    return failure(Status.TEST_ERROR, "interrupted", e);
                }
                // One that has thrown leaves the others waiting for it at the next stride.
                Throwable thrown = actor.throwable();
                if (thrown != null) {
                    Status status = thrown instanceof LinkageError ? Status.API_MISMATCH : Status.TEST_ERROR;
                    return failure(status, "an actor has thrown", thrown);
                }
                running |= actor.isAlive();
            }
            if (running && System.nanoTime() - deadline > 0) {
                return stuck(actors);
            }
        }
        var counter = new Counter<R>();
        for (CounterThread<R> actor : actors) {
            counter.merge(actor.result());
        }
        return samples(counter);
    }

    private static <R> TestResult samples(Counter<R> counter) {
        var result = new TestResult(Status.NORMAL);
        for (R outcome : counter.elementSet()) {
            result.addState(String.valueOf(outcome), counter.count(outcome));
        }
        return result;
    }

    private static <R> TestResult stuck(List<CounterThread<R>> actors) {
        var result = new TestResult(Status.TIMEOUT_ERROR);
        result.addMessage("an actor did not end");
        for (CounterThread<R> actor : actors) {
            result.addMessage(actor.getName() + " " + actor.getState());
            for (StackTraceElement frame : actor.getStackTrace()) {
                result.addMessage("    at " + frame);
            }
        }
        return result;
    }

    private static TestResult failure(Status status, String what, Throwable cause) {
        var result = new TestResult(status);
        result.addMessage(what);
        result.addMessages(cause);
        return result;
    }
}
