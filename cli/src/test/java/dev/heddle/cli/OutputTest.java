/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void appearsWholeWhenCommitted() throws Exception {
        Path file = folder.resolve("words.txt");
        try (Output output = Output.to(file)) {
            output.stream().write("whole".getBytes(UTF_8));
            assertThat(file).doesNotExist();
            output.commit();
        }

        assertThat(file).hasContent("whole");
        assertThat(names()).containsExactly("words.txt");
    }

    @Test
    void leavesEverythingAsItWasWhenNotCommitted() throws Exception {
        Path file = Files.writeString(folder.resolve("words.txt"), "old");
        try (Output output = Output.to(file)) {
            output.stream().write("half".getBytes(UTF_8));
        }

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("words.txt");
    }

    @Test
    void keepsThePermissionsAndTheLinkOfWhatItReplaces() throws Exception {
        Path file = Files.writeString(folder.resolve("words.txt"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (Output output = Output.to(link)) {
            output.stream().write("new".getBytes(UTF_8));
            output.commit();
        }

        assertThat(file).hasContent("new");
        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void writesToADeviceAsItIs() throws Exception {
        try (Output output = Output.to(Path.of("/dev/null"))) {
            output.stream().write(1);
            output.commit();
        }

        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void refusesBeforeTheWorkBegins() {
        assertThatThrownBy(() -> Output.to(folder))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot write " + folder + ": a folder");
        assertThatThrownBy(() -> Output.to(folder.resolve("no/where")))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot write " + folder.resolve("no/where") + ": no such file or folder");
    }
}
