/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static dev.heddle.task.Bell.NO_DEADLINE;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One call: its inputs, its threads, what becomes of the results, and how it ends. */
final class Call {
    /*
     * field    read      write     who writes
     * -------  --------  --------  ------------------------------------------------------------
     * over     volatile  volatile  whoever ends the call before its time, under the lock
     * active   volatile  volatile  whoever starts a thread, and each thread at its end, under the lock
     * reason, late, threads        under the lock
     * collected                    under the lock
     *
     * A thread is started by another thread of the call, or by its caller, only while that one is at work. So when no
     * thread is active and the caller does not work, there will be none any more, and the list of threads is complete.
     * A thread that has left the list of the active ones may still be alive for a moment: the caller joins them all.
     */
    private static final int MOST_LATE = 16;

    /** What a look finds behind the last results. */
    static final Chunk END = new Chunk(0, 0, new @Nullable Object[0]);

    private final Plan plan;
    private final Inputs inputs;
    private final TaskFunction<Object, ?> function;

    /** Where the results go while the call runs; null when they are wanted at its end, or by nobody. */
    private final @Nullable Belt belt;

    /** What each thread that has ended did; null unless the results are wanted at the end. */
    private final @Nullable List<Chunk> collected;

    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> late = new ArrayList<>();
    private final Bell end;
    private @Nullable Throwable reason;
    private volatile boolean over;
    private volatile int active;

    private Call(
            Plan plan,
            Inputs inputs,
            TaskFunction<Object, ?> function,
            @Nullable Belt belt,
            @Nullable List<Chunk> collected) {
        this.plan = plan;
        this.inputs = inputs;
        this.function = function;
        this.belt = belt;
        this.collected = collected;
        this.deadline = plan.deadline() == null ? NO_DEADLINE : System.nanoTime() + plan.deadlineNanos();
        this.end = new Bell(plan.parking());
    }

    /** A call whose results nobody wants. */
    static Call forEach(Plan plan, Iterable<?> inputs, TaskFunction<Object, ?> function) {
        return new Call(plan, Inputs.of(inputs, plan.workers()), function, null, null);
    }

    /** A call whose results are wanted at its end. */
    static Call map(Plan plan, Iterable<?> inputs, TaskFunction<Object, ?> function) {
        return new Call(plan, Inputs.of(inputs, plan.workers()), function, null, new ArrayList<>());
    }

    /** A call whose results come over a belt. */
    static Call stream(Plan plan, Iterable<?> inputs, TaskFunction<Object, ?> function, Belt belt) {
        return new Call(plan, Inputs.inOrder(inputs, plan.workers()), function, belt, null);
    }

    // what the caller does

    /** Works until all inputs are done, and returns or throws when no thread is left. */
    void run() throws InterruptedException {
        try {
            if (plan.callerWorks()) {
                work(new Share(plan, true));
            } else {
                grow();
            }
            if (!end.await(this::isIdle, deadline)) {
                tooLate();
            }
        } catch (InterruptedException e) {
            interrupted(e);
        } catch (Throwable thrown) {
            endWith(thrown); // of our own making: no memory, no stack
        }
        join();
        throwReason();
    }

    /** Whether none of its threads is at work. */
    boolean isIdle() {
        return active == 0;
    }

    /** The results in the order of the inputs. Called after the end of a call that collects. */
    @Nullable
    Object[] results() {
        @Nullable Object[] all = new @Nullable Object[Math.toIntExact(inputs.given())];
        for (Chunk chunk : requireNonNull(collected)) {
            System.arraycopy(chunk.items, 0, all, (int) chunk.first, chunk.size);
        }
        return all;
    }

    /** Gets the first thread going, where the caller will not work itself. */
    void start() {
        if (!plan.callerWorks()) {
            grow();
        }
    }

