/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unit tests and model checks of the modules, as second witnesses: they are asked about mutants that no harness has
 * noticed.
 *
 * <p>A test that fails for another reason, such as a busy machine, would make the table better than it is. So only
 * those are asked that pass over the original, and a mutant counts as killed when the same test class has failed twice.
 */
final class UnitTests {
    /** A test class that takes longer is asked about no mutant. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** How long the tests that are asked about one mutant take together, over the original. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final List<String> FLAGS = List.of(
            "-Xmx768m",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "-Djunit.jupiter.execution.timeout.default=20 s");

    /** What the build leaves in the target folder of a module: the class path of its tests, without its own classes. */
    private static final String CLASS_PATH_FILE = "test.classpath";

    private final Path root;
    private final String classPath;
    private final Coverage coverage;
    private final Set<String> classes;
    private final Map<Path, List<TestClass>> known = new HashMap<>();

    /**
     * Creates the witnesses.
     *
     * @param root the folder that holds the modules
     * @param classPath where this class and what it needs are
     * @param coverage the classes with probes
     * @param classes the classes that mutants are made of
     */
    UnitTests(Path root, String classPath, Coverage coverage, Set<String> classes) {
        this.root = root;
        // Tests run in the folder of their module.
        this.classPath = Stream.of(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        this.coverage = coverage;
        this.classes = Set.copyOf(classes);
    }

    /**
     * A test class that passes over the original classes.
     *
     * @param name its binary name
     * @param took how long that took, with its JVM
     * @param seen the places where it came by
     */
    private record TestClass(String name, Duration took, Coverage.Seen seen) {
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    /**
     * Shows a mutant to the tests that come by it.
     *
     * @param mutant which
     * @param mutated the folder with its class
     * @return whether any came by, and which of them has failed
     * @throws IOException when they cannot be run
     */
    Witness ask(Mutant mutant, Path mutated) throws IOException {
        Path module = moduleOf(mutant.className());
        if (module == null) {
            return new Witness(false, null);
        }
        List<TestClass> tests = known.get(module);
        if (tests == null) {
            tests = testsOf(module);
            known.put(module, tests);
        }
        boolean reached = false;
        Duration spent = Duration.ZERO;
        for (TestClass test : tests) {
            if (test.seen().has(mutant) && (!reached || spent.compareTo(PATIENCE) < 0)) {
                reached = true;
                spent = spent.plus(test.took());
                Duration limit = test.took().multipliedBy(2).plusSeconds(15);
                if (failsTwice(module, mutated, test.name(), limit)) {
                    return new Witness(true, test.simpleName());
                }
            }
        }
        return new Witness(reached, null);
    }

    /**
     * What tests say about a mutant.
     *
     * @param reached whether any came by
     * @param killer the class of the one that has failed, null when all have passed
     */
    record Witness(boolean reached, @Nullable String killer) {}

    private @Nullable Path moduleOf(String className) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder ->
                            Files.exists(folder.resolve("target/classes").resolve(ClassGraph.file(className))))
                    .filter(folder -> Files.exists(folder.resolve("target").resolve(CLASS_PATH_FILE)))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The quickest first. */
    private List<TestClass> testsOf(Path module) throws IOException {
        Path compiled = module.resolve("target/test-classes");
        var tests = new ArrayList<TestClass>();
        try (var loader = new URLClassLoader(
                        new URL[] {
                            compiled.toUri().toURL(),
                            module.resolve("target/classes").toUri().toURL()
                        },
                        ClassLoader.getSystemClassLoader());
                Stream<Path> files = Files.walk(compiled)) {
            var graph = new ClassGraph(loader);
            for (Path file : files.filter(each -> each.toString().endsWith("Test.class"))
                    .sorted()
                    .toList()) {
                String path = compiled.relativize(file).toString();
                String name =
                        path.substring(0, path.length() - ".class".length()).replace(File.separatorChar, '.');
                if (graph.reached(name).keySet().stream().anyMatch(classes::contains)) {
                    TestClass test = tryOut(module, name);
                    if (test != null) {
                        tests.add(test);
                    }
                }
            }
        }
        tests.sort(Comparator.comparing(TestClass::took));
        return tests;
    }

    private @Nullable TestClass tryOut(Path module, String name) throws IOException {
        long start = System.nanoTime();
        var passed = new boolean[1];
        Coverage.Seen seen = coverage.watch(
                property -> passed[0] = run(module, coverage.classes(), name, LONGEST, property) == TestFork.PASSED);
        return passed[0] ? new TestClass(name, Duration.ofNanos(System.nanoTime() - start), seen) : null;
    }

    private boolean failsTwice(Path module, Path first, String name, Duration limit) throws IOException {
        boolean once = fails(module, first, name, limit);
        return once && fails(module, first, name, limit);
    }

    private boolean fails(Path module, Path first, String name, Duration limit) throws IOException {
        int exit = run(module, first, name, limit, "-Dheddle.mutant=true");
        return exit != TestFork.PASSED && exit != TestFork.NOTHING_RUN;
    }

    private int run(Path module, Path first, String name, Duration limit, String property) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add(property);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                first.toString(),
                module.resolve("target/test-classes").toString(),
                module.resolve("target/classes").toString(),
                Files.readString(module.resolve("target").resolve(CLASS_PATH_FILE))
                        .strip(),
                classPath));
        command.add(TestFork.class.getName());
        command.add(name);
        command.add("long");
        Process process = new ProcessBuilder(command)
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : TestFork.FAILED;
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("interrupted", e));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
