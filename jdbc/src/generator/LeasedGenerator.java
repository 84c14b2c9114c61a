/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.tools.ToolProvider;

/**
 * Writes the classes that stand between a user and the driver's objects, one for each interface of {@code java.sql}.
 *
 * <p>Every method is the same few lines: enter the connection, call the driver, wrap what came back, leave. Methods that
 * need more than that are named in {@link #BY_HAND} and written in a superclass or a subclass. The interfaces are read as
 * the oldest Java has them on which the jar runs, so every JDK writes the same files.
 *
 * <p>Run by the build: {@code java LeasedGenerator.java RELEASE FOLDER}.
 */
public final class LeasedGenerator {
    /** What is generated: the interface, the class' declaration, its constructor, and what comes after it. */
    private record Plan(String type, String declaration, String constructor, String delegate, boolean whole) {}

    private static final String PLAIN = "(PooledConnection connection, %1$s delegate) {\n        super(connection, delegate);";
    private static final String OPENED = "(PooledConnection connection, %1$s delegate, @Nullable Opened opened) {\n"
            + "        super(connection, delegate, opened);";

    private static final List<Plan> PLANS = List.of(
            new Plan("Connection", "abstract class LeasedConnection extends Leased<Connection>",
                    "", "Connection", true),
            new Plan("Statement", "class LeasedStatement<S extends Statement> extends LeasedWork<S>", OPENED, "S", true),
            new Plan("PreparedStatement",
                    "class LeasedPreparedStatement<S extends PreparedStatement> extends LeasedStatement<S>",
                    OPENED, "S", false),
            new Plan("CallableStatement",
                    "final class LeasedCallableStatement extends LeasedPreparedStatement<CallableStatement>",
                    OPENED, "CallableStatement", false),
            new Plan("ResultSet", "final class LeasedResultSet extends LeasedRows",
                    "(PooledConnection connection, ResultSet delegate, @Nullable Opened opened, @Nullable Statement owner) {\n"
                            + "        super(connection, delegate, opened, owner);", "ResultSet", true),
            new Plan("DatabaseMetaData", "final class LeasedDatabaseMetaData extends LeasedPart<DatabaseMetaData>",
                    PLAIN, "DatabaseMetaData", true),
            new Plan("ResultSetMetaData", "final class LeasedResultSetMetaData extends LeasedPart<ResultSetMetaData>",
                    PLAIN, "ResultSetMetaData", true),
            new Plan("ParameterMetaData", "final class LeasedParameterMetaData extends LeasedPart<ParameterMetaData>",
                    PLAIN, "ParameterMetaData", true),
            new Plan("Array", "final class LeasedArray extends LeasedPart<Array>", PLAIN, "Array", true),
            new Plan("Blob", "final class LeasedBlob extends LeasedPart<Blob>", PLAIN, "Blob", true),
            new Plan("Clob", "class LeasedClob<C extends Clob> extends LeasedPart<C>", PLAIN, "C", true),
            new Plan("NClob", "final class LeasedNClob extends LeasedClob<NClob>", PLAIN, "NClob", false),
            new Plan("Ref", "final class LeasedRef extends LeasedPart<Ref>", PLAIN, "Ref", true),
            new Plan("SQLXML", "final class LeasedSQLXML extends LeasedPart<SQLXML>", PLAIN, "SQLXML", true));

    /** What comes back wrapped, and goes to the driver without its wrapper. */
    private static final Set<String> WRAPPED =
            PLANS.stream().map(plan -> "java.sql." + plan.type).collect(Collectors.toSet());

    /** Written in {@code Leased}, {@code LeasedWork}, {@code LeasedRows} or {@code PooledConnection}. */
    private static final Map<String, Set<String>> BY_HAND = Map.of(
            "Connection",
            Set.of("close()", "isClosed()", "abort(Executor)", "isValid(int)", "commit()", "rollback()",
                    "setAutoCommit(boolean)", "setTransactionIsolation(int)", "setReadOnly(boolean)",
                    "setCatalog(String)", "setSchema(String)", "setHoldability(int)", "getTypeMap()", "setTypeMap(Map)",
                    "setNetworkTimeout(Executor,int)", "setClientInfo(String,String)", "setClientInfo(Properties)",
                    "unwrap(Class)", "isWrapperFor(Class)"),
            "Statement", Set.of("close()", "unwrap(Class)", "isWrapperFor(Class)"),
            "ResultSet", Set.of("close()", "getStatement()", "unwrap(Class)", "isWrapperFor(Class)"));

    private static final Set<String> BY_HAND_ELSEWHERE = Set.of("unwrap(Class)", "isWrapperFor(Class)");

    /** They read or clear what the driver has at hand, and leave nothing behind that has to be rolled back. */
    private static final Set<String> QUIET = Set.of("getWarnings", "clearWarnings", "getAutoCommit", "cancel");

    /** What they change cannot be read, so it cannot be put back. */
    private static final Set<String> SPOILING = Set.of("setShardingKey", "setShardingKeyIfValid");

    private final Elements elements;

    private LeasedGenerator(Elements elements) {
        this.elements = elements;
    }

