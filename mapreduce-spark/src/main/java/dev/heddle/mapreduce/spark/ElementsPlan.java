/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Job;
import java.util.ArrayList;
import java.util.List;

/** Hands elements of this process to the cluster. Used by one thread, the leader of its run. */
final class ElementsPlan<T, R> implements SparkRun.Plan<R> {
    private final Job<T, R> job;
    private final List<T> elements;
    private final Cutting cutting;

    ElementsPlan(Job<T, R> job, List<T> elements, Cutting cutting) {
        this.job = job;
        this.elements = elements;
        this.cutting = cutting;
    }

    @Override
    public String description() {
        return job.toString();
    }

    @Override
    public SparkRun.Mapped map(SparkRun<R> run) {
        ClusterJob<T, R> cluster = job.onCluster(cutting.parts(0));
        int step = cutting.taskElements(elements.size());
        List<ArrayList<T>> tasks = new ArrayList<>();
        for (int from = 0; from < elements.size(); from += step) {
            tasks.add(new ArrayList<>(elements.subList(from, Math.min(elements.size(), from + step))));
        }
        MapElements<T> work = new MapElements<>(cluster, cutting.heldBytes(), run.recordsDone());
        return new SparkRun.Mapped(
                tasks.isEmpty()
                        ? null
                        : cutting.context().parallelize(tasks, tasks.size()).mapPartitionsToPair(work),
                cluster,
                1,
                0,
                List.of(),
                cutting.workers(tasks.size()));
    }

    @Override
    public void skip(InputException bad) {
        throw bad;
    }
}
