/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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

/** One worker is about to count a split of a file, another one finds the file bad. */
@Proves(type = Job.class, promise = "an input that is skipped is in no count")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The first does not count, the second plays safe.")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "The first does not count, and the second knows.")
@Outcome(
        id = "true, true",
        expect = ACCEPTABLE,
        desc = "The first counts, and the second knows: all is counted afresh.")
@Outcome(expect = FORBIDDEN, desc = "No other outcome.")
public class JobAnInputThatIsSkippedIsInNoCountStress {
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
    @JCStressMeta(JobAnInputThatIsSkippedIsInNoCountStress.class)
    @Outcome(
            id = "true, false",
            expect = FORBIDDEN,
            desc = "The first counts, the second does not know: a part of a skipped file is in the result.")
    @State
    public static class Real {
        private final InputException failure = InputException.of("file", "is bad");
        private final SourceFile file = new SourceFile(Path.of(""), 0, ATTRIBUTES, 2);

        @Actor
        public void counts(ZZ_Result r) {
            r.r1 = file.beginMapping();
        }

        @Actor
        public void fails(ZZ_Result r) {
            r.r2 = file.fail(failure);
        }
    }

    /** Checks whether the file is bad and then says that it maps it: it may have turned bad in between. */
    @JCStressTest
    @JCStressMeta(JobAnInputThatIsSkippedIsInNoCountStress.class)
    @Outcome(
            id = "true, false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Neither saw the other: a part of a skipped file is in the result.")
    @State
    public static class Twin {
        private boolean mapped;
        private boolean bad;

        @Actor
        public void counts(ZZ_Result r) {
            boolean fine = !bad;
            mapped = fine;
            r.r1 = fine;
        }

        @Actor
        public void fails(ZZ_Result r) {
            bad = true;
            r.r2 = mapped;
        }
    }
}
