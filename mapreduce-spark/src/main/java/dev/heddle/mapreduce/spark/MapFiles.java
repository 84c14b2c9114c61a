/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.ClusterJob;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.MapTask;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Split;
import java.io.IOException;
import java.io.Serial;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Maps ranges of files.
 *
 * @param job what to do
 * @param heldBytes how much memory a task may take for what it has made
 * @param hadoop the settings of Hadoop's file systems
 * @param bytesDone counts what was read, for those who watch
 * @param recordsDone counts the records, for those who watch
 */
record MapFiles(
        ClusterJob<Slice, ?> job,
        long heldBytes,
        Broadcast<SerializableConfiguration> hadoop,
        LongAccumulator bytesDone,
        LongAccumulator recordsDone)
        implements PairFlatMapFunction<Iterator<List<FileRange>>, Integer, byte[]> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<List<FileRange>> tasks) {
        Splits splits = new Splits(tasks, hadoop.value().value());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> splits.close());
        return new BlockIterator<>(job, heldBytes, splits);
    }

    /** Goes through the splits of all ranges, with one file open at a time. */
    private final class Splits implements BlockIterator.Work<Slice> {
        private final Iterator<List<FileRange>> tasks;
        private final Configuration configuration;
        private Iterator<FileRange> ranges = Collections.emptyIterator();
        private @Nullable FileRange range;
        private @Nullable OpenFile open;
        private long offset;

        Splits(Iterator<List<FileRange>> tasks, Configuration configuration) {
            this.tasks = tasks;
            this.configuration = configuration;
        }

        @Override
        public boolean mapSome(MapTask<Slice> task) throws IOException, InterruptedException {
            FileRange from = range;
            if (from == null) {
                while (!ranges.hasNext()) {
                    if (!tasks.hasNext()) {
                        return false;
                    }
                    ranges = tasks.next().iterator();
                }
                from = ranges.next();
                range = from;
                offset = from.offset();
            }
            SourceFile file = from.file();
            try {
                OpenFile source = open;
                if (source == null) {
                    source = OpenFile.of(file, configuration);
                    open = source;
                }
                long end = Math.min(from.end(), offset + job.splitBytes());
                long before = task.records();
                task.map(new Split(file.name(), offset, end), file.bytes(), source);
                bytesDone.add(end - offset);
                recordsDone.add(task.records() - before);
                offset = end;
                if (end == from.end()) {
                    source.verifyUnchanged();
                    close();
                    range = null;
                }
            } catch (IOException e) {
                throw InputException.of(file.name(), -1, e);
            }
            return true;
        }

        private void close() {
            OpenFile file = open;
            open = null;
            if (file != null) {
                try {
                    file.close();
                } catch (IOException e) {
                    // All that was to be read was read.
                }
            }
        }
    }
}
