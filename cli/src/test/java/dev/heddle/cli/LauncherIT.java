/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First uses of the launcher, in a checkout whose build only copies the jar. */
class LauncherIT {
    private static final String VERSION = "heddle 0.1.0-SNAPSHOT\n";
    private static final String BUILDING = "Building Heddle (first use only)...\n";

    /** Reads what it can, as a build would that is not cut off from what the user pipes in. */
    private static final String COPY_JAR = "cat >/dev/null; mkdir -p cli/target; cp -p '"
            + Child.ROOT.resolve("cli/target/heddle.jar")
            + "' cli/target/part; mv cli/target/part cli/target/heddle.jar; ";

    /** Does not fit here, but saves the seconds to make another where a test is about something else. */
    private static final String COPY_CACHE = "cp -pR '" + Child.ROOT.resolve("cli/target/cache") + "' cli/target/cache";

    @TempDir
    private Path folder;

    private Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("a checkout"));
        copy("heddle");
        copy(".mvn/jdk.sh");
        makeBuild(COPY_JAR + COPY_CACHE);
    }

    private void copy(String file) throws IOException {
        Files.createDirectories(checkout.resolve(file).getParent());
        Files.copy(Child.ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void makeBuild(String script) throws IOException {
        Path build = Files.writeString(
                checkout.resolve("mvnw"), "#!/bin/sh\necho build >>builds\necho told by the build\n" + script + "\n");
        assertThat(build.toFile().setExecutable(true)).isTrue();
    }

    private int builds() throws IOException {
        Path builds = checkout.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private Child sh(String script) {
        return Child.sh(folder, "heddle='" + checkout.resolve("heddle") + "'; " + script);
    }

    private List<Path> caches() throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve("cli/target/cache"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void buildsOnFirstUseAndOnlyThen() throws IOException {
        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, BUILDING));
        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsPipedInForTheCommand() {
        assertThat(sh("printf 'a b a' | \"$heddle\" wordcount -q -f csv"))
                .isEqualTo(new Child(0, "word,count\r\na,2\r\nb,1\r\n", BUILDING));
    }

    @Test
    void buildsOnceForSeveralFirstUsesAtOnce() throws IOException {
        assertBuildsOnce(sh("for i in 1 2 3 4; do \"$heddle\" --version & done; wait"));
    }

    @Test
    void buildsOnceWithoutTheCommandFlock() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool :
                List.of("sh", "cat", "cp", "mv", "rm", "ln", "mkdir", "readlink", "sleep", "dirname", "env")) {
            String place = sh("command -v " + tool).out().strip();
            Path wrapper = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + place + " \"$@\"\n");
            assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        }

        assertBuildsOnce(sh("PATH='" + tools + "'; for i in 1 2 3 4; do \"$heddle\" --version & done; wait"));
    }

    private void assertBuildsOnce(Child child) throws IOException {
        assertThat(child.out()).isEqualTo(VERSION.repeat(4));
        assertThat(child.err().lines().filter(line -> !line.startsWith("Waiting for")))
                .containsExactly(BUILDING.strip());
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void takesOverFromABuilderThatWasKilled() throws IOException {
        Files.createDirectories(checkout.resolve("target/heddle-build"));
        // A process id that no system gives out.
        Files.createSymbolicLink(checkout.resolve("target/heddle-build/owner"), Path.of("99999999"));
        Files.createFile(checkout.resolve("target/heddle-build/cli"));
        Files.createDirectories(checkout.resolve("cli/target"));
        Files.writeString(checkout.resolve("cli/target/heddle.jar"), "half a jar");

        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, BUILDING));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void showsWhatAFailedBuildPrintedAndBuildsAgainNextTime() throws IOException {
        makeBuild("exit 3");
        Child failed = sh("\"$heddle\" --version");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .startsWith(BUILDING + "told by the build\nheddle: the build failed")
                .hasLineCount(3);

        makeBuild(COPY_JAR + COPY_CACHE);
        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, BUILDING));
    }

    @Test
    void makesACacheForTheJdkThatItFound() throws IOException {
        makeBuild(COPY_JAR);
        sh("\"$heddle\" --version");

        assertThat(caches()).hasSize(2);
        assertThat(caches().getFirst().toString()).endsWith(".aot");
        assertThat(Files.size(caches().getFirst())).isPositive();
    }

    @Test
    void runsQuietlyWithACacheThatDoesNotFit() throws IOException {
        makeBuild(COPY_JAR);
        sh("\"$heddle\" --version");
        Path cache = caches().getFirst();
        byte[] whole = Files.readAllBytes(cache);
        for (byte[] wrong : List.of(new byte[0], "no cache".getBytes(UTF_8), Arrays.copyOf(whole, 100_000))) {
            Files.write(cache, wrong);
            assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, ""));
        }
        Files.delete(cache);
        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, ""));
    }

    @Test
    void makesTheCacheAnewWhenTheJarIsNewer() throws IOException {
        makeBuild(COPY_JAR);
        sh("\"$heddle\" --version");
        Path identity = caches().getLast();
        Files.setLastModifiedTime(identity, FileTime.fromMillis(0));

        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, VERSION, ""));
        assertThat(Files.getLastModifiedTime(identity).toMillis()).isPositive();
    }

    @Test
    void fetchesSparkWhenItIsFirstAskedForAndOnlyThen() throws IOException {
        Files.writeString(folder.resolve("text"), "a");
        // What this build makes has no engine in it, which the command then says.
        makeBuild("case \" $* \" in *mapreduce-spark*) mkdir -p mapreduce-spark/target; cp -p cli/target/heddle.jar"
                + " mapreduce-spark/target/heddle-mapreduce-spark.jar; exit;; esac; " + COPY_JAR + COPY_CACHE);
        String fetching = "Fetching Apache Spark, 220 MB, through Maven (first use only)...\n";

        assertThat(sh("\"$heddle\" wordcount -q text").err()).doesNotContain(fetching);
        assertThat(builds()).isEqualTo(1);
        Child first = sh("\"$heddle\" wordcount --engine spark text");
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.err()).startsWith(fetching + BUILDING + "heddle: Spark is not part of this jar");
        assertThat(builds()).isEqualTo(2);
        assertThat(sh("\"$heddle\" wordcount --engine=Spark text").err())
                .startsWith("heddle: Spark is not part of this jar");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void saysSoWhenTheBuildMadeNoJar() throws IOException {
        makeBuild("true");

        Child child = sh("\"$heddle\" --version");
        assertThat(child.exitCode()).isEqualTo(1);
        if (!child.err().contains("heddle: the build failed")) {
            fail(child.err());
        }
    }
}
