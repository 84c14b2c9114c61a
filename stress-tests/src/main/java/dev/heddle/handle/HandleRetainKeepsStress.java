/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One thread retains through the only handle while another closes that handle. */
@Proves(type = Handle.class, promise = "a retain that succeeds keeps the resource")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The retain came first, and kept the resource.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The close came first, and the retain was refused.")
@Outcome(expect = FORBIDDEN, desc = "A result that no order of retain and close explains.")
public class HandleRetainKeepsStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(HandleRetainKeepsStress.class)
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "A new owner of a closed resource.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Refused, and yet the resource was not closed.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> handle = Handle.of("resource", r -> closed.incrementAndGet());
        private @Nullable Handle<String> retained;

        @Actor
        public void retain(II_Result r) {
            try {
                retained = handle.retain();
                r.r1 = 1;
            } catch (IllegalStateException e) {
                r.r1 = 0;
            }
        }

        @Actor
        public void close() {
            handle.close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = closed.get();
            if (retained != null) {
                retained.close();
            }
        }
    }

    /** The textbook's retain: reads the count, and adds one if it was not zero. */
    @JCStressTest
    @JCStressMeta(HandleRetainKeepsStress.class)
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Closed between look and addition: revived.")
    @State
    public static class Twin {
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger owners = new AtomicInteger(1);

        @Actor
        public void retain(II_Result r) {
            if (owners.get() > 0) {
                owners.incrementAndGet();
                r.r1 = 1;
            } else {
                r.r1 = 0;
            }
        }

        @Actor
        public void close() {
            if (owners.decrementAndGet() == 0) {
                closed.incrementAndGet();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = closed.get();
        }
    }
}
