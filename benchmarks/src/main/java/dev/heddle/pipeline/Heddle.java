/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The library under test, as a user would write it. */
final class Heddle {
    private Heddle() {}

    static void ordered(Load load) throws InterruptedException {
        pipeline(load).run();
    }

    static Pipeline pipeline(Load load) {
        return Pipeline.from("receive", items(load))
                .parallel("work", 2, load::work)
                .to("send", load::take);
    }

    static void unordered(Load load) throws InterruptedException {
        Pipeline.from("receive", items(load))
                .parallel("work", 2, load::work)
                .unordered()
                .to("send", load::take)
                .run();
    }

    static void one(Load load) throws InterruptedException {
        Pipeline.from("receive", items(load))
                .serial("work", load::work)
                .to("send", load::take)
                .workers(1)
                .run();
    }

    static void four(Load load) throws InterruptedException {
        Pipeline.from("receive", items(load))
                .parallel("work", 4, load::work)
                .to("send", load::take)
                .run();
    }

    static void waiting(Load load) throws InterruptedException {
        Source<Item> source = new Source<>() {
            @Override
            public @Nullable Item next() {
                return load.next();
            }

            @Override
            public boolean isReady() {
                return load.isReady();
            }
        };
        Pipeline.from("receive", source)
                .parallel("work", 2, load::work)
                .to("send", load::take)
                .run();
    }

    /** The items of a load that never waits. */
    static Iterator<Item> items(Load load) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return load.hasNext();
            }

            @Override
            public Item next() {
                Item item = load.next();
                if (item == null) {
                    throw new NoSuchElementException();
                }
                return item;
            }
        };
    }
}
