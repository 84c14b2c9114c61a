/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pipelines between publishers and subscribers. The rules themselves are checked by {@link FlowTckTest}. */
class FlowTest {
    private static final List<Integer> NUMBERS =
            IntStream.range(0, 10_000).boxed().toList();

    @Test
    void takesTheItemsOfAPublisherInTheirOrder() throws Exception {
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
        List<Integer> results = new ArrayList<>();
        try (Run run = Pipeline.from("publisher", publisher)
                .parallel("same", 2, i -> i)
                .to("gather", results::add)
                .start()) {
            while (!publisher.hasSubscribers()) {
                Thread.onSpinWait();
            }
            NUMBERS.forEach(publisher::submit);
            publisher.close();
            Report report = run.await();

            assertThat(results).isEqualTo(NUMBERS);
            assertThat(report.in()).isEqualTo(NUMBERS.size());
        }
    }

    @Test
    void pipelinesCanBeChainedThroughPublishers() throws Exception {
        Flow.Publisher<Integer> first =
                Pipeline.from("numbers", NUMBERS).parallel("same", 2, i -> i).toPublisher();
        Flow.Processor<Integer, String> text =
                Pipeline.processor("text", in -> in.parallel("print", 2, String::valueOf));
        first.subscribe(text);

        List<String> results = Pipeline.from("text", text).collect(Collectors.toList());

        assertThat(results).isEqualTo(NUMBERS.stream().map(String::valueOf).toList());
    }

    @Test
    void theFailureOfAPublisherIsThatOfTheRun() {
        IllegalStateException failure = new IllegalStateException("of the publisher");
        Flow.Publisher<Integer> publisher = subscriber -> {
            subscriber.onSubscribe(new Requests());
            subscriber.onNext(1);
            subscriber.onError(failure);
        };
        assertThatThrownBy(() -> Pipeline.from("broken", publisher)
                        .to("drop", item -> {})
                        .run())
                .isInstanceOfSatisfying(
                        StageException.class, e -> assertThat(e.stage()).isEqualTo("broken"))
                .hasCause(failure);
    }

    @Test
    void aPublisherThatGivesMoreThanWasAskedForEndsTheRun() {
        Requests requests = new Requests();
        Flow.Publisher<Integer> publisher = subscriber -> {
            subscriber.onSubscribe(requests);
            for (int i = 0; i < 10_000; i++) {
                subscriber.onNext(i);
            }
        };
        assertThatThrownBy(() -> Pipeline.from("too much", publisher)
                        .to("drop", item -> {})
                        .run())
                .isInstanceOf(StageException.class)
                .cause()
                .hasMessage("the publisher gave more items than were asked for");
        assertThat(requests.cancelled).isTrue();
    }

    @Test
    void stopCancelsTheSubscriptionAndLetsThroughWhatHasCome() throws Exception {
        Requests requests = new Requests();
        CountDownLatch subscribed = new CountDownLatch(1);
        List<Integer> results = new ArrayList<>();
        Flow.Publisher<Integer> publisher = subscriber -> {
            subscriber.onSubscribe(requests);
            subscriber.onNext(1);
            subscriber.onNext(2);
            subscribed.countDown();
        };
        try (Run run =
                Pipeline.from("endless", publisher).to("gather", results::add).start()) {
            subscribed.await();
            Report report = run.stop(java.time.Duration.ofSeconds(60));

            assertThat(report.out()).isEqualTo(2);
            assertThat(results).containsExactly(1, 2);
            assertThat(requests.cancelled).isTrue();
        }
    }

    @Test
    void aSubscriberHasTheFailureOfAStage() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Pipeline.from("numbers", NUMBERS)
                .serial("divide", i -> 1 / (7 - i))
                .toPublisher()
                .subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(Integer item) {}

                    @Override
                    public void onError(Throwable thrown) {
                        failure.complete(thrown);
                    }

                    @Override
                    public void onComplete() {
                        failure.complete(new AssertionError("completed"));
                    }
                });

        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        StageException.class, e -> assertThat(e.item()).isEqualTo(7));
    }

    /** Notes what a run does with its subscription. */
    private static final class Requests implements Flow.Subscription {
        private volatile boolean cancelled;

        @Override
        public void request(long items) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
