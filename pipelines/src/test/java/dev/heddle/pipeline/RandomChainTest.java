/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random chains, against the plain loop; also when they fail or are interrupted anywhere. */
class RandomChainTest {
    /** How many chains are run; {@code -Dpipelines.chains=} makes it a long run. */
    private static final int CHAINS = Integer.getInteger("pipelines.chains", 400);

    @Test
    void givesWhatALoopGives() throws Exception {
        long seed = System.nanoTime();
        for (int chain = 0; chain < CHAINS; chain++) {
            SplittableRandom random = new SplittableRandom(seed + chain);
            Chain made = new Chain(random);
            List<Long> results = new ArrayList<>();
            Report report = made.pipeline(results).run();

            assertThat(report.isBalanced())
                    .as("%s, seed %s", made, seed + chain)
                    .isTrue();
            assertThat(report.in()).as("%s, seed %s", made, seed + chain).isEqualTo(made.input.size());
            if (made.ordered) {
                assertThat(results).as("%s, seed %s", made, seed + chain).isEqualTo(made.expected());
            } else {
                assertThat(results)
                        .as("%s, seed %s", made, seed + chain)
                        .containsExactlyInAnyOrderElementsOf(made.expected());
            }
            assertThat(made.overtaken).as("%s, seed %s", made, seed + chain).isFalse();
        }
    }

    @Test
    void balancesWhereverItFails() throws Exception {
        long seed = System.nanoTime();
        for (int chain = 0; chain < CHAINS; chain++) {
            SplittableRandom random = new SplittableRandom(seed + chain);
            Chain made = new Chain(random);
            made.failAt = random.nextInt(1 + made.input.size());
            made.failIn = random.nextInt(made.kinds.length + 1);
            List<Long> results = new ArrayList<>();
            try (Run run = made.pipeline(results).start()) {
                String failure = null;
                try {
                    run.await();
                } catch (StageException e) {
                    failure = e.stage();
                }
                Report report = run.report();
                assertThat(report.isBalanced())
                        .as("%s %s, seed %s", made, report, seed + chain)
                        .isTrue();
                assertThat(report.out()).as("%s, seed %s", made, seed + chain).isEqualTo(results.size());
                assertThat(report.failed())
                        .as("%s, seed %s", made, seed + chain)
                        .isEqualTo(failure == null ? 0 : 1);
                if (made.ordered) {
                    assertThat(results)
                            .as("%s, seed %s", made, seed + chain)
                            .isEqualTo(made.expected().subList(0, results.size()));
                }
            }
        }
    }

    @Test
    void endsWheneverItIsInterrupted() throws Exception {
        long seed = System.nanoTime();
        for (int chain = 0; chain < CHAINS / 3; chain++) {
            SplittableRandom random = new SplittableRandom(seed + chain);
            Chain made = new Chain(random);
            List<Long> results = new ArrayList<>();
            try (Run run = made.pipeline(results).start()) {
                LockSupport.parkNanos(random.nextInt(300_000));
                if (random.nextBoolean()) {
                    run.cancel();
                    try {
                        run.await();
                    } catch (CancellationException e) {
                        assertThat(run.isDone()).isTrue();
                    }
                } else {
                    Report report = run.stop(Duration.ofSeconds(60));
                    assertThat(report.cancelled())
                            .as("%s, seed %s", made, seed + chain)
                            .isZero();
                }
                assertThat(run.report().isBalanced())
                        .as("%s, seed %s", made, seed + chain)
                        .isTrue();
                assertThat(run.report().out()).isEqualTo(results.size());
            }
        }
    }

    @Test
    void leavesNoThreadWhereverItsCallerIsInterrupted() throws Exception {
        long seed = System.nanoTime();
        for (int chain = 0; chain < CHAINS / 3; chain++) {
            SplittableRandom random = new SplittableRandom(seed + chain);
            Chain made = new Chain(random);
            Thread caller = new Thread(() -> {
                try {
                    made.pipeline(new ArrayList<>()).run();
                } catch (InterruptedException e) {
                    return; // or the run was over before
                }
            });
            caller.start();
            LockSupport.parkNanos(random.nextInt(300_000));
            caller.interrupt();
            caller.join();
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("%s, seed %s", made, seed + chain)
                    .noneMatch(thread -> thread.getName().startsWith("heddle-numbers-"));
        }
    }

    /** Stages of random kinds. A stage that keeps state tells whether two calls met, or came out of order. */
    private static final class Chain {
        private static final int KEYS = 7;

        final List<Long> input;
        final Kind[] kinds;
        final int[] concurrency;
        final boolean sourceOwned;
        final boolean waiting;
        final int window;
        final int batch;
        final int workers;
        final boolean ordered;
        int failAt = -1;
        int failIn = -1;
        volatile boolean overtaken;

