/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The Disruptor: one producer, two handlers that share the events by their number, one behind them. */
final class Rings {
    private static final int CAPACITY = 1024;

    private Rings() {}

    /** A place in the ring. */
    private static final class Event {
        private @Nullable Item item;
    }

    static void blocking(Load load) throws InterruptedException {
        run(load, new BlockingWaitStrategy());
    }

    static void yielding(Load load) throws InterruptedException {
        run(load, new YieldingWaitStrategy());
    }

    private static void run(Load load, WaitStrategy waiting) throws InterruptedException {
        Disruptor<Event> disruptor =
                new Disruptor<>(Event::new, CAPACITY, DaemonThreadFactory.INSTANCE, ProducerType.SINGLE, waiting);
        CountDownLatch done = new CountDownLatch(1);
        disruptor.handleEventsWith(worker(load, 0), worker(load, 1)).then((event, sequence, endOfBatch) -> {
            load.take(item(event));
            if (sequence + 1 == load.items) {
                done.countDown();
            }
        });
        RingBuffer<Event> ring = disruptor.start();
        for (Item item = load.next(); item != null; item = load.next()) {
            long sequence = ring.next();
            ring.get(sequence).item = item;
            ring.publish(sequence);
        }
        done.await();
        disruptor.shutdown();
    }

    private static EventHandler<Event> worker(Load load, int number) {
        return (event, sequence, endOfBatch) -> {
            if ((sequence & 1) == number) {
                load.work(item(event));
            }
        };
    }

    private static Item item(Event event) {
        Item item = event.item;
        if (item == null) {
            throw new IllegalStateException("an event without an item");
        }
        return item;
    }
}
