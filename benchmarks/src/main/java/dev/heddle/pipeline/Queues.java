/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/** Threads with queues between them. Each stage sends one last item for each taker of the next. */
final class Queues {
    private static final int CAPACITY = 1024;
    private static final int WORKERS = 2;

    private Queues() {}

    /** A task of one of the threads. */
    private interface Task {
        void run() throws Exception;
    }

    private static void run(ThreadFactory threads, List<Task> tasks) throws Exception {
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (Task task : tasks) {
                running.add(executor.submit(() -> {
                    task.run();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    static void textbook(Load load) throws Exception {
        blocking(load, Thread.ofPlatform().factory(), new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
    }

    static void platform(Load load) throws Exception {
        blocking(
                load,
                Thread.ofPlatform().factory(),
                new ArrayBlockingQueue<>(CAPACITY),
                new ArrayBlockingQueue<>(CAPACITY));
    }

    static void virtual(Load load) throws Exception {
        blocking(
                load,
                Thread.ofVirtual().factory(),
                new ArrayBlockingQueue<>(CAPACITY),
                new ArrayBlockingQueue<>(CAPACITY));
    }

    private static void blocking(Load load, ThreadFactory threads, BlockingQueue<Item> in, BlockingQueue<Item> out)
            throws Exception {
        Task receive = () -> {
            for (Item item = load.next(); item != null; item = load.next()) {
                in.put(item);
            }
            for (int i = 0; i < WORKERS; i++) {
                in.put(Item.LAST);
            }
        };
        Task work = () -> {
            for (Item item = in.take(); item != Item.LAST; item = in.take()) {
                out.put(load.work(item));
            }
            out.put(Item.LAST);
        };
        Task send = () -> {
            for (int ended = 0; ended < WORKERS; ) {
                Item item = out.take();
                if (item == Item.LAST) {
                    ended++;
                } else {
                    load.take(item);
                }
            }
        };
        run(threads, List.of(receive, work, work, send));
    }

    static void mpmc(Load load) throws Exception {
        Queue<Item> in = new MpmcArrayQueue<>(CAPACITY);
        Queue<Item> out = new MpmcArrayQueue<>(CAPACITY);
        Task receive = () -> {
            for (Item item = load.next(); item != null; item = load.next()) {
                put(in, item);
            }
            for (int i = 0; i < WORKERS; i++) {
                put(in, Item.LAST);
            }
        };
        Task work = () -> {
            for (Item item = take(in); item != Item.LAST; item = take(in)) {
                put(out, load.work(item));
            }
            put(out, Item.LAST);
        };
        Task send = () -> {
            for (int ended = 0; ended < WORKERS; ) {
                Item item = take(out);
                if (item == Item.LAST) {
                    ended++;
                } else {
                    load.take(item);
                }
            }
        };
        run(Thread.ofPlatform().factory(), List.of(receive, work, work, send));
    }

    static void lanes(Load load) throws Exception {
        List<Queue<Item>> in = new ArrayList<>();
        List<Queue<Item>> out = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (int lane = 0; lane < WORKERS; lane++) {
            Queue<Item> from = new SpscArrayQueue<>(CAPACITY);
            Queue<Item> to = new SpscArrayQueue<>(CAPACITY);
            in.add(from);
            out.add(to);
            tasks.add(() -> {
                for (Item item = take(from); item != Item.LAST; item = take(from)) {
                    put(to, load.work(item));
                }
                put(to, Item.LAST);
            });
        }
        tasks.add(() -> {
            int lane = 0;
            for (Item item = load.next(); item != null; item = load.next()) {
                put(in.get(lane), item);
                lane = (lane + 1) % WORKERS;
            }
            for (Queue<Item> each : in) {
                put(each, Item.LAST);
            }
        });
        tasks.add(() -> {
            int lane = 0;
            for (Item item = take(out.get(lane)); item != Item.LAST; item = take(out.get(lane))) {
                load.take(item);
                lane = (lane + 1) % WORKERS;
            }
        });
        run(Thread.ofPlatform().factory(), tasks);
    }

    /** Spins, then yields, then sleeps for a moment. */
    @SuppressWarnings("ThreadPriorityCheck") // a peer that spins has to let its other side run
    private static void idle(int turn) {
        if (turn < 100) {
            Thread.onSpinWait();
        } else if (turn < 200) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(1_000);
        }
    }

    private static void put(Queue<Item> queue, Item item) {
        for (int turn = 0; !queue.offer(item); turn++) {
            idle(turn);
        }
    }

    private static Item take(Queue<Item> queue) {
        Item item = queue.poll();
        for (int turn = 0; item == null; turn++) {
            idle(turn);
            item = queue.poll();
        }
        return item;
    }
}
