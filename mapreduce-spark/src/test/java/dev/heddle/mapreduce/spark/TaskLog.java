/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Notes which task was begun where and how often, so that a test can tell what was done again and why. */
final class TaskLog extends SparkListener {
    /** By number of the map task, the executors that began it, each as often as it did. */
    private final Map<Integer, List<String>> mapped = new TreeMap<>();

    private final Set<String> removed = new HashSet<>();
    private final Set<Integer> mapStages = new HashSet<>();
    private int mapsEnded;
    private boolean reducing;

    /** Called, with how many map tasks have ended, after each. */
    private Consumer<Integer> onMapEnd = ended -> {};

    /** Called when the first reduce task starts. */
    private Runnable onReduce = () -> {};

    synchronized TaskLog onMapEnd(Consumer<Integer> action) {
        onMapEnd = action;
        return this;
    }

    synchronized TaskLog onReduce(Runnable action) {
        onReduce = action;
        return this;
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
        // The stage of the map tasks is the one that needs no other.
        if (stage.stageInfo().parentIds().isEmpty()) {
            mapStages.add(stage.stageInfo().stageId());
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
        Runnable action;
        synchronized (this) {
            if (mapStages.contains(task.stageId())) {
                // The index of a task is another one when its stage is tried again; its partition is not.
                mapped.computeIfAbsent(task.taskInfo().partitionId(), split -> new ArrayList<>())
                        .add(task.taskInfo().executorId());
                return;
            }
            if (reducing) {
                return;
            }
            reducing = true;
            action = onReduce;
        }
        action.run();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        Consumer<Integer> action;
        int ended;
        synchronized (this) {
            if (!mapStages.contains(task.stageId()) || !task.taskInfo().successful()) {
                return;
            }
            ended = ++mapsEnded;
            action = onMapEnd;
        }
        action.accept(ended);
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
        removed.add(executor.executorId());
    }

    /** How many map tasks there are. */
    synchronized int tasks() {
        return mapped.size();
    }

    /** How often a map task was begun. */
    synchronized int attempts() {
        return mapped.values().stream().mapToInt(List::size).sum();
    }

    /** Fails unless so many executors were lost, and each map task was begun once by one that was not. */
    synchronized void requireThatOnlyLostWorkWasDoneAgain(int lost) {
        assertThat(removed).as("executors lost").hasSize(lost);
        assertThat(mapped)
                .allSatisfy((task, executors) -> assertThat(executors)
                        .as("executors that began map task %d; %s were lost", task, removed)
                        .filteredOn(executor -> !removed.contains(executor))
                        .hasSize(1));
        assertThat(attempts()).as("something was lost").isGreaterThan(tasks());
    }

    @Override
    public synchronized String toString() {
        return "TaskLog[" + mapped + ", lost " + removed + "]";
    }
}
