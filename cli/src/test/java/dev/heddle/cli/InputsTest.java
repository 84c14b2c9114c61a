/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeTree() throws IOException {
        for (String file : List.of(
                "a.md", "b.txt", "sub/c.md", "sub/deep/d.md", ".hidden/e.md", ".f.md", "odd[1]*.md", "with space.md")) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    private Inputs find(boolean hidden, boolean follow, String... arguments) {
        Inputs inputs = new Inputs(hidden, follow);
        Arrays.stream(arguments).map(argument -> folder + "/" + argument).forEach(inputs::add);
        return inputs;
    }

    private List<String> files(Inputs inputs) {
        assertThat(inputs.problems()).isEmpty();
        return inputs.files().stream()
                .map(path -> folder.relativize(path).toString())
                .toList();
    }

    @Test
    void takesAFolderForTheFilesBelowItInOrder() {
        assertThat(files(find(false, false, "")))
                .containsExactly("a.md", "b.txt", "odd[1]*.md", "sub/c.md", "sub/deep/d.md", "with space.md");
    }

    @Test
    void takesHiddenOnesWhenAskedTo() {
        assertThat(files(find(true, false, ""))).contains(".f.md", ".hidden/e.md");
        assertThat(files(find(false, false, ".hidden"))).containsExactly(".hidden/e.md");
        assertThat(files(find(false, false, ".f.md"))).containsExactly(".f.md");
    }

    @Test
    void takesAFileAsOftenAsItIsNamed() {
        assertThat(files(find(false, false, "a.md", "a.md", "sub")))
                .containsExactly("a.md", "a.md", "sub/c.md", "sub/deep/d.md");
    }

    @Test
    void takesAFileThatExistsBeforeThePatternThatItLooksLike() {
        assertThat(files(find(false, false, "odd[1]*.md"))).containsExactly("odd[1]*.md");
    }

    @Test
    void expandsPatterns() {
        assertThat(files(find(false, false, "*.md"))).containsExactly("a.md", "odd[1]*.md", "with space.md");
        assertThat(files(find(false, false, "[ab].*"))).containsExactly("a.md", "b.txt");
        assertThat(files(find(false, false, "?.{md,txt}"))).containsExactly("a.md", "b.txt");
        assertThat(files(find(false, false, "**/*.md"))).containsExactly("sub/c.md", "sub/deep/d.md");
        assertThat(files(find(false, false, "sub//*.md"))).containsExactly("sub/c.md");
        assertThat(files(find(false, false, ".h*/*.md"))).containsExactly(".hidden/e.md");
    }

    @Test
    void takesAFolderThatMatchesForTheFilesBelowIt() {
        assertThat(files(find(false, false, "s*"))).containsExactly("sub/c.md", "sub/deep/d.md");
    }

    @Test
    void namesWhatIsNotThere() {
        assertThat(find(false, false, "nowhere", "*.nothing", "a.md/b", "x[y", "a.md")
                        .problems())
                .containsExactly(
                        folder + "/nowhere: no such file or folder",
                        folder + "/*.nothing: no file matches",
                        folder + "/a.md/b: no such file or folder",
                        folder + "/x[y: no such file or folder");
        Inputs empty = new Inputs(false, false);
        empty.add("");
        assertThat(empty.problems()).containsExactly("an empty file name");
    }

    @Test
    void leavesLinksBelowAFolderOutUnlessToldToFollowThem() throws IOException {
        Files.createSymbolicLink(folder.resolve("sub/link.md"), folder.resolve("a.md"));
        Files.createSymbolicLink(folder.resolve("sub/link"), folder.resolve(".hidden"));

        assertThat(files(find(false, false, "sub"))).containsExactly("sub/c.md", "sub/deep/d.md");
        assertThat(files(find(false, true, "sub")))
                .containsExactly("sub/c.md", "sub/deep/d.md", "sub/link.md", "sub/link/e.md");
        assertThat(files(find(false, false, "sub/link"))).containsExactly("sub/link/e.md");
    }

    @Test
    void entersAFolderThatContainsItselfOnce() throws IOException {
        Files.createSymbolicLink(folder.resolve("sub/up"), folder);

        assertThat(files(find(false, false, "sub"))).containsExactly("sub/c.md", "sub/deep/d.md");
        assertThat(files(find(false, true, "sub")))
                .contains("sub/c.md", "sub/up/a.md")
                .allMatch(file -> file.indexOf("up") == file.lastIndexOf("up"));
    }

    @Test
    void namesALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("sub/broken"), folder.resolve("nothing"));

        assertThat(find(false, true, "sub").problems())
                .containsExactly(folder + "/sub/broken: a link that leads nowhere");
        assertThat(files(find(false, false, "sub"))).doesNotContain("sub/broken");
    }
}
