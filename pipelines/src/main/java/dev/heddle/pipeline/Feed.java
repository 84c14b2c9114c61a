/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source in one run. */
abstract class Feed {
    abstract @Nullable Object next() throws Exception;

    /** Whether the next call gives an item, or the end, without waiting for it. */
    boolean isReady() {
        return true;
    }

    /** Whether any call may wait at all. */
    boolean mayWait() {
        return false;
    }

    /**
     * Refuses what would come in from now on. Answers whether the feed then ends by itself, with all it has accepted.
     */
    boolean stop() {
        return false;
    }

    /** Interrupts sources behind this one that wait, once they are stopped. */
    void hit() {}

    /** Answers how many items were accepted and never given. */
    int close() {
        return 0;
    }

    /** The reports of the runs behind this source. Called after {@link #close}. */
    List<Report> reports() {
        return List.of();
    }

    /** What the user gave and {@link #next} does no more than ask; this where it does more. */
    Object origin() {
        return this;
    }

    /** Refuses null, which would be taken for the end. */
    static Object notNull(@Nullable Object item) {
        if (item == null) {
            throw new NullPointerException("the source has a null item");
        }
        return item;
    }

    /** How many items there are in all, as far as that is known before they come; less than 0 where it is not. */
    long size() {
        return -1;
    }

    /** How a failure of this source is told. */
    Throwable describe(String name, long number, Throwable thrown) {
        return Failures.describe(name, number, thrown);
    }

    /** Makes the feed of each run. */
    @FunctionalInterface
    interface Maker {
        Feed make();
    }

    static Maker of(Source<?> source) {
        return () -> new Feed() {
            @Override
            @Nullable
            Object next() throws Exception {
                return source.next();
            }

            @Override
            boolean isReady() {
                return source.isReady();
            }

            @Override
            boolean mayWait() {
                return true;
            }

            @Override
            Object origin() {
                return source;
            }

            @Override
            long size() {
                return source.size();
            }
        };
    }

    static Maker of(Port<?> port) {
        return () -> {
            port.bind();
            return new OfPort(port);
        };
    }

    static Maker of(Flow.Publisher<?> publisher) {
        return () -> new Inlet(publisher);
    }

    static Maker merge(List<? extends Stages<?>> inputs) {
        return () -> new Merge(inputs);
    }

    static Maker of(Collection<?> collection) {
        return () -> new OfIterator(collection.iterator(), collection.size());
    }

    static Maker of(Iterator<?> iterator) {
        return () -> new OfIterator(iterator, -1);
    }

    static Maker of(Stream<?> stream) {
        return () -> new OfStream(stream);
    }

    /** The rest of an iterator. */
    private static class OfIterator extends Feed {
        private final Iterator<?> iterator;
        private final long size;

        OfIterator(Iterator<?> iterator, long size) {
            this.iterator = iterator;
            this.size = size;
        }

        @Override
        final Object origin() {
            return iterator;
        }

        @Override
        final long size() {
            return size;
        }

        @Override
        final @Nullable Object next() {
            return iterator.hasNext() ? notNull(iterator.next()) : null;
        }
    }

    /** A stream, which is closed with the run. */
    private static final class OfStream extends OfIterator {
        private final Stream<?> stream;

        OfStream(Stream<?> stream) {
            super(stream.iterator(), -1);
            this.stream = stream;
        }

        @Override
        int close() {
            stream.close();
            return 0;
        }
    }

    /** What is pushed into a port. */
    private static final class OfPort extends Feed {
        private final Port<?> port;

        OfPort(Port<?> port) {
            this.port = port;
        }

        @Override
        @Nullable
        Object next() throws InterruptedException {
            return port.take();
        }

        @Override
        boolean isReady() {
            return port.isReady();
        }

        @Override
        boolean mayWait() {
            return true;
        }

        @Override
        boolean stop() {
            port.stop();
            return true;
        }

        @Override
        int close() {
            port.unbind();
            return 0; // what is left the user takes back
        }
    }
}
