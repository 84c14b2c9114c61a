/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** Reading a result file that jcstress has written: {@code -t LostUpdate.Plain$ -m quick -iters 1 -time 60}. */
class StressTest {
    private static final Effect EFFECT = Catalog.find("lost-update").orElseThrow();

    @TempDir
    private Path folder;

    private Findings findings = Samplers.findings(EFFECT);

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(StressTest.class.getResourceAsStream("lost-update.bin.gz"))) {
            Files.copy(in, folder.resolve("results.bin.gz"));
        }
        List<TestResult> results = new ArrayList<>(Stress.read(folder));
        assertThat(results).hasSize(14);
        findings = Stress.with(findings, results);
    }

    @Test
    void countsTheSamplesOfEachVariantApart() {
        Findings.Of main = findings.main();

        assertThat(main.stress().byOutcome()).containsOnlyKeys("1", "2");
        assertThat(main.stress().samples()).isGreaterThan(100_000);
        assertThat(main.counts()).isEqualTo(Samplers.findings(EFFECT).main().counts());
        assertThat(findings.variants().get(1).stress()).isEqualTo(Counts.NONE);
    }

    @Test
    void givesEachPairOfCompilersItsSquare() {
        assertThat(findings.stress()).hasSize(9);
        long inSquares = 0;
        for (Compiler first : Compiler.values()) {
            for (Compiler second : Compiler.values()) {
                inSquares += Findings.square(findings.stress(), first, second)
                        .orElseThrow()
                        .counts()
                        .samples();
            }
        }
        assertThat(inSquares).isPositive().isLessThan(findings.main().stress().samples());
    }

    @Test
    void isShownBesideTheSamplesTakenInProcess() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Text(new PrintStream(out, true, StandardCharsets.UTF_8), false).print(findings, true);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The same, as jcstress saw it:", "By jcstress: surprising outcomes by compiler");
        assertThat(Page.of(List.of(findings), Machine.here()))
                .contains("The same, as jcstress saw it", "By jcstress: share of surprising outcomes");
        assertThat(Json.of(List.of(findings), Machine.here())).contains("\"jcstress grid\": [{\"first\": \"int\"");
    }
}
