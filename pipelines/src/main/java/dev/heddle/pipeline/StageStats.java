/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/**
 * How one stage of a run is doing.
 *
 * @param name the name of the stage
 * @param in how many items came to it so far; for the source, how many it gave
 * @param out how many items it passed on so far
 * @param perSecond how many items came to it in each second, from the begin of the run
 * @param busy for which part of the time its function ran, from 0 to 1, where 1 is all the time in as many calls at
 *     once as the stage may have; an estimate, 0 where no time was taken. A source that waits is busy waiting
 * @param p50Nanos what half of the timed items took at most, in nanoseconds, off by a tenth; 0 where no time was taken
 * @param p99Nanos the same of 99 items in a hundred
 */
public record StageStats(String name, long in, long out, double perSecond, double busy, long p50Nanos, long p99Nanos) {}
