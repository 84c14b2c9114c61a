/**
 * Pipelines: items from a source, through stages, to a sink.
 *
 * <ul>
 *   <li>{@link dev.heddle.pipeline.Pipeline} - an immutable description that can be started many times.
 *   <li>{@link dev.heddle.pipeline.Stages} - a description that has no sink yet.
 *   <li>{@link dev.heddle.pipeline.Run} - one execution.
 *   <li>{@link dev.heddle.pipeline.RunStats} - how it is doing.
 *   <li>{@link dev.heddle.pipeline.Report} - what became of every item.
 *   <li>{@link dev.heddle.pipeline.Port} - where other threads put items in.
 *   <li>{@link dev.heddle.pipeline.StageException} - which stage failed, and at which item.
 * </ul>
 */
@NullMarked
package dev.heddle.pipeline;

import org.jspecify.annotations.NullMarked;