    public static void main(String[] args) throws IOException {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("--release", args[0]), List.of("java.sql.Connection"), null);
        Path folder = Files.createDirectories(Path.of(args[1], "dev/heddle/jdbc"));
        LeasedGenerator generator = new LeasedGenerator(task.getElements());
        for (Plan plan : PLANS) {
            Path file = folder.resolve(className(plan) + ".java");
            String source = generator.source(plan);
            if (!Files.exists(file) || !Files.readString(file).equals(source)) {
                Files.writeString(file, source);
            }
        }
    }

    private String source(Plan plan) {
        StringBuilder out = new StringBuilder("""
                /*
                 * Copyright 2026 The Heddle authors.
                 * SPDX-License-Identifier: Apache-2.0
                 */
                package dev.heddle.jdbc;

                import java.sql.*;
                import org.jspecify.annotations.Nullable;

                /** A {@link java.sql.%s} of the driver, behind the connection that it belongs to. Generated. */
                @SuppressWarnings({"deprecation", "unchecked"})
                %s implements %s {
                """.formatted(plan.type, plan.declaration, plan.type));
        if (!plan.constructor.isEmpty()) {
            out.append("    %s%s\n    }\n".formatted(className(plan), plan.constructor.formatted(plan.delegate)));
        }
        TypeElement type = elements.getTypeElement("java.sql." + plan.type);
        for (ExecutableElement method : methods(type, plan.whole)) {
            if (!BY_HAND.getOrDefault(plan.type, BY_HAND_ELSEWHERE).contains(signature(method))) {
                out.append('\n').append(method(method));
            }
        }
        return out.append("}\n").toString();
    }

    /** The methods of an interface: all of them, or those that the superclass' interface does not have. */
    private List<ExecutableElement> methods(TypeElement type, boolean whole) {
        List<ExecutableElement> methods = new ArrayList<>();
        for (Element member : whole ? elements.getAllMembers(type) : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.METHOD
                    && !member.getModifiers().contains(Modifier.STATIC)
                    && !member.getEnclosingElement().toString().equals("java.lang.Object")) {
                methods.add((ExecutableElement) member);
            }
        }
        methods.sort((a, b) -> signature(a).compareTo(signature(b)));
        return methods;
    }

    private static String method(ExecutableElement method) {
        String name = method.getSimpleName().toString();
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            String variable = "p" + (parameters.size() + 1);
            parameters.add(written(parameter.asType()) + " " + variable);
            arguments.add(isWrapped(parameter.asType()) ? "raw(" + variable + ")" : variable);
        }
        boolean local = method.getThrownTypes().isEmpty(); // a constant of the driver
        if (!local && !method.getThrownTypes().toString().equals("java.sql.SQLException")) {
            throw new IllegalStateException(signature(method) + " throws something else: write it by hand");
        }
        String variables = method.getTypeParameters().stream()
                .map(LeasedGenerator::bounded)
                .collect(Collectors.joining(", "));
        String call = "delegate()." + name + "(" + String.join(", ", arguments) + ")";
        return "    @Override\n    public %s%s %s(%s)%s {\n".formatted(
                        variables.isEmpty() ? "" : "<" + variables + "> ",
                        written(method.getReturnType()), name, String.join(", ", parameters),
                        local ? "" : " throws SQLException")
                + (local ? "        return " + call + ";\n" : body(method, name, call))
                + "    }\n";
    }

    private static String body(ExecutableElement method, String name, String call) {
        return switch (name) {
            case "getConnection" -> "        return connection().whileOpen();\n";
            case "isClosed" -> "        return connection().isClosed() || delegate().isClosed();\n";
            default -> """
                            connection().enter();
                            try {
                                %s%s;
                            } catch (SQLException e) {
                                throw connection().failed(e);
                            } finally {
                                connection().%s();
                            }
                    """.formatted(
                    SPOILING.contains(name) ? "connection().spoil();\n            " : "",
                    result(method, call),
                    QUIET.contains(name) ? "leave" : "leaveUsed");
        };
    }

    private static String result(ExecutableElement method, String call) {
        TypeMirror type = method.getReturnType();
        if (type.getKind() == TypeKind.VOID) {
            return call;
        }
        if (type.getKind() == TypeKind.TYPEVAR) {
            return "return wrap(" + call + ", p" + method.getParameters().size() + ")";
        }
        return isWrapped(type) ? "return wrap(" + call + ")" : "return " + call;
    }

    private static boolean isWrapped(TypeMirror type) {
        String name = type.toString();
        return WRAPPED.contains(name) || name.equals("java.lang.Object") || name.equals("java.lang.Object[]");
    }

    private static String bounded(TypeParameterElement variable) {
        String bound = variable.getBounds().getFirst().toString();
        return bound.equals("java.lang.Object") ? variable.toString() : variable + " extends " + bound;
    }

    private static String written(TypeMirror type) {
        return type.toString().replaceAll("java\\.(lang|sql)\\.(\\w+)", "$2");
    }

    private static String signature(ExecutableElement method) {
        return method.getSimpleName() + method.getParameters().stream()
                .map(parameter -> parameter.asType().toString().replaceAll("<.*>", "").replaceAll("\\w+\\.", ""))
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static String className(Plan plan) {
        return "Leased" + plan.type;
    }
}
