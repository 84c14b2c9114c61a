/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The options of {@code heddle wordcount} beyond the usual ones. */
class WordCountOptionsTest {
    @TempDir
    private Path folder;

    /** How a file is compressed. */
    enum Packing {
        GZ {
            @Override
            OutputStream around(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        XZ {
            @Override
            OutputStream around(OutputStream out) throws IOException {
                return new XZOutputStream(out, new LZMA2Options());
            }
        },
        ZST {
            @Override
            OutputStream around(OutputStream out) throws IOException {
                return new ZstdOutputStreamNoFinalizer(out);
            }
        };

        abstract OutputStream around(OutputStream out) throws IOException;

        byte[] pack(String text) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream packed = around(bytes)) {
                packed.write(text.getBytes(UTF_8));
            }
            return bytes.toByteArray();
        }

        Path in(Path folder) {
            return folder.resolve("packed." + name().toLowerCase(Locale.ROOT));
        }
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static String csv(String... words) {
        return "word,count\r\n" + String.join("\r\n", words) + "\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void aCompressedFileIsCountedWithAllItsMembers(Packing packing) throws IOException {
        Path file = Files.write(packing.in(folder), concat(packing.pack("one wo"), packing.pack("rd one\n")));
        assertThat(Command.run("wordcount", "-q", "-f", "csv", file.toString()))
                .isEqualTo(new Command(0, csv("one,2", "word,1"), ""));
    }

    @ParameterizedTest
    @EnumSource
    void aCompressedFileThatEndsEarlyIsAnErrorAndInNoCount(Packing packing) throws IOException {
        byte[] whole = concat(packing.pack("first member "), packing.pack("second member ".repeat(10_000)));
        Path other = Files.writeString(folder.resolve("other"), "other");
        for (int cut : new int[] {1, 9, 12}) {
            Path file = Files.write(packing.in(folder), Arrays.copyOf(whole, whole.length - cut));
            Command command = Command.run("wordcount", "-q", "-f", "csv", file.toString(), other.toString());
            assertThat(command.exitCode()).as("cut %d", cut).isEqualTo(1);
            assertThat(command.out()).isEmpty();
            assertThat(command.err()).startsWith("heddle: " + file + ": ");
            Command kept =
                    Command.run("wordcount", "-q", "-f", "csv", "--keep-going", file.toString(), other.toString());
            assertThat(kept.exitCode()).isEqualTo(1);
            assertThat(kept.out()).isEqualTo(csv("other,1"));
            assertThat(kept.err()).startsWith("heddle: " + file + ": ");
        }
    }

    @Test
    void whatIsNotCompressedThoughItsNameSaysSoIsAnError() throws IOException {
        for (Packing packing : Packing.values()) {
            Path file = Files.writeString(packing.in(folder), "plain text, and a good deal of it");
            Command command = Command.run("wordcount", "-q", file.toString());
            assertThat(command.exitCode()).isEqualTo(1);
            assertThat(command.err()).startsWith("heddle: " + file + ": ").hasLineCount(1);
        }
    }

    @Test
    void foldersNamedLikeFilesAreFoldersAndLinksThatLeadNowhereAreNamed() throws IOException {
        for (String name : new String[] {"text.txt", "packed.gz", "packed.zst"}) {
            Path inside = Files.createDirectory(folder.resolve(name)).resolve("inside");
            Files.writeString(inside, "word");
        }
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.txt"), folder.resolve("nowhere"));
        assertThat(words(folder.toString())).isEqualTo(csv("word,3"));
        assertThat(words(folder.resolve("packed.gz").toString())).isEqualTo(csv("word,1"));
        assertThat(words(folder + "/*.{gz,zst}")).isEqualTo(csv("word,2"));
        assertThat(Command.run("wordcount", "-q", dangling.toString()))
                .isEqualTo(new Command(1, "", "heddle: " + dangling + ": no such file\n"));
        Command kept = Command.run("wordcount", "-q", "-f", "csv", "--keep-going", folder + "/*.txt");
        assertThat(kept).isEqualTo(new Command(1, csv("word,1"), "heddle: " + dangling + ": no such file\n"));
        Files.delete(dangling);
    }

