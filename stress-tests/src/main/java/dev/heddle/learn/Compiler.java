/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who turns an actor into what the processor runs. */
public enum Compiler {
    /** Nobody: its bytecode is interpreted. */
    INTERPRETER("int", "interpreter"),
    /** The quick compiler. */
    C1("C1", "C1, the quick compiler"),
    /** The optimising compiler. */
    C2("C2", "C2, the optimising compiler");

    private static final String EFFECTS = "dev/heddle/learn/effect/";
    private static final String LOOPS = "dev/heddle/learn/ActorLoop*.";

    /** A factor on the number of calls after which a method is compiled. */
    private static final String NEVER = "100000000.0";

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
     * Writes the directives that give each actor and the loop around it their compiler, with all that it calls of ours
     * compiled into it, and keep both loops out of what calls them.
     *
     * @param first who compiles the first actor; the two writers, where there are four actors
     * @param second who compiles the second actor; the two readers, where there are four actors
     * @param effects the effects whose questions are run
     * @return the switches for a virtual machine, and the file that they name
     * @throws IOException if the file cannot be written
     */
    static Directives directives(Compiler first, Compiler second, List<Effect> effects) throws IOException {
        String text = "[\n"
                + directive(first, EFFECTS + "Iriw*.actor1", EFFECTS + "Iriw*.actor2")
                + directive(second, EFFECTS + "Iriw*.actor3", EFFECTS + "Iriw*.actor4")
                + directive(first, EFFECTS + "*.actor1", LOOPS + "first*")
                + directive(second, EFFECTS + "*.actor2", LOOPS + "second*")
                + "  {match: \"dev/heddle/learn/*.*\", inline: [\"-" + LOOPS + "first*\", \"-" + LOOPS
                + "second*\"]}\n]\n";
        Path file = Files.createTempFile("heddle-compilers", ".json");
        Files.writeString(file, text);
        List<String> switches = new ArrayList<>(List.of(
                "-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + file, "-XX:CompileCommand=quiet"));
        effects.forEach(effect -> helpers(effect.main().body())
                .forEach(method -> switches.add("-XX:CompileCommand=CompileThresholdScaling," + method + "," + NEVER)));
        return new Directives(List.copyOf(switches), file);
    }

    private static String directive(Compiler compiler, String... methods) {
        String off = "{Exclude: true}";
        String c1 = compiler == C1 ? "" : ", c1: " + off;
        String c2 = compiler == C2 ? "" : ", c2: " + off;
        return "  {match: [\"" + String.join("\", \"", methods) + "\"], BackgroundCompilation: false, inline: \"+"
                + EFFECTS + "*.*\"" + c1 + c2 + "},\n";
    }

    /**
     * Names what the actors of a body may call of ours. None of it is to be compiled by itself, or an interpreted actor
     * would run what was compiled for the other one; it can still be compiled into an actor, which an excluded method
     * cannot.
     */
    static List<String> helpers(Class<?> body) {
        List<String> names = new ArrayList<>();
        for (Method method : body.getDeclaredMethods()) {
            if (!method.isSynthetic()
                    && !method.getName().startsWith("actor")
                    && !method.getName().equals("observe")) {
                names.add(body.getName() + "::" + method.getName());
            }
        }
        for (Class<?> beside : body.getDeclaringClass().getDeclaredClasses()) {
            if (!Body.class.isAssignableFrom(beside)) {
                names.add(beside.getName() + "::*");
            }
        }
        return names;
    }

    /**
     * Switches for a virtual machine.
     *
     * @param arguments the switches
     * @param file the file that they name, to be deleted afterwards
     */
    record Directives(List<String> arguments, Path file) {}
}
