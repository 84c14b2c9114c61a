/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The jobs of {@link dev.heddle.mapreduce} on an Apache Spark cluster, with the same results.
 *
 * <p>Start at {@link dev.heddle.mapreduce.spark.SparkEngine}.
 */
@NullMarked
package dev.heddle.mapreduce.spark;

import org.jspecify.annotations.NullMarked;
