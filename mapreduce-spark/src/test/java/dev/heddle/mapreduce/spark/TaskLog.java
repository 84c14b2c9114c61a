/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Notes which task was done where, so that a test can tell what was done again and why. */
final class TaskLog extends SparkListener {
    /** By number of the map task, the executors that did it to its end. */
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
            if (mapStages.contains(task.stageId()) || reducing) {
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
            mapped.computeIfAbsent(task.taskInfo().index(), index -> new ArrayList<>())
                    .add(task.taskInfo().executorId());
            ended = ++mapsEnded;
            action = onMapEnd;
        }
        action.accept(ended);
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
        removed.add(executor.executorId());
    }

    synchronized int tasks() {
        return mapped.size();
    }

    /** The map tasks that were done more than once. */
    synchronized Set<Integer> doneAgain() {
        Set<Integer> again = new TreeSet<>();
        mapped.forEach((task, executors) -> {
            if (executors.size() > 1) {
                again.add(task);
            }
        });
        return again;
    }

    /** The map tasks that an executor did that was lost. */
    synchronized Set<Integer> lost() {
        Set<Integer> lost = new TreeSet<>();
        mapped.forEach((task, executors) -> {
            if (executors.stream().anyMatch(removed::contains)) {
                lost.add(task);
            }
        });
        return lost;
    }

    synchronized Set<String> removed() {
        return Set.copyOf(removed);
    }
}
