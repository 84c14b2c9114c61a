/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.CPUMap;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;

/**
 * The settings of a fork, in the form in which jcstress takes them.
 *
 * <p>jcstress' own options come from a command line, and reading one keeps all processors busy for a second to count
 * them; these do not.
 */
final class ForkOptions extends Options {
    private final int time;
    private final int strideSize;
    private final int strideCount;
    private final SpinLoopStyle spinStyle;

    private ForkOptions(int time, int strideSize, int strideCount, SpinLoopStyle spinStyle) {
        super(new String[0]);
        this.time = time;
        this.strideSize = strideSize;
        this.strideCount = strideCount;
        this.spinStyle = spinStyle;
    }

    /**
     * Describes a fork.
     *
     * @param test what runs
     * @param blocking whether an actor may wait: strides are then as short as they get
     * @param configuration the JVM
     * @param millis the time of one iteration
     * @param forkId a number that tells forks of one test and configuration apart
     * @return what jcstress' result file calls the configuration of the fork
     */
    static TestConfig fork(TestInfo test, boolean blocking, Configuration configuration, int millis, int forkId) {
        // More actors than processors only meet when those that wait step aside.
        boolean crowded = test.threads() > Runtime.getRuntime().availableProcessors();
        var options = new ForkOptions(
                millis,
                blocking ? 2 : 256,
                blocking ? 2 : 40,
                crowded ? SpinLoopStyle.THREAD_YIELD : SpinLoopStyle.THREAD_SPIN_WAIT);
        int[] processors = Processors.of(test.threads(), forkId);
        boolean bound = processors.length > 0;
        var config = new TestConfig(
                options,
                test,
                forkId,
                configuration.flags(),
                configuration.compileMode(),
                new SchedulingClass(bound ? AffinityMode.LOCAL : AffinityMode.NONE, test.threads(), NodeType.PACKAGE));
        config.setCPUMap(map(test.threads(), processors));
        return config;
    }

    /** What jcstress calls a thread is here the place of a processor in the list. */
    private static CPUMap map(int actors, int[] processors) {
        int[] nobody = {};
        if (processors.length == 0) {
            int[] nowhere = new int[actors];
            Arrays.fill(nowhere, -1);
            return new CPUMap(nobody, nowhere, nobody, nobody, nobody, nobody, NodeType.PACKAGE);
        }
        int[] places = IntStream.range(0, actors).toArray();
        return new CPUMap(places, places, nobody, new int[actors], places, processors, NodeType.PACKAGE);
    }

    @Override
    public int getTime() {
        return time;
    }

    @Override
    public int getIterations() {
        return 1;
    }

    @Override
    public int getStrideSize() {
        return strideSize;
    }

    @Override
    public int getStrideCount() {
        return strideCount;
    }

    @Override
    public SpinLoopStyle getSpinStyle() {
        return spinStyle;
    }

    @Override
    public int getMaxFootprintMb() {
        return Launcher.HEAP_MEGABYTES / 4;
    }
}
