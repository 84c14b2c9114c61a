/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the jar, as a user meets them. */
class HeddleIT {
    @TempDir
    private Path folder;

    private Child sh(String script) {
        return Child.sh(folder, script);
    }

    @Test
    void printsItsVersionAndNothingElse() {
        assertThat(sh("\"$heddle\" --version")).isEqualTo(new Child(0, "heddle 0.1.0-SNAPSHOT\n", ""));
    }

    @Test
    void endsWithTheExitCodeOfTheCommand() throws IOException {
        Files.writeString(folder.resolve("a"), "a b a");

        assertThat(sh("\"$heddle\" wordcount -q a"))
                .isEqualTo(new Child(
                        0, "count  word\n    2  a\n    1  b\n\n" + "3 words, 2 distinct, 5 bytes in 1 file\n", ""));
        assertThat(sh("\"$heddle\" wordcount nowhere"))
                .isEqualTo(new Child(1, "", "heddle: nowhere: no such file or folder\n"));
        assertThat(sh("\"$heddle\" wordcount --topp").exitCode()).isEqualTo(2);
        assertThat(sh("\"$heddle\" wordcount -q a >/dev/full"))
                .isEqualTo(new Child(1, "", "heddle: cannot write to standard output: no space left on device\n"));
    }

    @Test
    void itsJarDoesNotCarrySparkAndSaysHowToGetIt() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        Path jar = Child.ROOT.resolve("cli/target/heddle.jar");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Child child = Child.run(folder, Map.of(), java, "-jar", jar.toString(), "wordcount", "--engine", "spark", "a");

        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.err())
                .startsWith("heddle: Spark is not part of this jar; ./heddle in a checkout fetches it on first use");
        try (JarFile entries = new JarFile(jar.toFile())) {
            assertThat(entries.stream())
                    .extracting(JarEntry::getName)
                    .isNotEmpty()
                    .noneMatch(name -> name.matches("(org/apache/(spark|hadoop)|scala|dev/heddle/mapreduce/spark)/.*"));
        }
    }

    @Test
    void runsFromAnyFolderThroughALinkOnPathsWithSpaces() throws IOException {
        Path spaced = Files.createDirectory(folder.resolve("a folder"));
        Files.writeString(spaced.resolve("größe 1.txt"), "a");
        Files.createSymbolicLink(spaced.resolve("first link"), Path.of(Child.heddle()));
        Files.createSymbolicLink(folder.resolve("second link"), Path.of("a folder/first link"));
        Child expected = new Child(0, "word,count\r\na,1\r\n", "");

        assertThat(sh("'./second link' wordcount -q -f csv 'a folder/größe 1.txt'"))
                .isEqualTo(expected);
        assertThat(sh("cd 'a folder' && '../second link' wordcount -q -f csv 'größe 1.txt'"))
                .isEqualTo(expected);
        assertThat(sh("PATH=\"$PWD/a folder:$PATH\"; 'first link' wordcount -q -f csv 'a folder'"))
                .isEqualTo(expected);
        // The clean-up of the folder warns about links that lead out of it.
        Files.delete(folder.resolve("second link"));
        Files.delete(spaced.resolve("first link"));
    }

    @Test
    void knowsFileNamesInTheCLocaleToo() throws IOException {
        Files.writeString(folder.resolve("größe"), "größer");

        assertThat(sh("LC_ALL=C \"$heddle\" wordcount -q -f csv größe"))
                .isEqualTo(new Child(0, "word,count\r\ngrößer,1\r\n", ""));
    }

    @Test
    void findsAJdkWhereJavaHomeIsTooOld() throws IOException {
        Path old = Files.createDirectories(folder.resolve("jdk-17/bin")).getParent();
        for (String tool : List.of("java", "javac")) {
            Path file = Files.writeString(old.resolve("bin").resolve(tool), "#!/bin/sh\necho too old; exit 1\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");

        assertThat(sh("JAVA_HOME=\"$PWD/jdk-17\" PATH=\"$PWD/jdk-17/bin:$PATH\" \"$heddle\" --version"))
                .isEqualTo(new Child(0, "heddle 0.1.0-SNAPSHOT\n", ""));
    }

    @Test
    void readsPipesNamedAndUnnamed() throws IOException {
        Files.writeString(folder.resolve("file"), "c");
        String csv = "word,count\r\na,2\r\nb,1\r\n";

        assertThat(sh("printf 'a b a' | \"$heddle\" wordcount -q -f csv")).isEqualTo(new Child(0, csv, ""));
        assertThat(sh("mkfifo p; { printf 'a b'; printf ' a'; } >p & \"$heddle\" wordcount -q -f csv p"))
                .isEqualTo(new Child(0, csv, ""));
        assertThat(sh("printf 'a b a' | \"$heddle\" wordcount -q -f csv - file"))
                .isEqualTo(new Child(0, csv + "c,1\r\n", ""));
    }

    @Test
    void endsQuietlyWhenTheReaderGoes() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            many.append("word").append(i).append(' ');
        }
        Files.writeString(folder.resolve("many"), many);

        assertThat(sh("{ \"$heddle\" wordcount -f csv --all many; echo $? >code; } | head -n 1; cat code"))
                .isEqualTo(new Child(0, "word,count\r\n141\n", ""));
    }

    @Test
    void leavesNothingBehindWhenInterrupted() throws IOException, InterruptedException {
        // What runs this test may have been started with interrupts ignored, as a shell does for what runs beside it.
        boolean canRestore = sh("env --default-signal=INT true").exitCode() == 0;
        List<String> command = new ArrayList<>(canRestore ? List.of("env", "--default-signal=INT") : List.of());
        command.addAll(List.of(Child.heddle(), "wordcount", "--output", "out.txt"));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = Child.start(folder, command.toArray(String[]::new));
            try {
                Child.type(process, "counted so far ");
                // The first file that it makes says that it is at work.
                WatchKey made = watch.poll(60, TimeUnit.SECONDS);
                assertThat(made).isNotNull();
                assertThat(sh("kill -INT " + process.pid())).isEqualTo(new Child(0, "", ""));
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(130);
                assertThat(process.getInputStream().readAllBytes()).isEmpty();
            } finally {
                process.destroyForcibly();
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void goesOnWhereCtrlCEndedIt() throws IOException, InterruptedException {
        boolean canRestore = sh("env --default-signal=INT true").exitCode() == 0;
        Files.writeString(folder.resolve("text"), generated(new Random(6), 6_000_000));
        Child whole = sh("\"$heddle\" wordcount -q --all -f csv text");
        Path kept = folder.resolve("kept");
        // Interpreted, so that it takes its time: several times as much as it is given.
        Process process = Child.start(
                folder,
                "env",
                canRestore ? "--default-signal=INT" : "--",
                "HEDDLE_JAVA_OPTS=-Xint",
                Child.heddle(),
                "wordcount",
                "-q",
                "--resume",
                "kept",
                "text");
        try {
            while (process.isAlive() && (!Files.exists(kept) || cpuSeconds(process) < 2)) {
                Thread.onSpinWait();
            }
            assertThat(sh("kill -INT " + process.pid())).isEqualTo(new Child(0, "", ""));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("heddle: interrupted; the same command goes on from kept\n");
        } finally {
            process.destroyForcibly();
        }
        assertThat(kept).isNotEmptyFile();
        assertThat(sh("\"$heddle\" wordcount -q --all -f csv --resume kept text"))
                .isEqualTo(whole);
        assertThat(kept).doesNotExist();
    }

    private static long cpuSeconds(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toSeconds();
    }

    @Test
    void showsATerminalWhatItShowsAPipe() throws IOException {
        assumeTrue(sh("command -v script").exitCode() == 0, "needs the command 'script'");
        Files.write(folder.resolve("words"), "a\u001b[31m \u009b2J gr\u00f6\u00df a\\b".getBytes(ISO_8859_1));
        Child pipe = sh("\"$heddle\" wordcount -q words");
        Child terminal = sh("script -qec '\"$heddle\" wordcount -q words' /dev/null");

        assertThat(terminal.out().replace("\r\n", "\n")).isEqualTo(pipe.out());
        assertThat(pipe.out()).contains("a\\x1B[31m", "\\x9B2J", "gr\\xF6\\xDF", "a\\\\b");
        assertThat(sh("\"$heddle\" --help").out()).doesNotContain("\u001b");
        assertThat(sh("TERM=xterm NO_COLOR= script -qec '\"$heddle\" --help' /dev/null")
                        .out())
                .contains("\u001b[");
        assertThat(sh("TERM=xterm NO_COLOR=1 script -qec '\"$heddle\" --help' /dev/null")
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void drawsABarOnATerminalOnlyAndTakesItAway() {
        assumeTrue(sh("command -v script").exitCode() == 0, "needs the command 'script'");
        String slow = "{ printf \"a \"; sleep 2; printf b; } | \"$heddle\" wordcount ";

        CompletableFuture<Child> quiet =
                CompletableFuture.supplyAsync(() -> sh("TERM=xterm script -qec '" + slow + "-q' /dev/null"));
        CompletableFuture<Child> piped = CompletableFuture.supplyAsync(() -> sh(slow));
        assertThat(sh("TERM=xterm NO_COLOR=1 script -qec '" + slow + "' /dev/null")
                        .out())
                .contains("Counting", "MB")
                .endsWith("threads\r\n");
        assertThat(quiet.join().out()).doesNotContain("Counting");
        assertThat(piped.join().err()).hasLineCount(1).doesNotContain("Counting");
    }

    @Test
    void countsThisProjectAsCoreutilsDo() {
        String sources = Child.ROOT.resolve("cli/src") + " " + Child.ROOT.resolve("mapreduce/src") + " "
                + Child.ROOT.resolve("pom.xml");

        assertAgreesWithCoreutils(sources);
    }

    @Test
    void countsManySmallFilesWithoutAFinalNewlineAsCoreutilsDo() throws IOException {
        Random random = new Random(20261121);
        for (int i = 0; i < 1_500; i++) {
            Path sub = Files.createDirectories(folder.resolve("small/" + i % 30));
            Files.writeString(sub.resolve("f" + i), generated(random, random.nextInt(60)));
        }

        assertAgreesWithCoreutils("small");
    }

    @Test
    void countsGeneratedTextAsCoreutilsDo() throws IOException {
        Files.writeString(folder.resolve("large"), generated(new Random(4711), 600_000));

        assertAgreesWithCoreutils("large");
    }

    /** Words of a skewed distribution, between them each kind of white space, some of it doubled. */
    private static String generated(Random random, int words) {
        String[] spaces = {" ", " ", " ", "\n", "\t", "\r\n", "\u000b", "\f", "  "};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(Long.toString((long) Math.exp(random.nextDouble() * 13), 36));
            if (i < words - 1) {
                text.append(spaces[random.nextInt(spaces.length)]);
            }
        }
        return text.toString();
    }

    private void assertAgreesWithCoreutils(String paths) {
        // A file is a world of its own: its last word does not join the first one of the next.
        String catLines = "find " + paths + " -type f -exec sh -c 'for f; do cat \"$f\"; echo; done' sh {} +";
        Child expected = sh("export LC_ALL=C; " + catLines
                + " | tr -s '\\011-\\015 ' '\\n' | sed '/^$/d' | sort | uniq -c | sort -k1,1nr -k2");
        assertThat(expected.err()).isEmpty();
        for (String threads : List.of("1", "2", "16")) {
            Child actual = sh("\"$heddle\" wordcount -q --all --format json --threads " + threads + " " + paths);
            assertThat(actual.err()).isEmpty();
            assertThat(actual.exitCode()).isZero();
            assertThat(rows(JsonParser.parseString(actual.out()).getAsJsonObject()))
                    .as("%s threads", threads)
                    .isEqualTo(expected.out()
                            .lines()
                            .map(line -> line.replaceFirst("^ +", ""))
                            .toList());
        }
    }

    private static List<String> rows(JsonObject json) {
        List<String> rows = new ArrayList<>();
        for (JsonElement row : json.getAsJsonArray("counts")) {
            JsonObject entry = row.getAsJsonObject();
            byte[] word = entry.has("word")
                    ? entry.get("word").getAsString().getBytes(UTF_8)
                    : HexFormat.of().parseHex(entry.get("bytes").getAsString());
            rows.add(entry.get("count").getAsLong() + " " + new String(word, UTF_8));
        }
        return rows;
    }

    @Test
    void printsTheSameBytesInTwoRuns() throws IOException {
        Files.writeString(folder.resolve("text"), generated(new Random(5), 50_000));
        for (String format : List.of("text", "csv", "json")) {
            Child once = sh("\"$heddle\" wordcount --all --threads 2 -f " + format + " text");
            Child again = sh("\"$heddle\" wordcount --all --threads 7 -f " + format + " text");
            assertThat(once.out()).isEqualTo(again.out()).isNotEmpty();
        }
    }

    @Test
    void startsWithoutAClassThatThisProcessMakes() throws IOException {
        assumeTrue(Runtime.version().feature() >= 25, "only the cache of JDK 25 holds what a linked lambda is made of");
        Files.createDirectory(folder.resolve("texts"));
        Files.writeString(folder.resolve("texts/a"), "a b a");

        assertThat(madeClasses("wordcount -q texts/a", 0)).isEmpty();
        assertThat(madeClasses("wordcount -q --lower -f csv <texts/a", 0)).isEmpty();
        assertThat(madeClasses("wordcount -q --chart .", 0)).isEmpty();
        // No training goes this way, and so it shows that there is something to find.
        assertThat(madeClasses("wordcount --topp", 2)).isNotEmpty();
    }

    /** The classes of a process that are neither in its cache nor in the JDK's own files. */
    private List<String> madeClasses(String command, int exitCode) throws IOException {
        Path log = folder.resolve("classes");
        Child child = sh("HEDDLE_JAVA_OPTS=-Xlog:class+load:file=classes \"$heddle\" " + command);
        assertThat(child.exitCode()).as(child.err()).isEqualTo(exitCode);
        List<String> loaded = Files.readAllLines(log);
        Files.delete(log);
        assertThat(loaded).hasSizeGreaterThan(1_000);
        return loaded.stream()
                .filter(line -> !line.contains("source: shared objects file") && !line.contains("source: jrt:/"))
                .toList();
    }

    @Test
    void takesOptionsForTheJvm() {
        assertThat(Child.run(folder, Map.of("HEDDLE_JAVA_OPTS", "-Xmx64m -Dx=y"), Child.heddle(), "--version"))
                .isEqualTo(new Child(0, "heddle 0.1.0-SNAPSHOT\n", ""));
    }
}
