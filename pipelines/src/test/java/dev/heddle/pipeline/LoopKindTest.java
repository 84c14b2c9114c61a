/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What runs of one kind have in common. What a copy of the loop does is what {@link LoopTest} looks at. */
class LoopKindTest {
    private final List<Object> results = new ArrayList<>();

    @Test
    void aCopyIsOfAHiddenClassAndTakesTheSameItems() {
        Engine engine = engine(Pipeline.from("numbers", List.of(1, 2, 3))
                .parallel("double", 2, i -> 2 * i)
                .to("gather", results::add));

        Loop copy = copy(engine);
        int taken = copy.take(5, Worker.carrier(engine, true));

        assertThat(copy.getClass().isHidden()).isTrue();
        assertThat(taken).isEqualTo(3);
        assertThat(results).containsExactly(2, 4, 6);
        assertThat(engine.intake().hasEnded()).isTrue();
    }

    @Test
    void runsOfOnePipelineShareACopyAndOthersDoNot() {
        Pipeline one = Pipeline.from("numbers", List.of(1)).to("gather", results::add);
        Pipeline other = Pipeline.from("numbers", List.of(1))
                .serial("step", i -> i)
                .serial("step", i -> i)
                .to("gather", results::add);

        Class<?> copied = copy(engine(one)).getClass();

        assertThat(copy(engine(one)).getClass()).isSameAs(copied);
        assertThat(copy(engine(other)).getClass()).isNotSameAs(copied);
    }

    @Test
    void aCopyIsNotCopied() {
        Loop copy = copy(engine(Pipeline.from("numbers", List.of(1)).to("gather", results::add)));

        assertThat(new LoopKind().copyOf(copy)).isSameAs(copy);
    }

    @Test
    void aKindIsColdUntilItsRunsHaveTakenManyChunksThroughTheLoop() {
        LoopKind kind = new LoopKind();
        for (int chunk = 0; chunk < LoopKind.WARM; chunk++) {
            assertThat(kind.isCold()).isTrue();
            kind.looped();
        }
        assertThat(kind.isCold()).isFalse();
    }

    @Test
    void theCopyOfAWarmLoopIsColdWhenItIsMadeAndNoMoreWhenItIsMadeUseOf() {
        Loop loop = engine(Pipeline.from("numbers", List.of(1)).to("gather", results::add))
                .loop();
        LoopKind kind = PaceTest.warm();

        kind.copyOf(loop);
        assertThat(kind.isCold()).as("new").isTrue();

        PaceTest.warm(kind);
        kind.copyOf(loop);
        assertThat(kind.isCold()).as("in the next run").isFalse();
    }

    @Test
    void whatOneRunHasWarmedIsWarmInTheNext() {
        Pipeline pipeline = Pipeline.from("numbers", List.of(1))
                .serial("a stage of this test alone", i -> i)
                .to("gather", results::add);
        Engine first = engine(pipeline);
        LoopKind kind = LoopKind.of((StraightLoop) first.loop());
        assertThat(kind.isCold()).isTrue();

        for (int chunk = 0; chunk < LoopKind.WARM; chunk++) {
            first.pace().looped(1_000, 30_000, false, false, 0);
        }

        assertThat(LoopKind.of((StraightLoop) engine(pipeline).loop())).isSameAs(kind);
        assertThat(kind.isCold()).isFalse();
    }

    @Test
    void aShortRunHasTheLoopOfAllAndALongOneItsOwn() {
        Engine engine =
                engine(Pipeline.from("numbers", IntStream.range(0, Engine.LONG).iterator())
                        .to("gather", results::add));
        Worker worker = Worker.carrier(engine, true);

        engine.pace().looped(1, 1, false, false, 0);
        engine.intake().addLooped(engine.loop().take(Engine.LONG - 1, worker));
        assertThat(engine.loop()).isInstanceOf(StraightLoop.class);

        engine.intake().addLooped(engine.loop().take(1, worker));
        assertThat(engine.loop().getClass().isHidden()).isTrue();
    }

    @Test
    void aLongRunOfSlowItemsKeepsTheLoopOfAll() {
        Engine engine = engine(Pipeline.from("numbers", List.of(1)).to("gather", results::add));

        engine.pace().looped(1, 20_000, false, false, 0);
        engine.intake().addLooped(Engine.LONG);

        assertThat(engine.loop()).isInstanceOf(StraightLoop.class);
    }

    private static Loop copy(Engine engine) {
        StraightLoop loop = (StraightLoop) engine.loop();
        return LoopKind.of(loop).copyOf(loop);
    }

    private static Engine engine(Pipeline pipeline) {
        return new Engine(pipeline.plan(), Tuning.of(2, Tuning.UNBOUNDED, Tuning.MEASURED));
    }
}
