/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.MapTask;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Maps elements.
 *
 * @param job what to do
 * @param heldBytes how much memory a task may take for what it has made
 * @param recordsDone counts the elements, for those who watch
 * @param <T> the type of an element
 */
record MapElements<T>(ClusterJob<T, ?> job, long heldBytes, LongAccumulator recordsDone)
        implements PairFlatMapFunction<Iterator<ArrayList<T>>, Integer, byte[]> {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int BATCH = 256;

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<ArrayList<T>> tasks) {
        return new BlockIterator<>(job, heldBytes, new BlockIterator.Work<>() {
            private Iterator<T> elements = Collections.emptyIterator();

            @Override
            public boolean mapSome(MapTask<T> task) throws InterruptedException {
                while (!elements.hasNext()) {
                    if (!tasks.hasNext()) {
                        return false;
                    }
                    elements = tasks.next().iterator();
                }
                for (int i = 0; i < BATCH && elements.hasNext(); i++) {
                    task.map(elements.next());
                    recordsDone.add(1L);
                }
                return true;
            }
        });
    }
}
