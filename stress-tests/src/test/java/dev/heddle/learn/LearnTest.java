/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, from its arguments to its page. */
class LearnTest {
    @TempDir
    private Path folder;

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Learn.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "",
                environment,
                args);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void assertUsage(String complaint, String... args) {
        assertThat(run(Map.of(), args))
                .isEqualTo(new Ran(2, "", "heddle: " + complaint + "\nTry 'heddle learn --help'.\n"));
    }

    @Test
    void saysInOneLineWhatIsWrongWithACommand() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");

        assertUsage("no effect is called 'nosuch'; --list names them all", "nosuch");
        assertUsage("no effect is called 'lost-updat'; did you mean 'lost-update'?", "lost-updat");
        assertUsage("no effect is called 'dekker'; --list names them all", "dekker", "--text");
        assertUsage("unknown option '--frob'", "--frob");
        assertUsage("one name too many: 'aba'", "iriw", "aba");
        assertUsage("--out: '" + file + "' is a file (expected: a folder)", "--out", file.toString());
        assertUsage("--out: '" + file.resolve("below") + "' cannot be written to", "--out=" + file.resolve("below"));
    }

    @Test
    void listsEachEffectWithItsQuestion() {
        Ran ran = run(Map.of(), "--list");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines()).hasSize(Catalog.effects().size());
        assertThat(ran.out()).contains("store-buffering         Each of two threads raises its own flag");
        assertThat(run(Map.of(), "--help").out()).contains("--list", "--out=DIR", "--text", "[NAME]");
    }

    @Test
    void showsOneEffectAsTextAndOpensItsPage() throws IOException {
        Path opened = folder.resolve("opened");
        Path browser = Files.writeString(folder.resolve("browser"), "#!/bin/sh\necho \"$1\" >'" + opened + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));

        Ran ran = run(Map.of("BROWSER", browser.toString()), "lost-update", "--glance");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Two threads each add one to a counter", "      int count;", "How 1 comes about")
                .contains("by compiler", "fix  atomic", "fix  Heddle: StripedCounter", "no compiler is needed")
                .doesNotContain("\u001b");
        assertThat(ran.err()).contains("One effect in 0:", "The guide is in /").doesNotContain("No browser");
        Path page = Path.of(java.net.URI.create(Files.readString(opened).strip()));
        assertThat(Files.readString(page))
                .contains("<article id=\"lost-update\"")
                .doesNotContain("id=\"index\"");
        assertThat(page.resolveSibling("field-guide.json")).content().contains("\"name\": \"lost-update\"");
    }

    @Test
    void writesToAFolderAndOpensNothing() {
        Path out = folder.resolve("new/guide");

        Ran ran = run(Map.of("BROWSER", "/nothing/here"), "false-sharing", "--glance", "--quiet", "--out=" + out);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .isEqualTo(ran.err().lines().findFirst().orElse("") + "\nThe guide is in " + out.toAbsolutePath()
                        + "/field-guide.html\n");
        assertThat(out.resolve("field-guide.html")).content().contains("data-chart=\"times\"");
    }

    @Test
    void saysWhereABrowserIsMissing() {
        Browser missing = Browser.of("Linux", Map.of("BROWSER", "/nothing/here"));
        Browser failing = Browser.of("Linux", Map.of("BROWSER", "false"));

        assertThat(missing.open(folder)).isFalse();
        assertThat(failing.open(folder)).isFalse();
        assertThat(Browser.of("Linux", Map.of()).command()).isEqualTo("xdg-open");
        assertThat(Browser.of("Mac OS X", Map.of()).command()).isEqualTo("open");
        assertThat(Browser.of("Windows 11", Map.of()).command()).isEqualTo("rundll32");
    }
}
