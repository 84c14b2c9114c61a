/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.EnumSet;
import java.util.List;

/** The ways to receive, process and send that are held against each other, with two workers in the middle. */
public enum Way {
    /** Everything on one thread. */
    LOOP("plain loop", true, Loops::plain),
    /** The engine under test, in its default order. */
    HEDDLE("Heddle", true, Heddle::ordered),
    /** The engine under test, over a source that may wait. */
    HEDDLE_SOURCE("Heddle, source that may wait", true, Heddle::waiting),
    /** The engine under test, items as they come. */
    HEDDLE_UNORDERED("Heddle, unordered", false, Heddle::unordered),
    /** The engine under test, alone. */
    HEDDLE_ONE("Heddle, P=1", true, Heddle::one),
    /** The engine under test, four workers wanted. */
    HEDDLE_FOUR("Heddle, P=4", true, Heddle::four),
    /** Executors and unbounded queues, as the textbook has it. */
    TEXTBOOK("ExecutorService + LinkedBlockingQueue", false, Queues::textbook),
    /** A bounded queue between platform threads. */
    PLATFORM("ArrayBlockingQueue, platform threads", false, Queues::platform),
    /** A bounded queue between virtual threads. */
    VIRTUAL("ArrayBlockingQueue, virtual threads", false, Queues::virtual),
    /** Many producers, many consumers, who spin, yield and then park. */
    MPMC("JCTools MPMC", false, Queues::mpmc),
    /** A lane for each worker, filled and emptied in turn. */
    LANES("JCTools SPSC lanes", true, Queues::lanes),
    /** A ring of events, consumers waiting on a condition. */
    DISRUPTOR_BLOCKING("Disruptor, blocking", true, Rings::blocking),
    /** A ring of events, consumers that spin and yield. */
    DISRUPTOR_YIELDING("Disruptor, yielding", true, Rings::yielding),
    /** Rails on a scheduler of two threads. */
    REACTOR("Reactor parallel", false, Streams::reactor),
    /** Channels between virtual threads. */
    JOX("jox channels", false, Streams::jox),
    /** An ordered asynchronous stage. */
    PEKKO("Pekko mapAsync", true, Streams::pekko),
    /** The JDK's concurrent gatherer. */
    GATHERER("Gatherers.mapConcurrent", true, Streams::gatherer),
    /** The JDK's parallel stream over an iterator. */
    PARALLEL_STREAM("parallel stream", true, Streams::parallelStream);

    private final String title;
    private final boolean ordered;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Runner runner;

    Way(String title, boolean ordered, Runner runner) {
        this.title = title;
        this.ordered = ordered;
        this.runner = runner;
    }

    /** Runs a load through a way. */
    interface Runner {
        void run(Load load) throws Exception;
    }

    /** Returns the name in the tables. */
    String title() {
        return title;
    }

    /** Runs a load and looks whether everything came out. */
    void run(Load load, long expectedSum) {
        try {
            runner.run(load);
        } catch (Exception e) {
            throw new IllegalStateException(title, e);
        }
        load.check(ordered, expectedSum);
    }

    /** Returns all but Heddle's own and the loop. */
    static List<Way> peers() {
        return List.copyOf(EnumSet.range(TEXTBOOK, PARALLEL_STREAM));
    }
}
