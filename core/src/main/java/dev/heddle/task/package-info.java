/**
 * Work on many inputs at once, structured: when a call is over, no thread of it is left.
 *
 * <ul>
 *   <li>{@link dev.heddle.task.Parallel} - calls a function for each of many inputs.
 *   <li>{@link dev.heddle.task.Results} - what the function gives, one after the other.
 *   <li>{@link dev.heddle.task.TaskException} - at which input the function failed.
 *   <li>{@link dev.heddle.task.DeadlineException} - the time was too short.
 * </ul>
 */
package dev.heddle.task;
