/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.List;

/**
 * What a run has shown about one harness.
 *
 * @param harness which
 * @param forks how many JVMs the real class ran in
 * @param samples how many samples of the real class were taken
 * @param bad how many of those are forbidden
 * @param twinSamples how many of the twin
 * @param caught how many of those show the bad outcome
 * @param faults why the harness proves nothing, empty when it does
 */
record Verdict(Harness harness, int forks, long samples, long bad, long twinSamples, long caught, List<String> faults) {
    Verdict {
        faults = List.copyOf(faults);
    }
}
