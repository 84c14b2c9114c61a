/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Every harness that there is, found twice: in the class files, which cannot leave one out, and in jcstress' list of
 * tests, which says what can be run. A harness that stands in one and not in the other is a fault, and so is one that
 * proves nothing by its shape.
 */
final class Suite {
    private static final String PROVES = Type.getDescriptor(Proves.class);

    private final List<Harness> harnesses;
    private final List<String> faults;
    private final int teaching;

    private Suite(List<Harness> harnesses, List<String> faults, int teaching) {
        this.harnesses = List.copyOf(harnesses);
        this.faults = List.copyOf(faults);
        this.teaching = teaching;
    }

    /**
     * Reads the harnesses of a class path.
     *
     * @param classPath the entries; the first that holds jcstress' list of tests is looked through
     * @param wanted which harnesses, by binary name
     * @param teaching which tests belong to the field guide and prove no promise, by binary name
     * @return the suite
     */
    static Suite read(String classPath, Predicate<String> wanted, Predicate<String> teaching) {
        if (Suite.class.getResource(TestList.LIST) == null) {
            return new Suite(List.of(), List.of("jcstress has found no test: " + TestList.LIST + " is missing"), 0);
        }
        Map<String, Marked> marked = new TreeMap<>();
        for (Marked each : markedClasses(classPath)) {
            if (wanted.test(each.name)) {
                marked.put(each.name, each);
            }
        }
        Map<String, TestInfo> tests = new TreeMap<>();
        int guide = 0;
        for (String name : TestList.tests()) {
            TestInfo test = TestList.getInfo(name);
            if (teaching.test(test.binaryName())) {
                guide++;
            } else if (wanted.test(outer(test.binaryName()))) {
                tests.put(test.binaryName(), test);
            }
        }
        var harnesses = new ArrayList<Harness>();
        var faults = new ArrayList<String>();
        for (Marked each : marked.values()) {
            TestInfo real = tests.remove(each.name + "$Real");
            TestInfo twin = tests.remove(each.name + "$Twin");
            if (real == null || twin == null) {
                faults.add(each.name + ": jcstress has no test '" + (real == null ? "Real" : "Twin")
                        + "' of it (a harness nests @JCStressTest classes Real and Twin)");
                continue;
            }
            var harness = new Harness(
                    each.name,
                    each.type,
                    each.promise,
                    each.blocking,
                    each.everyOutcome,
                    fingerprint(each.name),
                    real,
                    twin);
            shape(harness, faults);
            harnesses.add(harness);
        }
        for (String name : tests.keySet()) {
            faults.add(name + ": proves no promise (only Real and Twin of a class with @Proves are run)");
        }
        harnesses.sort(Comparator.comparing(Harness::type).thenComparing(Harness::name));
        return new Suite(harnesses, faults, guide);
    }

    /** The harnesses whose two tests exist, by type and name. */
    List<Harness> harnesses() {
        return harnesses;
    }

    /** The same suite with some of its harnesses only. */
    Suite of(List<Harness> some) {
        return new Suite(some, faults, teaching);
    }

    /** What is wrong with the suite before anything is run. */
    List<String> faults() {
        return faults;
    }

    /** How many tests of the field guide stand in the list beside the harnesses. */
    int teaching() {
        return teaching;
    }

    private static String outer(String binaryName) {
        int dollar = binaryName.indexOf('$');
        return dollar < 0 ? binaryName : binaryName.substring(0, dollar);
    }

    /** What must hold for a caught twin to say anything about the real class. */
    private static void shape(Harness harness, List<String> faults) {
        String home = harness.name().substring(0, Math.max(0, harness.name().lastIndexOf('.')));
        if (!harness.type().startsWith(home + ".")) {
            faults.add(harness.name() + ": stands in another package than " + harness.type());
        }
        if (!harness.real().actorNames().equals(harness.twin().actorNames())) {
            faults.add(harness.name() + ": Real has the actors "
                    + harness.real().actorNames() + ", Twin " + harness.twin().actorNames());
        }
        for (TestInfo test : List.of(harness.real(), harness.twin())) {
            if (test.unmatched().expect() != Expect.FORBIDDEN) {
                faults.add(test.binaryName() + ": an outcome that nobody thought of must be FORBIDDEN");
            }
        }
        for (StateCase each : harness.real().cases()) {
            if (each.expect() == Expect.ACCEPTABLE_INTERESTING) {
                faults.add(harness.real().binaryName() + ": outcome '" + each.matchPattern()
                        + "' is ACCEPTABLE_INTERESTING (expected: ACCEPTABLE or FORBIDDEN; interesting is what only"
                        + " the twin does)");
            }
        }
        Set<String> bad = harness.twin().cases().stream()
                .filter(each -> each.expect() == Expect.ACCEPTABLE_INTERESTING)
                .map(StateCase::matchPattern)
                .collect(Collectors.toSet());
        if (bad.isEmpty()) {
            faults.add(harness.twin().binaryName() + ": has no ACCEPTABLE_INTERESTING outcome to be caught by");
        }
        for (StateCase each : harness.real().cases()) {
            if (each.expect() == Expect.ACCEPTABLE && bad.contains(each.matchPattern())) {
                faults.add(harness.name() + ": outcome '" + each.matchPattern()
                        + "' catches the twin but is ACCEPTABLE in Real");
            }
        }
    }

    private static String fingerprint(String name) {
        var classFiles = new ArrayList<byte[]>();
        for (String part : List.of("", "$Real", "$Twin")) {
            try (InputStream in = ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + part + ".class")) {
                if (in == null) {
                    throw new IOException("class path: no " + name + part);
                }
                classFiles.add(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Fingerprint.of(classFiles);
    }

    private static List<Marked> markedClasses(String classPath) {
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path) && Files.exists(path.resolve("META-INF/TestList"))) {
                return markedBelow(path);
            }
            if (Files.isRegularFile(path)) {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    if (Files.exists(jar.getPath("META-INF/TestList"))) {
                        return markedBelow(jar.getPath("/"));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalArgumentException("class path: " + classPath + " (expected: an entry with META-INF/TestList)");
    }

    private static List<Marked> markedBelow(Path root) {
        Function<Path, Stream<Marked>> read = file -> Stream.ofNullable(Marked.read(file));
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .flatMap(read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class that carries {@link Proves}, read without loading it. */
    private static final class Marked extends ClassVisitor {
        private String name = "";
        private String type = "";
        private String promise = "";
        private boolean blocking;
        private boolean everyOutcome;
        private boolean found;

        private Marked() {
            super(Opcodes.ASM9);
        }

        static @Nullable Marked read(Path file) {
            var marked = new Marked();
            try {
                new ClassReader(Files.readAllBytes(file))
                        .accept(marked, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return marked.found ? marked : null;
        }

        @Override
        public void visit(
                int version,
                int access,
                String internalName,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            name = internalName.replace('/', '.');
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            if (!descriptor.equals(PROVES)) {
                return null;
            }
            found = true;
            return new AnnotationVisitor(Opcodes.ASM9) {
                @Override
                public void visit(String element, Object value) {
                    switch (element) {
                        case "type" -> type = ((Type) value).getClassName();
                        case "promise" -> promise = (String) value;
                        case "blocking" -> blocking = (Boolean) value;
                        case "everyOutcome" -> everyOutcome = (Boolean) value;
                        default -> throw new IllegalStateException("@Proves has no " + element);
                    }
                }
            };
        }
    }
}
