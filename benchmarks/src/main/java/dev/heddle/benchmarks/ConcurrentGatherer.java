/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import java.lang.reflect.Method;
import java.util.function.Function;
import java.util.stream.Stream;

/** The JDK's concurrent gatherer, by reflection: these classes are built for a Java that has none yet. */
public final class ConcurrentGatherer {
    private ConcurrentGatherer() {}

    /**
     * Returns what {@code stream.gather(Gatherers.mapConcurrent(limit, function))} gives. The reflection costs one call
     * for a whole stream.
     *
     * @param stream the stream
     * @param limit how many calls run at once
     * @param function the function
     * @param <T> the type of an element
     * @param <R> the type of a result
     * @return a stream of the results
     */
    @SuppressWarnings("unchecked") // as the method's signature has it
    public static <T, R> Stream<R> map(Stream<T> stream, int limit, Function<T, R> function) {
        try {
            Method mapConcurrent =
                    Class.forName("java.util.stream.Gatherers").getMethod("mapConcurrent", int.class, Function.class);
            Method gather = Stream.class.getMethod("gather", Class.forName("java.util.stream.Gatherer"));
            return (Stream<R>) gather.invoke(stream, mapConcurrent.invoke(null, limit, function));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("gatherers need Java 24", e);
        }
    }
}
