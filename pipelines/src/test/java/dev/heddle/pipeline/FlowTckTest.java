/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.IdentityFlowProcessorVerification;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/**
 * The compatibility kit of Reactive Streams, for {@code java.util.concurrent.Flow}.
 *
 * <p>The kit says "skipped" both for what does not apply and for what it cannot check. Here the number of rules that
 * passed, and the name of each that was left out, are part of the assertion, so that the kit cannot run empty.
 */
class FlowTckTest {
    private static final int PUBLISHER_RULES = 28;
    private static final int SUBSCRIBER_RULES = 11;
    private static final int PROCESSOR_RULES = 41;

    /** The kit does not end each of its subscriptions. */
    private static final Queue<Run> RUNS = new ConcurrentLinkedQueue<>();

    /** A processor of ours has one subscriber. */
    private static final Set<String> NEEDS_TWO_SUBSCRIBERS = Set.of(
            "required_mustRequestFromUpstreamForElementsThatHaveBeenRequestedLongAgo",
            "required_spec104_mustCallOnErrorOnAllItsSubscribersIfItEncountersANonRecoverableError");

    @AfterAll
    static void endTheRuns() {
        RUNS.forEach(Run::close);
    }

    @Test
    void aPublisherKeepsTheRules() {
        Outcome outcome = verify(Publishes.class, name -> true);

        assertThat(outcome.failed).isEmpty();
        assertThat(outcome.skipped).allMatch(FlowTckTest::isOptionalOrUntested);
        assertThat(outcome.passed).hasSize(PUBLISHER_RULES);
    }

    @Test
    void aSubscriberKeepsTheRules() {
        Outcome outcome = verify(Subscribes.class, name -> true);

        assertThat(outcome.failed).isEmpty();
        assertThat(outcome.skipped).allMatch(FlowTckTest::isOptionalOrUntested);
        assertThat(outcome.passed).hasSize(SUBSCRIBER_RULES);
    }

    @Test
    void aProcessorKeepsTheRules() {
        Outcome outcome = verify(Processes.class, name -> true);

        assertThat(outcome.failed).isEmpty();
        assertThat(outcome.skipped)
                .allMatch(name -> isOptionalOrUntested(name) || NEEDS_TWO_SUBSCRIBERS.contains(name));
        assertThat(outcome.passed).hasSize(PROCESSOR_RULES);
    }

    @Test
    void theKitFindsAPublisherThatGivesMoreThanWasAskedFor() {
        String rule = "required_spec101_subscriptionRequestMustResultInTheCorrectNumberOfProducedElements";
        assertThat(verify(GivesTooMuch.class, rule::equals).failed.keySet()).containsExactly(rule);
    }

    private static boolean isOptionalOrUntested(String name) {
        return name.startsWith("optional_") || name.startsWith("untested_");
    }

    private static Outcome verify(Class<?> verification, Predicate<String> rules) {
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.setMethodInterceptor((methods, context) -> methods.stream()
                .filter(method -> rules.test(method.getMethod().getMethodName()))
                .toList());
        kit.setTestClasses(new Class<?>[] {verification});
        Outcome outcome = new Outcome();
        kit.addListener(outcome);
        kit.run();
        return outcome;
    }

    private static TestEnvironment environment() {
        return new TestEnvironment(1000, 50);
    }

    private static Stages<Integer> count(long elements) {
        AtomicLong next = new AtomicLong();
        return Pipeline.from("count", () -> {
            long item = next.getAndIncrement();
            return item < elements ? (Integer) (int) item : null;
        });
    }

    /** What became of each rule. */
    private static final class Outcome implements ITestListener {
        private final Set<String> passed = new TreeSet<>();
        private final Set<String> skipped = new TreeSet<>();
        private final Map<String, Throwable> failed = new TreeMap<>();

        @Override
        public void onTestSuccess(ITestResult result) {
            passed.add(result.getName());
        }

        @Override
        public void onTestSkipped(ITestResult result) {
            skipped.add(result.getName());
        }

        @Override
        public void onTestFailure(ITestResult result) {
            failed.put(result.getName(), result.getThrowable());
        }
    }

    public static class Publishes extends FlowPublisherVerification<Integer> {
        public Publishes() {
            super(environment());
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return count(elements)
                    .blocking("same", 4, i -> i)
                    .filter("all", i -> true)
                    .toPublisher();
        }

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            Port<Integer> used = Port.of(2);
            used.stop();
            return Pipeline.<Integer>from("used", used).toPublisher();
        }
    }

    public static class Subscribes extends FlowSubscriberBlackboxVerification<Integer> {
        public Subscribes() {
            super(environment());
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            BlockingQueue<Flow.Subscriber<? super Integer>> subscribers = new ArrayBlockingQueue<>(1);
            RUNS.add(Pipeline.from("publisher", (Flow.Publisher<Integer>) subscribers::add)
                    .to("drop", item -> {})
                    .start());
            try {
                @SuppressWarnings("unchecked") // it is an inlet, which takes any item
                Flow.Subscriber<Integer> made = (Flow.Subscriber<Integer>) subscribers.take();
                return made;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    public static class Processes extends IdentityFlowProcessorVerification<Integer> {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        public Processes() {
            super(environment());
        }

        @Override
        protected Flow.Publisher<Integer> createFailedFlowPublisher() {
            return new Publishes().createFailedFlowPublisher();
        }

        @Override
        protected Flow.Processor<Integer, Integer> createIdentityFlowProcessor(int bufferSize) {
            return Pipeline.processor("same", in -> in.parallel("same", 2, i -> i));
        }

        @Override
        public long maxSupportedSubscribers() {
            return 1;
        }

        @Override
        public ExecutorService publisherExecutorService() {
            return threads;
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    /** The calibrator. */
    public static class GivesTooMuch extends FlowPublisherVerification<Integer> {
        public GivesTooMuch() {
            super(environment());
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long items) {
                    List.of(1, 2, 3, 4, 5).forEach(subscriber::onNext);
                }

                @Override
                public void cancel() {}
            });
        }

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            return null;
        }
    }
}