        Chain(SplittableRandom random) {
            input = IntStream.range(0, random.nextInt(300))
                    .asLongStream()
                    .boxed()
                    .toList();
            kinds = new Kind[random.nextInt(6)];
            boolean all = true;
            for (int i = 0; i < kinds.length; i++) {
                kinds[i] = Kind.values()[random.nextInt(Kind.values().length)];
                all &= kinds[i] != Kind.UNORDERED;
            }
            ordered = all;
            concurrency = random.ints(kinds.length, 2, 5).toArray();
            sourceOwned = random.nextInt(6) == 0;
            waiting = random.nextInt(6) == 0;
            window = 1 + random.nextInt(20);
            batch = random.nextInt(5);
            workers = 1 + random.nextInt(5);
        }

        Pipeline pipeline(List<Long> results) {
            Stages<Long> stages = Pipeline.from("numbers", input);
            if (sourceOwned) {
                stages = stages.onThread();
            }
            if (waiting) {
                stages = stages.blocking("waiting", 3, item -> item);
            }
            for (int i = 0; i < kinds.length; i++) {
                stages = with(stages, i);
            }
            Pipeline pipeline = stages.to("gather", item -> {
                        if (failIn == kinds.length && results.size() == failAt) {
                            throw new IllegalArgumentException("asked to");
                        }
                        results.add(item);
                    })
                    .workers(workers)
                    .window(window);
            return batch == 0 ? pipeline : pipeline.batches(batch);
        }

        private Stages<Long> with(Stages<Long> stages, int stage) {
            String name = kinds[stage] + " " + stage;
            int several = concurrency[stage];
            return switch (kinds[stage]) {
                case SERIAL -> stages.serial(name, alone(stage));
                case OWN_THREAD -> stages.serial(name, alone(stage)).onThread();
                case PARALLEL -> stages.parallel(name, several, item -> apply(stage, item));
                case UNORDERED ->
                    stages.parallel(name, several, item -> apply(stage, item)).unordered();
                case KEYED -> stages.parallelByKey(name, several, Chain::key, aloneByKey(stage));
                case FILTER -> stages.filter(name, item -> stays(stage, item));
                case FLAT_MAP ->
                    stages.flatMap(name, several, item -> {
                        failIfAsked(stage, item);
                        return Collections.nCopies(copies(stage, item), item);
                    });
                case BATCH -> stages.batch(name, several).flatMap("flat " + stage, 2, list -> list);
                case TIMED_BATCH ->
                    stages.batch(name, several, Duration.ofNanos(100_000L * stage + 1_000))
                            .flatMap("flat " + stage, 2, list -> list);
                case TEE -> stages.tee(name, branch -> branch.to("drop", item -> {}));
                case TIMED_OUT ->
                    stages.parallel(name, several, item -> apply(stage, item)).timeout(Duration.ofSeconds(60));
            };
        }

        private StageFunction<Long, Long> alone(int stage) {
            int[] calls = new int[1];
            return item -> {
                int before = calls[0];
                Thread.onSpinWait();
                long result = apply(stage, item);
                if (calls[0] != before) {
                    overtaken = true;
                }
                calls[0]++;
                return result;
            };
        }

        private StageFunction<Long, Long> aloneByKey(int stage) {
            int[] calls = new int[KEYS];
            long[] last = new long[KEYS];
            return item -> {
                int key = key(item);
                int before = calls[key];
                Thread.onSpinWait();
                long result = apply(stage, item);
                if (calls[key] != before || (ordered && last[key] > item % 1000)) {
                    overtaken = true;
                }
                last[key] = item % 1000;
                calls[key]++;
                return result;
            };
        }

        private static int key(long item) {
            return (int) (item % 1000) % KEYS;
        }

        private static int copies(int stage, long item) {
            return (int) ((item + stage) % 3);
        }

        private long apply(int stage, long item) {
            failIfAsked(stage, item);
            return item + 1000L * (stage + 1);
        }

        private boolean stays(int stage, long item) {
            failIfAsked(stage, item);
            return item % (stage + 2) != 0;
        }

        private void failIfAsked(int stage, long item) {
            if (failIn == stage && item % 1000 == failAt) {
                throw new IllegalArgumentException("asked to");
            }
        }

        List<Long> expected() {
            List<Long> items = input;
            for (int i = 0; i < kinds.length; i++) {
                int stage = i;
                items = switch (kinds[i]) {
                    case FILTER ->
                        items.stream().filter(item -> item % (stage + 2) != 0).toList();
                    case FLAT_MAP ->
                        items.stream()
                                .flatMap(item -> Collections.nCopies(copies(stage, item), item).stream())
                                .toList();
                    case BATCH, TIMED_BATCH, TEE -> items;
                    default ->
                        items.stream().map(item -> item + 1000L * (stage + 1)).toList();
                };
            }
            return items;
        }

        @Override
        public String toString() {
            return "Chain[" + input.size() + " items, " + Arrays.toString(kinds) + ", concurrency "
                    + Arrays.toString(concurrency) + (sourceOwned ? ", source owned" : "")
                    + (waiting ? ", waiting" : "") + ", window " + window + ", batch " + batch + ", workers " + workers
                    + ", fails in " + failIn + " at " + failAt + "]";
        }
    }

    private enum Kind {
        SERIAL,
        OWN_THREAD,
        PARALLEL,
        UNORDERED,
        KEYED,
        FILTER,
        FLAT_MAP,
        BATCH,
        TIMED_BATCH,
        TEE,
        TIMED_OUT
    }
}
