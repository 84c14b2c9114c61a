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
 * @param isSourceOwned whether the source has a thread of its own
 * @param stages the stages, in their order
 */
record Plan(String sourceName, Feed.Maker source, boolean isSourceOwned, List<StageSpec> stages) {
    Plan {
        stages = List.copyOf(stages);
    }

    Plan with(StageSpec stage) {
        List<StageSpec> more = new ArrayList<>(stages);
        more.add(stage);
        return new Plan(sourceName, source, isSourceOwned, more);
    }

    Plan withLast(StageSpec stage) {
        List<StageSpec> changed = new ArrayList<>(stages);
        changed.set(changed.size() - 1, stage);
        return new Plan(sourceName, source, isSourceOwned, changed);
    }

    Plan withSourceOwned() {
        return new Plan(sourceName, source, true, stages);
    }

    boolean isBlocking() {
        return stages.stream().anyMatch(stage -> stage.threads() == StageSpec.Threads.WAITING);
    }

    /** Whether the source or a stage has a thread of its own. */
    boolean hasOwners() {
        return isSourceOwned || stages.stream().anyMatch(StageSpec::isOwned);
    }

    /** The shortest time that any stage allows; 0 when each may take any time. */
    long leastTimeoutNanos() {
        return stages.stream()
                .mapToLong(StageSpec::timeoutNanos)
                .filter(nanos -> nanos > 0)
                .min()
                .orElse(0);
    }

    /** How many workers the stages can keep busy, beside those that have a stage to themselves. */
    int workers() {
        int processors = Runtime.getRuntime().availableProcessors();
        int parallel = 1;
        int serial = 1;
        boolean any = false;
        for (StageSpec stage : stages) {
            if (stage.isOwned()) {
                continue;
            }
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
