/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.learn.effect.Catalog;
import dev.heddle.learn.model.Enumerator;
import dev.heddle.learn.model.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page, made of findings that only look real, and opened in a browser where there is one. */
class PageTest {
    private static final Path FILE = Path.of("target", "field-guide", "field-guide.html");
    private static final Path CHECK = Path.of("src", "browser");
    private static String page = "";

    @BeforeAll
    static void makePage() throws IOException {
        List<Findings> all = new ArrayList<>();
        for (Effect effect : Catalog.effects()) {
            all.add(findings(effect));
        }
        page = Page.of(
                all, new Machine("a processor <of> ours", 2, "a system", "a \"Java\"", LocalDate.of(2026, 1, 2)));
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, page);
    }

    private static Findings findings(Effect effect) {
        boolean timed = effect.how() == Effect.How.TIMED;
        Counts counts = Counts.NONE;
        for (String outcome : effect.outcomes().keySet()) {
            long seen = effect.isSurprising(outcome) ? 0 : 900_000;
            counts = counts.plus(new Counts(seen == 0 ? Map.of() : Map.of(outcome, seen), 100));
        }
        List<Findings.Of> variants = new ArrayList<>();
        for (Variant variant : effect.variants()) {
            Explanation explanation = timed
                    ? new Explanation(Map.of(), "nothing to explain")
                    : Enumerator.explain(variant, effect.how() == Effect.How.ENDLESS);
            variants.add(new Findings.Of(variant, counts, Counts.NONE, 3.5, explanation));
        }
        List<Findings.Square> squares = new ArrayList<>();
        for (Compiler first : Compiler.values()) {
            for (Compiler second : Compiler.values()) {
                String surprise = effect.surprises().stream().findFirst().orElse("none");
                Counts square = second == Compiler.C2 ? counts.plus(new Counts(Map.of(surprise, 12L), 0)) : counts;
                squares.add(new Findings.Square(first, second, square, Map.of("plain", 9.0, "padded", 2.0)));
            }
        }
        return new Findings(effect, variants, squares, List.of());
    }

    @Test
    void holdsEachEffectWithItsCode() {
        for (Effect effect : Catalog.effects()) {
            assertThat(page).contains("<article id=\"" + effect.name() + "\"");
            assertThat(page).contains(Html.escape(effect.question()));
        }
        assertThat(page).contains("&lt;of&gt;").contains("&quot;Java&quot;");
    }

    @Test
    void drawsZeroAsABoundAndNeverCallsItImpossible() {
        assertThat(page).contains("0 of 2\u202f700\u202f000").contains("below 1.1·10⁻⁶ with 95 % confidence");
        assertThat(page.replace("called impossible because", "")).doesNotContainIgnoringCase("impossible");
    }

    @Test
    void asksTheNetworkForNothing() {
        assertThat(page.replaceAll("<a href=\"https://[^\"]*\"", ""))
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    /** Skipped, and reported as skipped, without node, Chromium or the checker's packages (npm ci in its folder). */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void standsUpInABrowser() throws IOException, InterruptedException {
        boolean ready = Files.isDirectory(CHECK.resolve("node_modules"))
                && Files.isExecutable(Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")));
        assumeTrue(ready || "required".equals(System.getenv("HEDDLE_BROWSER")), "no browser to look with");
        Path log = FILE.resolveSibling("browser.txt");

        Process check = new ProcessBuilder("node", CHECK.resolve("check.mjs").toString(), FILE.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(check.waitFor()).as(() -> read(log)).isZero();
        assertThat(read(log)).contains("21 effects").contains(" 0 faults");
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
