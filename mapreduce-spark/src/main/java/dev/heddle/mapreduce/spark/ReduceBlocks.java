/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.ReduceTask;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Reduces the blocks of a part to a list of fewer.
 *
 * @param job what to do
 */
record ReduceBlocks(ClusterJob<?, ?> job)
        implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, ArrayList<byte[]>> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<ArrayList<byte[]>> call(Iterator<Tuple2<Integer, byte[]>> blocks) {
        ArrayList<byte[]> made = new ArrayList<>();
        ReduceTask task = job.newReduceTask((part, block) -> made.add(block));
        blocks.forEachRemaining(block -> task.add(block._2()));
        task.finish();
        return List.of(made).iterator();
    }
}
