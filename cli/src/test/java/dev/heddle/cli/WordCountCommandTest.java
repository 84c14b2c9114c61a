/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountCommandTest {
    @TempDir
    private Path folder;

    private String text;
    private String other;
    private String missing;

    @BeforeEach
    void makeFiles() throws IOException {
        text = Files.writeString(folder.resolve("text"), "The cat and the dog and\tTHE end")
                .toString();
        other = Files.writeString(folder.resolve("other"), "the end\n").toString();
        missing = folder.resolve("missing").toString();
    }

    @Test
    void printsTheTableOnStandardOutputAndTheRateOnStandardError() {
        Command command = Command.run("wordcount", text, other);

        assertThat(command.exitCode()).isZero();
        assertThat(command.out()).isEqualTo("""
                        count  word
                            2  and
                            2  end
                            2  the
                            1  THE
                            1  The
                            1  cat
                            1  dog

                        10 words, 7 distinct, 39 bytes in 2 files
                        """);
        assertThat(command.err()).matches("0\\.000 MB in \\d+\\.\\d\\d s, [\\d.,]+ MB/s, \\d+ threads?\n");
    }

    @Test
    void readsStandardInputWithoutAPathAndForADash() {
        assertThat(Command.runOn("a b a".getBytes(UTF_8), "wordcount", "-q", "-f", "csv"))
                .isEqualTo(new Command(0, "word,count\r\na,2\r\nb,1\r\n", ""));
        assertThat(Command.runOn("a b a".getBytes(UTF_8), "wordcount", "-q", "-f", "csv", "-"))
                .isEqualTo(new Command(0, "word,count\r\na,2\r\nb,1\r\n", ""));
    }

    @Test
    void printsAnEmptyTableForEmptyInput() {
        assertThat(Command.run("wordcount", "-q"))
                .isEqualTo(new Command(0, "count  word\n\n0 words, 0 distinct, 0 bytes in 1 file\n", ""));
        assertThat(Command.run("wordcount", "-q", "-f", "csv")).isEqualTo(new Command(0, "word,count\r\n", ""));
    }

    @Test
    void foldsUpperCaseWhenAskedTo() {
        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--lower", "-n", "2", text, other)
                        .out())
                .isEqualTo("word,count\r\nthe,4\r\nand,2\r\n");
    }

    @Test
    void printsAsManyAsAskedFor() {
        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--top=1", text).out())
                .isEqualTo("word,count\r\nand,2\r\n");
        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--top=0", text).out())
                .isEqualTo("word,count\r\n");
        String many = Stream.iterate(0, i -> i + 1).limit(100).map(i -> "w" + i).reduce("", (a, b) -> a + " " + b);
        assertThat(Command.runOn(many.getBytes(UTF_8), "wordcount", "-q", "-f", "csv")
                        .out()
                        .lines())
                .hasSize(21);
        assertThat(Command.runOn(many.getBytes(UTF_8), "wordcount", "-q", "-f", "csv", "--all")
                        .out()
                        .lines())
                .hasSize(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "csv", "json"})
    void printsTheSameBytesForAnyNumberOfThreads(String format) {
        String expected = Command.run("wordcount", "-q", "-f", format, "--all", "--threads=1", text, other)
                .out();
        for (String threads : List.of("2", "3", "8", "64")) {
            Command command =
                    Command.run("wordcount", "-q", "-f", format, "--all", "--threads=" + threads, text, other);
            assertThat(command).isEqualTo(new Command(0, expected, ""));
        }
    }

    @Test
    void countsUnicodeWordsWhenAskedTo() {
        byte[] input = "Straße, STRASSE; can't (\u00c4pfel)".getBytes(UTF_8);

        assertThat(Command.runOn(input, "wordcount", "-q", "-f", "csv", "--all", "--tokens", "unicode")
                        .out())
                .isEqualTo("word,count\r\nSTRASSE,1\r\nStraße,1\r\ncan't,1\r\nÄpfel,1\r\n");
        assertThat(Command.runOn(input, "wordcount", "-q", "-f", "csv", "--all", "--tokens", "unicode", "--lower")
                        .out())
                .contains("äpfel,1")
                .contains("can't,1");
    }

    @Test
    void refusesInvalidUtf8WhereUnicodeIsAskedFor() throws IOException {
        Path latin1 = Files.write(folder.resolve("latin1"), "gr\u00f6\u00dfer".getBytes(ISO_8859_1));
        Command command = Command.run("wordcount", "--tokens", "unicode", latin1.toString());

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.out()).isEmpty();
        assertThat(command.err())
                .startsWith("heddle: " + latin1 + ": ")
                .contains("UTF-8")
                .hasLineCount(1);
        assertThat(Command.run("wordcount", "-q", latin1.toString()).out()).contains("    1  gr\\xF6\\xDFer\n");
    }

    @Test
    void namesEveryMissingPathAndPrintsNothingElse() {
        Command command = Command.run("wordcount", text, missing, missing + "2");

        assertThat(command)
                .isEqualTo(new Command(
                        1,
                        "",
                        "heddle: " + missing + ": no such file or folder\n" + "heddle: " + missing
                                + "2: no such file or folder\n"));
    }

    @Test
    void countsTheOthersWhenToldToKeepGoing() {
        Command command =
                Command.run("wordcount", "-q", "--keep-going", "-f", "json", text, missing, "/proc/self/mem", other);

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err().lines())
                .hasSize(2)
                .contains("heddle: " + missing + ": no such file or folder")
                .anyMatch(line -> line.startsWith("heddle: /proc/self/mem: "));
        assertThat(command.out())
                .contains("\"files\": 2,")
                .contains("\"skipped\": 2,")
                .contains("\"words\": 10,");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        Command command = Command.run("wordcount", text, "/proc/self/mem");

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).startsWith("heddle: /proc/self/mem: ").hasLineCount(1);
    }

    @Test
    void showsNoControlCharacterOfAFileName() {
        assertThat(Command.run("wordcount", folder + "/a\u001b[2Jb").err())
                .isEqualTo("heddle: " + folder + "/a\\x1B[2Jb: no such file or folder\n");
    }

    @Test
    void writesAFileThatIsWholeOrNotThere() throws IOException {
        Path file = folder.resolve("out.csv");

        assertThat(Command.run("wordcount", "-q", "-f", "csv", "-n1", "-o", file.toString(), text))
                .isEqualTo(new Command(0, "", ""));
        assertThat(file).hasContent("word,count\r\nand,2\r\n");

        assertThat(Command.run("wordcount", "-q", "-o", file.toString(), "/proc/self/mem")
                        .exitCode())
                .isEqualTo(1);
        assertThat(file).hasContent("word,count\r\nand,2\r\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void saysWhyTheOutputCannotBeWritten() {
        assertThat(Command.run("wordcount", "-o", missing + "/out", text))
                .isEqualTo(new Command(1, "", "heddle: cannot write " + missing + "/out: no such file or folder\n"));
    }

    @Test
    void endsQuietlyWhenTheReaderHasGone() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(Command.runInto(gone, new byte[0], "wordcount", text)).isEqualTo(new Command(141, "", ""));
    }

    @Test
    void saysThatTheDiskIsFull() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(Command.runInto(full, new byte[0], "wordcount", text))
                .isEqualTo(new Command(1, "", "heddle: cannot write to standard output: no space left on device\n"));
    }

    @Test
    void explainsWrongUsage() {
        assertUsage("heddle: a command is missing, such as 'wordcount'\nTry 'heddle --help'.\n");
        assertUsage(
                "heddle: unknown command 'wordcont'; did you mean 'wordcount'?\nTry 'heddle --help'.\n", "wordcont");
        assertUsage(
                "heddle: unknown option '--topp'; did you mean '--top'?\nTry 'heddle wordcount --help'.\n",
                "wordcount",
                "--topp");
        assertUsage(
                "heddle: invalid value for option '--format': 'xml' (expected: one of text, csv, json)\n"
                        + "Try 'heddle wordcount --help'.\n",
                "wordcount",
                "--format=xml");
        assertUsage(
                "heddle: invalid value for option '--tokens': 'words' (expected: one of ascii-ws, unicode)\n"
                        + "Try 'heddle wordcount --help'.\n",
                "wordcount",
                "--tokens=words");
        assertUsage(
                "heddle: --threads: 0 (expected: at least 1)\nTry 'heddle wordcount --help'.\n",
                "wordcount",
                "--threads=0");
        assertUsage(
                "heddle: --top: -1 (expected: at least 0)\nTry 'heddle wordcount --help'.\n", "wordcount", "--top=-1");
        assertUsage(
                "heddle: --top and --all exclude each other\nTry 'heddle wordcount --help'.\n",
                "wordcount",
                "--all",
                "--top=3");
    }

    private static void assertUsage(String err, String... args) {
        assertThat(Command.run(args)).isEqualTo(new Command(2, "", err));
    }

    @Test
    void helpsOnStandardOutput() {
        assertThat(Command.run("--help").exitCode()).isZero();
        assertThat(Command.run("--help").out())
                .startsWith("Usage: heddle [OPTIONS] COMMAND\n")
                .contains("wordcount", "learn", "Needs a checkout of Heddle");
        assertThat(Command.run("wordcount", "--help").out())
                .startsWith("Usage: heddle wordcount [OPTIONS] [PATH...]\n")
                .contains("Default: 20")
                .contains("Default: ascii-ws");
        assertThat(Command.run("wordcount", "--help").err()).isEmpty();
        assertThat(Command.run("--version").out()).startsWith("heddle ");
    }

    @Test
    void saysWhatTheFieldGuideNeeds() {
        String needs = "heddle: learn needs a checkout of Heddle; run './heddle learn' there\n";
        assertThat(Command.run("learn")).isEqualTo(new Command(1, "", needs));
        assertThat(Command.run("learn", "iriw", "--out", "guide")).isEqualTo(new Command(1, "", needs));
    }

    @Test
    void takesWhatFollowsTheDashesForPaths() throws IOException {
        Files.writeString(folder.resolve("--top"), "dashed");

        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--", folder + "/--top")
                        .out())
                .isEqualTo("word,count\r\ndashed,1\r\n");
        assertThat(Command.run("wordcount", "@" + text).err())
                .isEqualTo("heddle: @" + text + ": no such file or folder\n");
    }

    @Test
    void saysHowToGetSparkWhereItIsNot() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a");
        assertThat(Command.run("wordcount", "--engine", "spark", file.toString()))
                .isEqualTo(new Command(
                        1,
                        "",
                        "heddle: Spark is not part of this jar; ./heddle in a checkout fetches it on first use, elsewhere"
                                + " add dev.heddle:heddle-mapreduce-spark and org.apache.spark:spark-core_2.13 to the class"
                                + " path\n"));
    }

    @Test
    void refusesOptionsOfAnotherEngine() {
        assertRefused("--master and --setting need --engine spark", "--master", "spark://host:7077", "file");
        assertRefused(
                "--threads and --master exclude each other",
                "--engine",
                "spark",
                "--threads",
                "2",
                "--master",
                "m",
                "f");
        assertRefused("--engine spark needs paths: a cluster has no standard input", "--engine", "spark");
        assertRefused("--engine spark needs paths: a cluster has no standard input", "--engine", "spark", "-");
    }

    private static void assertRefused(String message, String... arguments) {
        String[] command =
                Stream.concat(Stream.of("wordcount"), Stream.of(arguments)).toArray(String[]::new);
        Command run = Command.run(command);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("heddle: " + message + "\n");
    }
}
