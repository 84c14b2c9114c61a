/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.ResourceEstimator;

class StridesTest {
    @Test
    void takesTheWholeStrideWhereItFits() throws IOException {
        Strides strides = adjusted((size, used) -> {});

        assertThat(strides.strideSize).isEqualTo(256);
        assertThat(strides.strideCount).isEqualTo(40);
    }

    @Test
    void takesLessWhereMemoryIsShort() throws IOException {
        Strides strides = adjusted((size, used) -> used[0] = size * (4L << 20));

        assertThat(strides.strideSize).isEqualTo(16);
        assertThat(strides.strideCount).isOne();
    }

    @Test
    void takesOneFullStrideWhereSamplesAreSlow() throws IOException {
        Strides strides = adjusted((size, used) -> used[1] = TimeUnit.SECONDS.toNanos(9));

        assertThat(strides.strideSize).isEqualTo(256);
        assertThat(strides.strideCount).isOne();
    }

    @Test
    void takesSamplesOneByOneWhereTheHeapIsGone() throws IOException {
        Strides strides = adjusted((size, used) -> {
            throw new OutOfMemoryError("for this test");
        });

        assertThat(strides.strideSize * strides.strideCount).isOne();
    }

    private static Strides adjusted(ResourceEstimator estimator) throws IOException {
        Harness harness = Suite.read(
                        System.getProperty("java.class.path"),
                        name -> name.endsWith("TotalNoAdditionIsLostStress"),
                        name -> false)
                .harnesses()
                .get(0);
        var bytes = new ByteArrayOutputStream();
        new ForkedTestConfig(ForkOptions.fork(harness.real(), false, Configuration.C2, 100, 0))
                .write(new DataOutputStream(bytes));
        var strides = new Strides(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        strides.adjustStrideCount(estimator);
        return strides;
    }
}