    /** Waits for the next results, or makes some; null after the last. */
    @SuppressWarnings("ReferenceEquality") // there is one END
    @Nullable
    Chunk next(Share share) throws InterruptedException {
        Belt results = requireNonNull(belt);
        for (; ; ) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (over) {
                join();
                throwReason();
            }
            Chunk chunk = look(results);
            if (chunk == END) {
                join();
                throwReason();
                return null;
            }
            if (chunk != null) {
                return chunk;
            }
            if (!(plan.callerWorks() && tryWork(results, share))
                    && !results.head().await(() -> results.isReady() || over || isAtEnd(results), deadline)) {
                tooLate();
            }
        }
    }

    /** Takes the next results if they are there; END if there will be none any more. */
    @Nullable
    Chunk look(Belt results) {
        boolean ended = inputs.hasEnded(); // before the look at the belt: what is begun in between is not the end
        Chunk chunk = results.poll();
        return chunk == null && ended && results.isEmpty() ? END : chunk;
    }

    private boolean isAtEnd(Belt results) {
        return inputs.hasEnded() && results.isEmpty();
    }

    /** Does one chunk on the thread of the consumer, unless another thread is at the inputs or there is no room. */
    private boolean tryWork(Belt results, Share share) {
        if (inputs.hasEnded() || !inputs.tryEnter()) {
            return false;
        }
        Chunk chunk;
        try {
            int room = results.room(share.size.next());
            if (room == 0) {
                return false;
            }
            chunk = take(room);
        } finally {
            inputs.leave();
        }
        if (chunk != null) {
            doChunk(chunk, share);
        }
        return true;
    }

    /** Ends the call, if it has not ended, and returns when no thread is left. An interrupt does not shorten that. */
    void close() {
        endWith(new IllegalStateException("the results are closed"));
        join();
    }

    // what each thread does

    /** Takes inputs and does them, until there are none or the call is over. */
    void work(Share share) throws InterruptedException {
        try {
            for (; ; ) {
                Chunk chunk = claim(share.size.next());
                if (chunk == null) {
                    return;
                }
                doChunk(chunk, share);
                if (share.isCaller && Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            collect(share);
        }
    }

    private void collect(Share share) {
        if (collected != null) {
            lock.lock();
            try {
                collected.addAll(share.done);
            } finally {
                lock.unlock();
            }
        }
    }

    @Nullable
    Chunk claim(int most) throws InterruptedException {
        if (!inputs.enter(deadline)) {
            tooLate();
            return null;
        }
        try {
            int room = belt == null ? most : belt.awaitRoom(most);
            return room == 0 ? null : take(room);
        } finally {
            inputs.leave();
        }
    }

    private @Nullable Chunk take(int most) {
        if (over) {
            return null;
        }
        if (deadline != NO_DEADLINE && System.nanoTime() - deadline >= 0) {
            tooLate();
            return null;
        }
        Chunk chunk = null;
        try {
            chunk = inputs.take(most);
        } catch (Throwable thrown) {
            fail(inputs.given(), thrown);
        }
        if (belt != null) {
            if (chunk != null) {
                belt.begun(chunk);
            } else {
                belt.head().ring(); // whoever waits for one more result waits in vain
            }
        }
        return chunk;
    }

    private void doChunk(Chunk chunk, Share share) {
        ChunkSize size = share.size;
        if (active < plan.threads() && inputs.hasMore() && (!size.isMeasured() || size.isWorthHelp())) {
            grow();
        }
        long begin = size.isMeasured() ? System.nanoTime() : 0;
        for (int i = 0; i < chunk.size; i++) {
            if (!share.isCaller) {
                Thread.interrupted(); // left behind by the function before; if it was meant, the call is over
            }
            if (over) {
                return;
            }
            try {
                chunk.items[i] = call(inputs.input(chunk, i));
            } catch (Throwable thrown) {
                if (share.isCaller && thrown instanceof InterruptedException) {
                    interrupted(thrown);
                } else {
                    fail(chunk.first + i, thrown);
                }
                return;
            }
        }
        if (size.isMeasured()) {
            size.took(chunk.size, System.nanoTime() - begin);
        }
        if (belt != null) {
            belt.done(chunk);
        } else if (collected != null) {
            share.done.add(chunk);
        }
    }

    private Object call(@Nullable Object input) throws Exception {
        if (input == null) {
            throw new NullPointerException("the inputs have a null");
        }
        Object result = function.apply(input);
        if (result == null) {
            throw new NullPointerException("the function made null of an input");
        }
        return result;
    }

    /** Starts one more thread, if one may be had. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void grow() {
        if (!plan.tryAcquire()) {
            return;
        }
        boolean started = false;
        lock.lock();
        try {
            if (over || threads.size() == plan.threads()) {
                return;
            }
            Thread thread = plan.thread(threads.size(), this::runThread);
            threads.add(thread); // first: no thread runs that is not joined, even when there is no memory for this
            thread.start();
            active++;
            started = true;
        } catch (OutOfMemoryError e) {
            if (active == 0 && !plan.callerWorks()) {
                throw e;
            }
            // no more threads to be had: those that there are go on alone
        } finally {
            lock.unlock();
            if (!started) {
                plan.release();
            }
        }
    }

    private void runThread() {
        try {
            work(new Share(plan, false));
        } catch (InterruptedException e) {
            // the call is over
        } catch (Throwable thrown) {
            endWith(thrown); // of our own making: no memory, no stack
        } finally {
            plan.release();
            left();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void left() {
        lock.lock();
        try {
            active--;
        } finally {
            lock.unlock();
        }
        end.ring();
    }

    // how it ends

    /** Ends the call because of an input, or notes a failure that comes after the first. */
    void fail(long input, Throwable thrown) {
        Throwable failure = thrown;
        if (thrown instanceof Error) {
            thrown.addSuppressed(new TaskException(input, null));
        } else {
            failure = new TaskException(input, thrown);
        }
        if (endWith(failure) || isInterruption(failure)) {
            return;
        }
        lock.lock();
        try {
            if (late.size() < MOST_LATE) {
                late.add(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tooLate() {
        endWith(new DeadlineException(requireNonNull(plan.deadline())));
    }

    /** The caller was interrupted. Where the call ends for another reason, the interrupt is kept. */
    private void interrupted(Throwable thrown) {
        if (!endWith(thrown)) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the call. Answers whether this is the reason: the first one counts. */
    private boolean endWith(Throwable thrown) {
        lock.lock();
        try {
            if (reason != null) {
                return false;
            }
            reason = thrown;
            over = true;
            inputs.end();
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
        if (belt != null) {
            belt.close();
        }
        end.ring();
        return true;
    }

    /** That a function was interrupted because the call was over is no failure. */
    private static boolean isInterruption(Throwable thrown) {
        return thrown.getCause() instanceof InterruptedException;
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
    private void join() {
        boolean interrupted = false;
        for (int i = 0; ; i++) {
            Thread thread;
            lock.lock();
            try {
                if (i == threads.size()) {
                    break;
                }
                thread = threads.get(i);
            } finally {
                lock.unlock();
            }
            if (thread == Thread.currentThread()) {
                throw new IllegalStateException("a call cannot wait for itself");
            }
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot be suppressed on itself
    private void throwReason() throws InterruptedException {
        Throwable primary;
        lock.lock();
        try {
            primary = reason;
            if (primary == null) {
                return;
            }
            for (Throwable other : late) {
                if (other != primary && other.getCause() != primary) {
                    primary.addSuppressed(other);
                }
            }
            late.clear();
        } finally {
            lock.unlock();
        }
        switch (primary) {
            case Error error -> throw error;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException exception -> throw exception;
            default -> throw new AssertionError(primary);
        }
    }

    String describe() {
        return inputs.given() + " inputs taken, " + (over ? "over" : inputs.hasEnded() ? "no more" : "more to come");
    }
}
