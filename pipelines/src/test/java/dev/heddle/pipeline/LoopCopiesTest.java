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

/** Which runs share a copy of the loop. What a copy does is what {@link LoopTest} looks at. */
class LoopCopiesTest {
    private final List<Object> results = new ArrayList<>();

    @Test
    void aCopyIsOfAHiddenClassAndTakesTheSameItems() {
        Engine engine = engine(Pipeline.from("numbers", List.of(1, 2, 3))
                .parallel("double", 2, i -> 2 * i)
                .to("gather", results::add));

        Loop copy = LoopCopies.of(engine.loop());
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

        Class<?> copied = LoopCopies.of(engine(one).loop()).getClass();

        assertThat(LoopCopies.of(engine(one).loop()).getClass()).isSameAs(copied);
        assertThat(LoopCopies.of(engine(other).loop()).getClass()).isNotSameAs(copied);
    }

    @Test
    void aCopyIsNotCopied() {
        Loop copy = LoopCopies.of(engine(Pipeline.from("numbers", List.of(1)).to("gather", results::add))
                .loop());

        assertThat(LoopCopies.of(copy)).isSameAs(copy);
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

    private static Engine engine(Pipeline pipeline) {
        return new Engine(pipeline.plan(), Tuning.of(2, Tuning.UNBOUNDED, Tuning.MEASURED));
    }
}
