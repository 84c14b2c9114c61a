/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelClosed;
import com.typesafe.config.ConfigFactory;
import dev.heddle.benchmarks.ConcurrentGatherer;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Libraries of streams and channels. */
final class Streams {
    private static final int CAPACITY = 1024;
    private static final int WORKERS = 2;

    private Streams() {}

    static void reactor(Load load) {
        Scheduler scheduler = Schedulers.newParallel("work", WORKERS, true);
        try {
            Flux.<Item>generate(sink -> {
                        Item item = load.next();
                        if (item == null) {
                            sink.complete();
                        } else {
                            sink.next(item);
                        }
                    })
                    .parallel(WORKERS, CAPACITY)
                    .runOn(scheduler, CAPACITY)
                    .map(load::work)
                    .sequential(CAPACITY)
                    .doOnNext(load::take)
                    .blockLast();
        } finally {
            scheduler.dispose();
        }
    }

    static void jox(Load load) throws InterruptedException {
        Channel<Item> in = Channel.newBufferedChannel(CAPACITY);
        Channel<Item> out = Channel.newBufferedChannel(CAPACITY);
        Thread receive = Thread.startVirtualThread(quietly(() -> {
            for (Item item = load.next(); item != null; item = load.next()) {
                in.send(item);
            }
            in.done();
        }));
        Thread[] workers = new Thread[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            workers[i] = Thread.startVirtualThread(quietly(() -> {
                for (Object got = in.receiveOrClosed(); got instanceof Item item; got = in.receiveOrClosed()) {
                    out.send(load.work(item));
                }
            }));
        }
        Thread send = Thread.startVirtualThread(quietly(() -> {
            for (Object got = out.receiveOrClosed(); !(got instanceof ChannelClosed); got = out.receiveOrClosed()) {
                load.take((Item) got);
            }
        }));
        receive.join();
        for (Thread worker : workers) {
            worker.join();
        }
        out.done();
        send.join();
    }

    private interface Body {
        void run() throws InterruptedException;
    }

    private static Runnable quietly(Body body) {
        return () -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    static void pekko(Load load) throws Exception {
        ActorSystem system = ActorSystem.create(
                "benchmark",
                ConfigFactory.parseString("pekko { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }")
                        .withFallback(ConfigFactory.load()));
        try {
            Source.fromIterator(() -> Heddle.items(load))
                    .mapAsync(32, item -> CompletableFuture.supplyAsync(() -> load.work(item), system.dispatcher()))
                    .runForeach(load::take, system)
                    .toCompletableFuture()
                    .get();
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    static void gatherer(Load load) {
        ConcurrentGatherer.map(items(load, false), WORKERS, load::work).forEachOrdered(load::take);
    }

    static void parallelStream(Load load) {
        items(load, true).map(load::work).forEachOrdered(load::take);
    }

    private static Stream<Item> items(Load load, boolean parallel) {
        Spliterator<@Nullable Item> items =
                Spliterators.spliteratorUnknownSize(Heddle.items(load), Spliterator.ORDERED);
        return StreamSupport.stream(items, parallel);
    }
}
