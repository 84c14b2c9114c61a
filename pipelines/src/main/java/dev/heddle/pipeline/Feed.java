/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Collection;
import java.util.Iterator;
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

    void close() {}

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

    static Maker of(Collection<?> collection) {
        return () -> new OfIterator(collection.iterator());
    }

    static Maker of(Iterator<?> iterator) {
        return () -> new OfIterator(iterator);
    }

    static Maker of(Stream<?> stream) {
        return () -> new OfStream(stream);
    }

    /** The rest of an iterator. */
    private static class OfIterator extends Feed {
        private final Iterator<?> iterator;

        OfIterator(Iterator<?> iterator) {
            this.iterator = iterator;
        }

        @Override
        final @Nullable Object next() {
            if (!iterator.hasNext()) {
                return null;
            }
            Object item = iterator.next();
            if (item == null) {
                throw new NullPointerException("the source has a null item");
            }
            return item;
        }
    }

    /** A stream, which is closed with the run. */
    private static final class OfStream extends OfIterator {
        private final Stream<?> stream;

        OfStream(Stream<?> stream) {
            super(stream.iterator());
            this.stream = stream;
        }

        @Override
        void close() {
            stream.close();
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
        void close() {
            port.unbind();
        }
    }
}
