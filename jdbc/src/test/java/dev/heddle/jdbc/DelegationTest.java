/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.heddle.jdbc.testkit.StubDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls every method of every interface that stands between a user and the driver. */
class DelegationTest {
    private static final List<Class<?>> TYPES = List.of(
            Connection.class,
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            ResultSetMetaData.class,
            ParameterMetaData.class,
            Array.class,
            Blob.class,
            Clob.class,
            NClob.class,
            Ref.class,
            SQLXML.class);

    /** Answered by the wrapper itself. */
    private static final Set<String> OWN =
            Set.of("unwrap", "isWrapperFor", "getConnection", "getStatement", "close", "abort", "isClosed");

    private final StubDriver driver = new StubDriver();
    private final PooledDataSource source = PooledDataSource.builder(Tenant.of("jdbc:stub:db"))
            .driver(driver)
            .maxPerTenant(20)
            .build();

    static Stream<Method> methods() {
        return TYPES.stream()
                .flatMap(type -> Arrays.stream(type.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> !OWN.contains(method.getName()))
                        .filter(method -> type == firstWith(method)));
    }

    /** A method is tried on the most basic type that has it. */
    private static Class<?> firstWith(Method method) {
        return TYPES.stream()
                .filter(type -> method.getDeclaringClass().isAssignableFrom(type))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void everyInterfaceHasMethodsHere() {
        assertThat(methods().count()).isGreaterThan(650);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aCallReachesTheDriverAndItsAnswerComesBack(Method method) throws Exception {
        Object target = target(method);
        List<Object> arguments = arguments(method);
        driver.forget();

        Object answer = method.invoke(target, arguments.toArray());

        StubDriver.Call call = driver.calls().stream()
                .filter(seen -> seen.method().equals(method))
                .reduce((first, second) ->
                        method.getName().equals("getTypeMap") ? second : fail("called twice: " + method))
                .orElseThrow(() -> new AssertionError("not called: " + method));
        assertThat(call.target()).isSameAs(((Leased<?>) target).delegate());
        assertThat(call.arguments()).as("%s", method).hasSameSizeAs(arguments);
        for (int i = 0; i < arguments.size(); i++) {
            Object raw = arguments.get(i) instanceof Leased<?> leased ? leased.delegate() : arguments.get(i);
            if (raw instanceof Object[] array) {
                assertThat((Object[]) call.arguments().get(i)).containsExactly(array);
            } else if (raw instanceof Number) {
                assertThat(call.arguments().get(i)).as("%s", method).isEqualTo(raw);
            } else if (!(raw instanceof Executor)) {
                assertThat(call.arguments().get(i)).as("%s", method).isSameAs(raw);
            }
        }
        if (TYPES.contains(method.getReturnType())) {
            assertThat(answer).as("%s", method).isInstanceOf(Leased.class);
        } else if (method.getReturnType().isPrimitive() && method.getReturnType() != void.class) {
            Object expected = method.getReturnType() == boolean.class ? answer : ((Number) answer).intValue();
            assertThat(expected).isIn(true, false, 7);
        } else if (method.getReturnType() == String.class) {
            assertThat(answer).isEqualTo("seven");
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void afterTheCloseNothingReachesTheDriver(Method method) throws Exception {
        Object target = target(method);
        List<Object> arguments = arguments(method);
        ((Leased<?>) target).connection().close();
        driver.forget();

        if (method.getName().equals("isValid")) {
            assertThat(method.invoke(target, arguments.toArray())).isEqualTo(false);
        } else if (method.getExceptionTypes().length > 0) {
            assertThatThrownBy(() -> method.invoke(target, arguments.toArray()))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        }
        assertThat(driver.names()).isSubsetOf("getDriverMajorVersion", "getDriverMinorVersion");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noMethodIsLeftToTheInterface(Method method) throws Exception {
        Method found = target(method).getClass().getMethod(method.getName(), method.getParameterTypes());
        assertThat(found.getDeclaringClass().isInterface()).isFalse();
    }

    private Object target(Method method) throws SQLException {
        Class<?> type = firstWith(method);
        Connection connection = source.getConnection();
        if (type == Connection.class) {
            return connection;
        }
        if (type == Statement.class) {
            return connection.createStatement();
        }
        if (type == DatabaseMetaData.class) {
            return connection.getMetaData();
        }
        if (type == CallableStatement.class) {
            return connection.prepareCall("call");
        }
        if (type == Blob.class) {
            return connection.createBlob();
        }
        if (type == Clob.class) {
            return connection.createClob();
        }
        if (type == NClob.class) {
            return connection.createNClob();
        }
        if (type == SQLXML.class) {
            return connection.createSQLXML();
        }
        if (type == Array.class) {
            return connection.createArrayOf("type", new Object[] {1, 2});
        }
        PreparedStatement statement = connection.prepareStatement("select");
        if (type == ParameterMetaData.class) {
            return statement.getParameterMetaData();
        }
        ResultSet rows = statement.executeQuery();
        if (type == ResultSet.class) {
            return rows;
        }
        if (type == ResultSetMetaData.class) {
            return rows.getMetaData();
        }
        return type == Ref.class ? rows.getRef(1) : statement;
    }

    private List<Object> arguments(Method method) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            arguments.add(argument(type));
        }
        return arguments;
    }

    private Object argument(Class<?> type) throws SQLException {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 2L;
        }
        if (type == short.class) {
            return (short) 3;
        }
        if (type == byte.class) {
            return (byte) 4;
        }
        if (type == float.class) {
            return 5f;
        }
        if (type == double.class) {
            return 6d;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == String.class) {
            return "text";
        }
        if (type == Object.class) {
            return source.getConnection().createBlob(); // wrapped, and must reach the driver without its wrapper
        }
        if (type == Class.class) {
            return String.class;
        }
        if (type == Executor.class) {
            return (Executor) Runnable::run;
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == Properties.class) {
            return new Properties();
        }
        if (type.isArray()) {
            return java.lang.reflect.Array.newInstance(type.getComponentType(), 2);
        }
        if (type == Blob.class) {
            return source.getConnection().createBlob();
        }
        if (type == Clob.class) {
            return source.getConnection().createClob();
        }
        if (type == NClob.class) {
            return source.getConnection().createNClob();
        }
        if (type == Array.class) {
            return source.getConnection().createArrayOf("type", new Object[0]);
        }
        return type.isInterface() && type.getName().startsWith("java.sql") ? driver.object(type) : null;
    }
}
