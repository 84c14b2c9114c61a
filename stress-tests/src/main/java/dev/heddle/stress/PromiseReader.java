/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads the promises of public types out of their Javadoc, with the compiler's own parser.
 *
 * <p>A promise is an item of the list in an {@code @implSpec} section that begins with "Promises:". A type that is
 * shared by threads and yet has nothing to prove says "Promises: none, because ..." there. These are exempt by nature:
 * records, enums, annotations, exceptions, interfaces of one method that users implement, and sealed interfaces all of
 * whose cases are records.
 */
final class PromiseReader {
    private static final String HEAD = "Promises:";
    private static final String NONE = "none, because ";

    private final Path root;
    private final List<PromisedType> types = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private PromiseReader(Path root) {
        this.root = root;
    }

    /**
     * What the sources say.
     *
     * @param types every public type of an exported package, by name
     * @param faults what could not be understood
     */
    record Read(List<PromisedType> types, List<String> faults) {
        Read {
            types = List.copyOf(types);
            faults = List.copyOf(faults);
        }
    }

    /**
     * Reads the modules of a repository: each folder with {@code src/main/java/module-info.java}.
     *
     * @param root the folder that holds the modules
     * @return what their sources say
     * @throws IOException when a source cannot be read
     */
    static Read read(Path root) throws IOException {
        var reader = new PromiseReader(root);
        for (Path module : folders(root)) {
            Path sources = module.resolve("src/main/java");
            if (Files.exists(sources.resolve("module-info.java"))) {
                reader.readModule(sources);
            }
        }
        reader.types.sort(Comparator.comparing(PromisedType::name));
        return new Read(reader.types, reader.faults);
    }

    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void readModule(Path sources) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    diagnostic -> {},
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            Set<String> exported = new HashSet<>();
            for (CompilationUnitTree unit : units) {
                if (unit.getModule() != null) {
                    unit.getModule().getDirectives().stream()
                            .filter(ExportsTree.class::isInstance)
                            .map(ExportsTree.class::cast)
                            .filter(exports -> exports.getModuleNames() == null)
                            .forEach(exports ->
                                    exported.add(exports.getPackageName().toString()));
                }
            }
            for (CompilationUnitTree unit : units) {
                if (unit.getPackageName() != null
                        && exported.contains(unit.getPackageName().toString())) {
                    readUnit(unit, docs);
                }
            }
        }
    }

    private void readUnit(CompilationUnitTree unit, DocTrees docs) {
        new TreePathScanner<@Nullable Void, String>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, String outer) {
                boolean nested = !outer.endsWith(".");
                // The members of an interface are public without saying so, those of a record or class are not.
                Tree parent = getCurrentPath().getParentPath().getLeaf();
                boolean open = type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                        || parent.getKind() == Tree.Kind.INTERFACE;
                if (!open) {
                    return null;
                }
                String name = outer + (nested ? "$" : "") + type.getSimpleName();
                readType(name, type, unit, getCurrentPath(), nested, docs);
                return super.visitClass(type, name);
            }

            @Override
            public @Nullable Void visitMethod(MethodTree method, String outer) {
                return null;
            }
        }.scan(unit, unit.getPackageName() + ".");
    }

    private void readType(
            String name, ClassTree type, CompilationUnitTree unit, TreePath path, boolean nested, DocTrees docs) {
        String source = root.relativize(Path.of(unit.getSourceFile().toUri()))
                .toString()
                .replace('\\', '/');
        List<? extends DocTree> section = section(docs.getDocCommentTree(path));
        if (section == null) {
            String exempt = byNature(type);
            if (exempt == null && nested) {
                // A builder or a view is used through its outer type, which speaks for it.
                return;
            }
            types.add(new PromisedType(name, source, List.of(), exempt));
            return;
        }
        String plain = plain(section);
        List<String> promises = items(section);
        String rest = plain.substring(HEAD.length()).strip();
        if (rest.startsWith(NONE)) {
            types.add(new PromisedType(name, source, List.of(), rest.substring("none, ".length())));
            return;
        }
        if (promises.isEmpty()) {
            faults.add(name + ": the section 'Promises:' has no list and does not say '" + NONE + "...'");
        }
        types.add(new PromisedType(name, source, promises, null));
    }

    private static @Nullable List<? extends DocTree> section(@Nullable DocCommentTree comment) {
        if (comment == null) {
            return null;
        }
        for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof UnknownBlockTagTree block
                    && block.getTagName().equals("implSpec")
                    && plain(block.getContent()).startsWith(HEAD)) {
                return block.getContent();
            }
        }
        return null;
    }

    private static @Nullable String byNature(ClassTree type) {
        return switch (type.getKind()) {
            case RECORD -> "a record";
            case ENUM -> "an enum";
            case ANNOTATION_TYPE -> "an annotation";
            case INTERFACE -> {
                if (oneMethod(type)) {
                    yield "an interface of one method that users implement";
                }
                yield sumOfRecords(type) ? "a sum of records" : null;
            }
            default -> {
                Tree parent = type.getExtendsClause();
                yield parent != null && parent.toString().matches(".*(Exception|Error)") ? "an exception" : null;
            }
        };
    }

    private static boolean oneMethod(ClassTree type) {
        Set<Modifier> flags = type.getModifiers().getFlags();
        long methods = type.getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .map(MethodTree.class::cast)
                .filter(method -> method.getBody() == null)
                .count();
        return !flags.contains(Modifier.SEALED) && methods == 1;
    }

    private static boolean sumOfRecords(ClassTree type) {
        List<ClassTree> cases = type.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .toList();
        return type.getModifiers().getFlags().contains(Modifier.SEALED)
                && !cases.isEmpty()
                && cases.stream().allMatch(each -> each.getKind() == Tree.Kind.RECORD);
    }

    private static List<String> items(List<? extends DocTree> content) {
        var items = new ArrayList<String>();
        var item = new ArrayList<DocTree>();
        boolean inside = false;
        for (DocTree tree : content) {
            boolean starts =
                    tree instanceof StartElementTree start && start.getName().contentEquals("li");
            boolean ends = tree instanceof EndElementTree end
                    && (end.getName().contentEquals("li") || end.getName().contentEquals("ul"));
            if (starts || ends) {
                if (inside) {
                    items.add(plain(item));
                }
                item.clear();
                inside = starts;
            } else if (inside) {
                item.add(tree);
            }
        }
        if (inside) {
            items.add(plain(item));
        }
        return items;
    }

    /** Text as a reader sees it: tags gone, one space between words. */
    private static String plain(List<? extends DocTree> content) {
        var text = new StringBuilder();
        for (DocTree tree : content) {
            if (tree instanceof TextTree each) {
                text.append(each.getBody());
            } else if (tree instanceof LiteralTree each) {
                text.append(each.getBody().getBody());
            } else if (tree instanceof LinkTree each) {
                text.append(
                        each.getLabel().isEmpty()
                                ? each.getReference().getSignature().replace("#", "")
                                : plain(each.getLabel()));
            } else if (tree instanceof EntityTree each) {
                text.append(
                        switch (each.getName().toString()) {
                            case "lt" -> "<";
                            case "gt" -> ">";
                            case "amp" -> "&";
                            default -> each.toString();
                        });
            }
        }
        return text.toString().strip().replaceAll("\\s+", " ");
    }
}