    @Test
    void textInAnotherEncodingIsCountedAsUtf8() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), "größer als größer".getBytes("windows-1252"));
        Path wide = Files.write(folder.resolve("wide"), "größer".getBytes(UTF_16));
        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--encoding", "windows-1252", latin.toString())
                        .out())
                .isEqualTo(csv("größer,2", "als,1"));
        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--encoding=UTF-16", wide.toString())
                        .out())
                .isEqualTo(csv("größer,1"));
        assertThat(Command.runOn(
                                "größer".getBytes(Charset.forName("windows-1252")),
                                "wordcount",
                                "-q",
                                "-f",
                                "csv",
                                "--encoding=windows-1252")
                        .out())
                .isEqualTo(csv("größer,1"));
        Command wrong = Command.run("wordcount", "-q", "--encoding=UTF-8", latin.toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).isEqualTo("heddle: " + latin + ": malformed text\n");
        assertThat(Command.run("wordcount", "--encoding=UTF-99", latin.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void patternsChooseAmongTheFilesBelowAFolder() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("src/build"));
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(folder.resolve("b.md"), "b");
        Files.writeString(folder.resolve("src/c.txt"), "c");
        Files.writeString(deep.resolve("d.txt"), "d");
        String all = folder.toString();
        assertThat(words("--include=*.txt", all)).isEqualTo(csv("a,1", "c,1", "d,1"));
        assertThat(words("--include=*.txt", "--include=*.md", "--exclude=build", all))
                .isEqualTo(csv("a,1", "b,1", "c,1"));
        assertThat(words("--include=src/**", all)).isEqualTo(csv("c,1", "d,1"));
        assertThat(words("--exclude=src/*.txt", all)).isEqualTo(csv("a,1", "b,1", "d,1"));
        assertThat(words("--include=*.md", folder.resolve("a.txt").toString())).isEqualTo(csv("a,1"));
        Command wrong = Command.run("wordcount", "--include=[", all);
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("heddle: '[' is no pattern");
    }

    private static String words(String... args) {
        String[] all = new String[args.length + 4];
        System.arraycopy(new String[] {"wordcount", "-q", "-f", "csv"}, 0, all, 0, 4);
        System.arraycopy(args, 0, all, 4, args.length);
        return Command.run(all).out();
    }

    @Test
    void rareWordsAreLeftOutWhenAskedTo() throws IOException {
        String file = Files.writeString(folder.resolve("text"), "a a a b b c").toString();
        assertThat(words("--min-count=2", file)).isEqualTo(csv("a,3", "b,2"));
        assertThat(words("--min-count=3", "--all", file)).isEqualTo(csv("a,3"));
        assertThat(words("--min-count=4", file)).isEqualTo("word,count\r\n");
        assertThat(Command.run("wordcount", "--min-count=0", file).exitCode()).isEqualTo(2);
    }

    @Test
    void aLittleMemoryGivesTheSameBytes() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            text.append(Integer.toString(i * 7919 % 20_011, 36)).append(i % 9 == 0 ? " often\n" : " ");
        }
        String file = Files.writeString(folder.resolve("text"), text).toString();
        assertThat(words("--all", "--memory=128k", file)).isEqualTo(words("--all", file));
        assertThat(words("--memory=0.2m", file)).isEqualTo(words(file));
        Command little = Command.run("wordcount", "--memory=1k", file);
        assertThat(little.exitCode()).isEqualTo(2);
        assertThat(little.err()).startsWith("heddle: --memory: 1024 (expected: at least 131072)\n");
        assertThat(Command.run("wordcount", "--memory=much", file).err())
                .contains("'much' (expected: a size such as 256m or 2g)");
    }

    @Test
    void aCountThatTakesTooLongIsGivenUp() throws IOException {
        String file = Files.writeString(folder.resolve("text"), "a b").toString();
        assertThat(words("--deadline=10m", file)).isEqualTo(csv("a,1", "b,1"));
        assertThat(Command.run("wordcount", "--deadline=0", file).err())
                .startsWith("heddle: --deadline: 0 (expected: more than zero)\n");
        assertThat(Command.run("wordcount", "--deadline=soon", file).err())
                .contains("'soon' (expected: a time such as 90s or 10m)");
    }

    @Test
    void aCountThatIsGivenUpGoesOnFromItsFile() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000_000; i++) {
            text.append(Integer.toString(i * 7919 % 200_011, 36)).append(' ');
        }
        String file = Files.writeString(folder.resolve("text"), text).toString();
        Path kept = folder.resolve("kept");
        String[] options = {"-n5", "--threads=1", "--resume", kept.toString(), file};
        // Short enough to cut the count short, and long enough for it to have begun.
        Command command;
        int millis = 20;
        do {
            millis += 10;
            String deadline = String.format(Locale.ROOT, "--deadline=0.%03ds", millis);
            command = Command.run(Stream.concat(Stream.of("wordcount", "-q", deadline), Stream.of(options))
                    .toArray(String[]::new));
        } while (!Files.exists(kept) && millis < 990);
        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err())
                .startsWith("heddle: not done within 0.")
                .endsWith(" s; the same command goes on from " + kept + "\n");
        assertThat(words(options)).isEqualTo(words("-n5", file));
        assertThat(kept).doesNotExist();
    }

    @Test
    void whatIsNoFileOfACountIsNotTouched() throws IOException {
        String file = Files.writeString(folder.resolve("text"), "a b").toString();
        Path novel = Files.writeString(folder.resolve("novel"), "It was a dark and stormy night");
        assertThat(Command.run("wordcount", "--resume", novel.toString(), file))
                .isEqualTo(new Command(1, "", "heddle: " + novel + ": not a file that an interrupted run has left\n"));
        assertThat(novel).hasContent("It was a dark and stormy night");
        for (String[] wrong : new String[][] {
            {"--resume needs paths: no input can be read again"},
            {"--resume needs paths: no input can be read again", "-"},
            {"--resume and --keep-going exclude each other", "--keep-going", file},
            {"--memory, --deadline, --encoding and --resume are of the local engine", "--engine=spark", file}
        }) {
            String[] args = wrong.clone();
            args[0] = "--resume=kept";
            Command command = Command.run(
                    Stream.concat(Stream.of("wordcount"), Stream.of(args)).toArray(String[]::new));
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(command.err()).startsWith("heddle: " + wrong[0] + "\n");
        }
        Path packed = Files.write(Packing.GZ.in(folder), Packing.GZ.pack("a"));
        assertThat(Command.run("wordcount", "--resume=kept", packed.toString()).err())
                .isEqualTo(
                        "heddle: " + packed + ": can only be read from its beginning on, and no run can go on in it\n");
    }

    @Test
    void theChartHasABarForEachWord() throws IOException {
        String file = Files.writeString(folder.resolve("text"), "a a a a b b c").toString();
        assertThat(Command.run("wordcount", "-q", "--chart", file)).isEqualTo(new Command(0, """
                                4  ████████████████████████████████████████  a
                                2  ████████████████████                      b
                                1  ██████████                                c

                            7 words, 3 distinct, 13 bytes in 1 file
                            """, ""));
        assertThat(Command.run("wordcount", "--chart", "-f", "csv", file).exitCode())
                .isEqualTo(2);
    }

    @Test
    void thePageNeedsNothingButItself() throws IOException {
        String file = Files.writeString(folder.resolve("text"), "<b> & <b> a").toString();
        Path page = folder.resolve("page.html");
        assertThat(Command.run("wordcount", "-q", "-f", "csv", "--html", page.toString(), file)
                        .out())
                .isEqualTo(csv("<b>,2", "&,1", "a,1"));
        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .contains("<td class=\"n\">2</td><td>&lt;b&gt;</td>")
                .contains("<td>&amp;</td>")
                .contains("<polyline")
                .contains("<tr><th>Words</th><td>4</td></tr>")
                .doesNotContain("http")
                .doesNotContain("src=");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
