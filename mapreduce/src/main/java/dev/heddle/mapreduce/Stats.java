/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/**
 * How far a run is.
 *
 * @param bytesDone how many bytes were read and mapped
 * @param bytesTotal how many there are, -1 while it is not known, as with a stream
 * @param recordsDone how many records were mapped
 * @param elapsedNanos how long the run has taken, in nanoseconds
 */
public record Stats(long bytesDone, long bytesTotal, long recordsDone, long elapsedNanos) {}
