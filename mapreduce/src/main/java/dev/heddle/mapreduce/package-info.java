/**
 * Jobs: what to read, how to map it, how to combine what comes out.
 *
 * <ul>
 *   <li>{@link dev.heddle.mapreduce.Input} - files, a stream, or objects.
 *   <li>{@link dev.heddle.mapreduce.Tokenizer} - how bytes are cut into records; a record is a
 *       {@link dev.heddle.mapreduce.Slice}.
 *   <li>{@link dev.heddle.mapreduce.Job} - an immutable description that can be started many times.
 *   <li>{@link dev.heddle.mapreduce.Run} - one execution of it.
 *   <li>{@link dev.heddle.mapreduce.Sums}, {@link dev.heddle.mapreduce.Groups} - results, each with a
 *       {@link dev.heddle.mapreduce.Report} of what was read.
 * </ul>
 */
@NullMarked
package dev.heddle.mapreduce;

import org.jspecify.annotations.NullMarked;
