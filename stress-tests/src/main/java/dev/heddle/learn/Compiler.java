/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who turns an actor into what the processor runs. */
public enum Compiler {
    /** Nobody: its bytecode is interpreted. */
    INTERPRETER("int", "interpreter"),
    /** The quick compiler. */
    C1("C1", "C1, the quick compiler"),
    /** The optimising compiler. */
    C2("C2", "C2, the optimising compiler");

    private final String label;
    private final String words;

    Compiler(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /**
     * Names it in a few letters.
     *
     * @return the heading of a row or column
     */
    public String label() {
        return label;
    }

    /**
     * Names it in words.
     *
     * @return its name in a sentence
     */
    public String words() {
        return words;
    }

    /**
     * Writes the directives that give each actor its compiler, and keep both out of the loops around them.
     *
     * @param first who compiles the first actor; the two writers, where there are four actors
     * @param second who compiles the second actor; the two readers, where there are four actors
     * @return the switches for a virtual machine, and the file that they name
     * @throws IOException if the file cannot be written
     */
    static Directives directives(Compiler first, Compiler second) throws IOException {
        String effects = "dev/heddle/learn/effect/";
        String text = "[\n"
                + directive(first, effects + "Iriw*.actor1", effects + "Iriw*.actor2")
                + directive(second, effects + "Iriw*.actor3", effects + "Iriw*.actor4")
                + directive(first, effects + "*.actor1")
                + directive(second, effects + "*.actor2")
                + "  {match: \"dev/heddle/learn/ActorLoop*.*\", inline: \"-" + effects + "*.actor*\"}\n]\n";
        Path file = Files.createTempFile("heddle-compilers", ".json");
        Files.writeString(file, text);
        return new Directives(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + file), file);
    }

    private static String directive(Compiler compiler, String... methods) {
        String off = "{Exclude: true}";
        String c1 = compiler == C1 ? "" : ", c1: " + off;
        String c2 = compiler == C2 ? "" : ", c2: " + off;
        return "  {match: [\"" + String.join("\", \"", methods) + "\"], BackgroundCompilation: false" + c1 + c2
                + "},\n";
    }

    /**
     * Switches for a virtual machine.
     *
     * @param arguments the switches
     * @param file the file that they name, to be deleted afterwards
     */
    record Directives(List<String> arguments, Path file) {}
}
