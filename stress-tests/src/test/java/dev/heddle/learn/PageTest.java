/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.learn.effect.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page, made of findings that only look real, and opened in a browser where there is one. */
class PageTest {
    private static final Path FILE = Path.of("target", "field-guide", "field-guide.html");
    private static final Path CHECK = Path.of("src", "browser");
    private static String page = "";

    @BeforeAll
    static void makePage() throws IOException {
        List<Findings> all = new ArrayList<>();
        for (Effect effect : Catalog.effects()) {
            all.add(Samplers.findings(effect));
        }
        page = Page.of(
                all, new Machine("a processor <of> ours", 2, "a system", "a \"Java\"", LocalDate.of(2026, 1, 2)));
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, page);
    }

    @Test
    void holdsEachEffectWithItsCode() {
        for (Effect effect : Catalog.effects()) {
            assertThat(page).contains("<article id=\"" + effect.name() + "\"");
            assertThat(page).contains(Html.escape(effect.question()));
        }
        assertThat(page).contains("&lt;of&gt;").contains("&quot;Java&quot;");
    }

    @ParameterizedTest
    @MethodSource("effects")
    void showsEachElementOfAnEffect(Effect effect) {
        int begin = page.indexOf("<article id=\"" + effect.name() + "\"");
        String article = page.substring(begin, page.indexOf("</article>", begin));

        assertThat(article)
                .as("question, code, prediction, bars, grid and the link onward")
                .contains("<p class=\"question\">" + Html.escape(effect.question()))
                .contains("<figure class=\"code\"><figcaption>The code, as it ran</figcaption>")
                .contains("<form class=\"predict\"")
                .contains("<td class=\"bar\"><svg")
                .contains("<td class=\"heat heat")
                .contains("Read on: <a href=\"" + Html.escape(effect.link().url()) + "\"");
        assertThat(article.split("<td class=\"heat heat", -1))
                .as("a square for each pair of compilers")
                .hasSize(10);
        for (Variant variant : effect.variants()) {
            assertThat(article).contains(Html.escape(variant.label())).contains(Figures.nanos(3.5));
        }
        if (effect.how() == Effect.How.TIMED) {
            return;
        }
        assertThat(article).contains("What helps, and what it costs");
        for (String outcome :
                Samplers.findings(effect).main().explanation().witnesses().keySet()) {
            assertThat(article)
                    .as("a timeline for " + outcome)
                    .containsPattern("<details class=\"way\"[^>]*><summary><span class=\"outcome\">"
                            + Pattern.quote(Html.escape(outcome)));
        }
    }

    static Stream<Effect> effects() {
        return Catalog.effects().stream();
    }

    @Test
    void drawsZeroAsABoundAndNeverCallsItImpossible() {
        assertThat(page).contains("0 of 2\u202f700\u202f000").contains("below 1.1·10⁻⁶ with 95\u00a0% confidence");
        assertThat(page.replace("called impossible because", "")).doesNotContainIgnoringCase("impossible");
    }

    @Test
    void leadsToEachEffectAndSaysHowToReadThePage() {
        for (Effect effect : Catalog.effects()) {
            assertThat(page).contains("<a href=\"#" + effect.name() + "\">");
        }
        assertThat(page).contains("How to read it", "Bad timing is enough", "Right, and slow");
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_500_000);
    }

    @Test
    void offersABlockOfHeddleWithItsCostBesideTheOtherFixes() {
        assertThat(page)
                .contains("<span class=\"kind block\">fix</span> Heddle: StripedCounter")
                .contains("<span class=\"kind block\">fix</span> Heddle: BoundedCounter")
                .contains("<span class=\"kind block\">fix</span> Heddle: AppendList")
                .contains("<span class=\"kind block\">fix</span> Heddle: LongSummary")
                .contains("<span class=\"kind block\">fix</span> Heddle: Handle")
                .contains("forbids them", "allows them, by a store that waits in its buffer");
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
