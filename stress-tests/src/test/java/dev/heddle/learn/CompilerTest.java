/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the virtual machine says that it compiles in a square of the grid. */
class CompilerTest {
    private static final String EFFECT = "double-checked-locking";
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
    void compilesWhatAnActorCallsIntoTheActorAndNowhereElse(@TempDir Path folder)
            throws IOException, InterruptedException {
        List<String> log = log(folder, Compiler.INTERPRETER, Compiler.C2);

        assertThat(log).anyMatch(line -> line.matches(".* 4 +\\S*actor2 .*"));
        assertThat(log).anyMatch(line -> line.contains("@") && line.contains(BODY + "get") && line.contains("inline"));
        assertThat(log).noneMatch(line -> line.contains(BODY + "actor1") && !line.contains("@"));
        assertThat(log).noneMatch(line -> line.contains(BODY + "get") && !line.contains("@"));
    }

    @Test
    void compilesAnActorIntoTheLoopOfItsSideOnly(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> log = log(folder, Compiler.INTERPRETER, Compiler.C2);

        assertThat(log).anyMatch(line -> isInlined(line, "actor2"));
        assertThat(log).noneMatch(line -> isInlined(line, "actor1"));
    }

    private static boolean isInlined(String line, String actor) {
        return line.matches(".*@ .*" + Pattern.quote(BODY + actor) + " .*inline.*") && !line.contains("failed");
    }

    @Test
    void givesEachActorTheCompilerOfItsRowOrColumn(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> log = log(folder, Compiler.C2, Compiler.C1);

        assertThat(log).anyMatch(line -> line.matches(".* 4 +\\S*actor1 .*"));
        assertThat(log).noneMatch(line -> line.matches(".* [1-3] +\\S*actor1 .*"));
        assertThat(log).anyMatch(line -> line.matches(".* [1-3] +\\S*actor2 .*"));
        assertThat(log).noneMatch(line -> line.matches(".* 4 +\\S*actor2 .*"));
    }

    /**
     * Lets {@link Calls} run as in a square of the grid, but for so many calls rather than so long, and lets each
     * compilation end before the next call: then what is compiled does not depend on how busy the machine is.
     */
    private static List<String> log(Path folder, Compiler first, Compiler second)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        Compiler.Directives directives =
                Compiler.directives(first, second, List.of(Catalog.find(EFFECT).orElseThrow()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:+UseSerialGC",
                "-Xbatch",
                "-Xlog:jit+compilation=debug,jit+inlining=debug:file=" + log + ":none"));
        command.addAll(directives.arguments());
        command.add(Calls.class.getName());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
            assertThat(process.waitFor()).isZero();
        } finally {
            Files.delete(directives.file());
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(BODY))
                .toList();
    }

    private static Variant main(String effect) {
        return Catalog.find(effect).orElseThrow().main();
    }

    /** Calls both actors often enough for the last compiler. */
    static final class Calls {
        private static final int BLOCKS = 400;

        private Calls() {}

        public static void main(String[] args) {
            Supplier<Body<?>> samples = CompilerTest.main(EFFECT).samples();
            ActorLoop loop = ActorLoop.fresh();
            var block = new Body<?>[256];
            for (int i = 0; i < BLOCKS; i++) {
                for (int j = 0; j < block.length; j++) {
                    block[j] = samples.get();
                }
                loop.run(1, 2, block);
                loop.run(2, 2, block);
            }
        }
    }
}
