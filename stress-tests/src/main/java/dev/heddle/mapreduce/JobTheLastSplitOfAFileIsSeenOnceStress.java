/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two workers have mapped the two splits of a file; whoever is last looks whether the file has changed meanwhile. */
@Proves(type = Job.class, promise = "an input that is skipped is in no count")
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One of them was last.")
@Outcome(expect = FORBIDDEN, desc = "Both were last, or none.")
public class JobTheLastSplitOfAFileIsSeenOnceStress {
    private static final BasicFileAttributes ATTRIBUTES = attributes();

    private static BasicFileAttributes attributes() {
        try {
            return Files.readAttributes(Path.of(""), BasicFileAttributes.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as the engine keeps it. */
    @JCStressTest
    @JCStressMeta(JobTheLastSplitOfAFileIsSeenOnceStress.class)
    @State
    public static class Real {
        private final SourceFile file = new SourceFile(Path.of(""), 0, ATTRIBUTES, 2);

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = file.endMapping();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = file.endMapping();
        }
    }

    /** A volatile count, read, taken one from and written back. */
    @JCStressTest
    @JCStressMeta(JobTheLastSplitOfAFileIsSeenOnceStress.class)
    @Outcome(
            id = {"false, false", "true, true"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both read the same count: nobody looks at the file, and what has changed is counted.")
    @State
    public static class Twin {
        private volatile int open = 2;

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = end();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = end();
        }

        private boolean end() {
            int left = open - 1;
            Dawdle.here();
            open = left;
            return left == 0;
        }
    }
}
