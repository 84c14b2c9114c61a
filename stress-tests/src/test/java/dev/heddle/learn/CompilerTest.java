/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the virtual machine says that it compiles in a square of the grid. */
class CompilerTest {
    private static final String BODY = "dev.heddle.learn.effect.DoubleChecked$Plain::";

    @Test
    void namesWhatAnActorCalls() {
        assertThat(Compiler.helpers(main("double-checked-locking").body()))
                .contains(BODY + "get", "dev.heddle.learn.effect.DoubleChecked$Lazy::*")
                .noneMatch(name -> name.contains("actor"));
        assertThat(Compiler.helpers(main("check-then-act").body()))
                .contains("dev.heddle.learn.effect.CheckThenAct$Plain::get");
        assertThat(Compiler.helpers(main("lost-update").body())).isEmpty();
    }

    @Test
    void compilesWhatAnActorCallsIntoTheActorAndNowhereElse() throws IOException, InterruptedException {
        Compiler.Directives directives = Compiler.directives(
                Compiler.INTERPRETER,
                Compiler.C2,
                List.of(Catalog.find("double-checked-locking").orElseThrow()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:+UseSerialGC"));
        command.addAll(directives.arguments());
        command.addAll(List.of(
                "-XX:+PrintCompilation",
                "-XX:+PrintInlining",
                Cell.class.getName(),
                "grid",
                "1500",
                "double-checked-locking"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (Stream<String> read = process.inputReader(StandardCharsets.UTF_8).lines()) {
            lines = read.filter(line -> line.contains(BODY)).toList();
        } finally {
            Files.delete(directives.file());
        }

        assertThat(process.waitFor()).isZero();
        assertThat(lines).anyMatch(line -> line.matches(".* 4 +\\S*actor2 .*"));
        assertThat(lines)
                .anyMatch(line -> line.contains("@") && line.contains(BODY + "get") && line.contains("inline"));
        assertThat(lines).noneMatch(line -> line.contains(BODY + "actor1") && !line.contains("@"));
        assertThat(lines).noneMatch(line -> line.contains(BODY + "get") && !line.contains("@"));
    }

    private static Variant main(String effect) {
        return Catalog.find(effect).orElseThrow().main();
    }
}
