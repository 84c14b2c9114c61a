/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** Reads files. Used by one thread, the leader of its run. */
final class FilesPlan<R> implements SparkRun.Plan<R> {
    private final Job<Slice, R> job;
    private final List<?> locations;
    private final Cutting cutting;
    private final Sources sources;
    private boolean isFound;

    /** Each location is a {@code Path}, or a {@code String} that may be a URI. */
    FilesPlan(Job<Slice, R> job, List<?> locations, Cutting cutting) {
        this.job = job;
        this.locations = locations;
        this.cutting = cutting;
        this.sources =
                new Sources(job.onCluster(1).badInput(), cutting.context().hadoopConfiguration());
    }

    @Override
    public String description() {
        return job.toString();
    }

    @Override
    public SparkRun.Mapped map(SparkRun<R> run) {
        find();
        ClusterJob<Slice, R> cluster = job.onCluster(cutting.parts(sources.bytes()));
        List<List<FileRange>> tasks = sources.ranges(cutting.taskBytes(sources.bytes(), cluster.splitBytes()));
        Broadcast<SerializableConfiguration> hadoop = cutting.context()
                .broadcast(new SerializableConfiguration(cutting.context().hadoopConfiguration()));
        MapFiles work = new MapFiles(cluster, cutting.heldBytes(), hadoop, run.bytesDone(), run.recordsDone());
        return new SparkRun.Mapped(
                tasks.isEmpty() ? null : placed(tasks).mapPartitionsToPair(work),
                cluster,
                sources.size(),
                sources.bytes(),
                sources.skipped(),
                cutting.workers(tasks.size()));
    }

    @Override
    public void skip(InputException bad) {
        sources.skip(bad);
    }

    private void find() {
        if (isFound) {
            return;
        }
        for (Object location : locations) {
            if (location instanceof Path path) {
                sources.add(path);
            } else {
                sources.add((String) location);
            }
        }
        isFound = true;
    }

    /** Makes a partition of each task, which Spark runs where its blocks are if it can. */
    private JavaRDD<List<FileRange>> placed(List<List<FileRange>> tasks) {
        List<Tuple2<List<FileRange>, scala.collection.immutable.Seq<String>>> placed = new ArrayList<>();
        for (List<FileRange> task : tasks) {
            placed.add(new Tuple2<>(
                    task, CollectionConverters.asScala(sources.hosts(task)).toSeq()));
        }
        JavaSparkContext context = cutting.context();
        ClassTag<List<FileRange>> tag = ClassTag.apply(List.class);
        return context.sc()
                .makeRDD(CollectionConverters.asScala(placed).toSeq(), tag)
                .toJavaRDD();
    }
}
