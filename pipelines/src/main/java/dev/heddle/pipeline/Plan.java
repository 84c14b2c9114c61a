/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * A source and the stages behind it, sink included when there is one.
 *
 * @param sourceName the name of the source
 * @param source makes the source of a run
 * @param stages the stages, in their order
 */
record Plan(String sourceName, Feed.Maker source, List<StageSpec> stages) {
    Plan {
        stages = List.copyOf(stages);
    }

    Plan with(StageSpec stage) {
        List<StageSpec> more = new ArrayList<>(stages);
        more.add(stage);
        return new Plan(sourceName, source, more);
    }

    Plan withLast(StageSpec stage) {
        List<StageSpec> changed = new ArrayList<>(stages);
        changed.set(changed.size() - 1, stage);
        return new Plan(sourceName, source, changed);
    }

    boolean isBlocking() {
        return stages.stream().anyMatch(StageSpec::blocking);
    }

    /** How many workers the stages can keep busy. */
    int workers() {
        int processors = Runtime.getRuntime().availableProcessors();
        int parallel = 1;
        int serial = 1;
        boolean any = false;
        for (StageSpec stage : stages) {
            if (stage.concurrency() == 1) {
                serial++;
            } else if (stage.concurrency() == StageSpec.ANY) {
                any = true;
            } else {
                parallel = Math.max(parallel, stage.concurrency());
            }
        }
        return Math.max(parallel, Math.min(processors, any ? processors : serial));
    }
}
