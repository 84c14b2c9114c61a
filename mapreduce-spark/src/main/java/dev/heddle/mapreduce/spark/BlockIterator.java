/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.MapTask;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** What a map task hands out, made as it is asked for. Used by one thread. */
final class BlockIterator<T> implements Iterator<Tuple2<Integer, byte[]>> {
    private final ArrayDeque<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();
    private final MapTask<T> task;
    private final Work<T> work;
    private boolean over;

    BlockIterator(ClusterJob<T, ?> job, long heldBytes, Work<T> work) {
        this.task = job.newMapTask(heldBytes, (part, block) -> ready.add(new Tuple2<>(part, block)));
        this.work = work;
    }

    @Override
    public boolean hasNext() {
        try {
            while (ready.isEmpty() && !over) {
                if (!work.mapSome(task)) {
                    task.finish();
                    over = true;
                }
            }
        } catch (IOException e) {
            throw Failures.unchecked(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.unchecked(e);
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** What a map task is to do, in pieces. */
    @FunctionalInterface
    interface Work<T> {
        /** Maps the next piece; false when there is none. */
        boolean mapSome(MapTask<T> task) throws IOException, InterruptedException;
    }
}
