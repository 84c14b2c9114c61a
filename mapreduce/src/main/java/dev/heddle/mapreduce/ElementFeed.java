/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Elements of an iterator, taken in turns. */
final class ElementFeed<T> implements Feed<T> {
    private static final int BATCH = 256;

    /** Guards the iterator, user code that one thread at a time may use. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Iterable<? extends T> elements;
    private final RunState state;
    private @Nullable Iterator<? extends T> iterator;

    ElementFeed(Iterable<? extends T> elements, RunState state) {
        this.elements = elements;
        this.state = state;
    }

    @Override
    public void drain(Worker<T> worker) throws InterruptedException {
        List<T> batch = new ArrayList<>(BATCH);
        while (!state.isStopped() && next(batch)) {
            for (T element : batch) {
                try {
                    worker.accept(element);
                } catch (JobException | InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    throw JobException.of("", -1, e);
                }
            }
            worker.records += batch.size();
            state.mapped(0, batch.size());
        }
    }

    private boolean next(List<T> batch) throws InterruptedException {
        batch.clear();
        turn.lockInterruptibly();
        try {
            Iterator<? extends T> from = iterator;
            if (from == null) {
                from = elements.iterator();
                iterator = from;
            }
            while (batch.size() < BATCH && from.hasNext()) {
                batch.add(requireNonNull(from.next(), "element"));
            }
        } finally {
            turn.unlock();
        }
        return !batch.isEmpty();
    }
}
