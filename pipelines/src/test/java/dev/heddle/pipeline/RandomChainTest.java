/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
                    Report report = run.stop(java.time.Duration.ofSeconds(60));
                    assertThat(report.in())
                            .as("%s, seed %s", made, seed + chain)
                            .isEqualTo(report.out() + report.filtered());
                }
                assertThat(run.report().isBalanced())
                        .as("%s, seed %s", made, seed + chain)
                        .isTrue();
                assertThat(run.report().out()).isEqualTo(results.size());
            }
        }
    }

    /** Stages of random kinds. A serial stage keeps state, which tells whether two calls met. */
    private static final class Chain {
        final List<Long> input;
        final int[] kinds;
        final int[] concurrency;
        final boolean[] unordered;
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
            kinds = random.ints(random.nextInt(6), 0, 3).toArray();
            concurrency = random.ints(kinds.length, 2, 5).toArray();
            unordered = new boolean[kinds.length];
            boolean all = true;
            for (int i = 0; i < kinds.length; i++) {
                unordered[i] = kinds[i] == 1 && random.nextInt(4) == 0;
                all &= !unordered[i];
            }
            ordered = all;
            window = 1 + random.nextInt(20);
            batch = random.nextInt(5);
            workers = 1 + random.nextInt(5);
        }

        Pipeline pipeline(List<Long> results) {
            Stages<Long> stages = Pipeline.from("numbers", input);
            for (int i = 0; i < kinds.length; i++) {
                int stage = i;
                switch (kinds[i]) {
                    case 0 -> stages = serial(stages, stage);
                    case 1 -> {
                        stages = stages.parallel("parallel " + i, concurrency[i], item -> apply(stage, item));
                        if (unordered[i]) {
                            stages = stages.unordered();
                        }
                    }
                    default -> stages = stages.filter("filter " + i, item -> stays(stage, item));
                }
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

        private Stages<Long> serial(Stages<Long> stages, int stage) {
            int[] calls = new int[1];
            return stages.serial("serial " + stage, item -> {
                int before = calls[0];
                Thread.onSpinWait();
                long result = apply(stage, item);
                if (calls[0] != before) {
                    overtaken = true;
                }
                calls[0]++;
                return result;
            });
        }

        private long apply(int stage, long item) {
            if (failIn == stage && item % 1000 == failAt) {
                throw new IllegalArgumentException("asked to");
            }
            return item + 1000L * (stage + 1);
        }

        private boolean stays(int stage, long item) {
            if (failIn == stage && item % 1000 == failAt) {
                throw new IllegalArgumentException("asked to");
            }
            return item % (stage + 2) != 0;
        }

        List<Long> expected() {
            List<Long> expected = new ArrayList<>();
            next:
            for (long item : input) {
                for (int i = 0; i < kinds.length; i++) {
                    if (kinds[i] < 2) {
                        item += 1000L * (i + 1);
                    } else if (item % (i + 2) == 0) {
                        continue next;
                    }
                }
                expected.add(item);
            }
            return expected;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(input.size() + " items");
            for (int i = 0; i < kinds.length; i++) {
                text.append(kinds[i] == 0 ? ", serial" : kinds[i] == 2 ? ", filter" : ", parallel " + concurrency[i])
                        .append(unordered[i] ? " unordered" : "");
            }
            return text + ", window " + window + ", batch " + batch + ", workers " + workers;
        }
    }
}
