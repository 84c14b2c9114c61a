/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;

/**
 * A driver without a database: it remembers every call, answers with what a test has set, and with an object of the
 * right kind where nothing is set.
 */
public final class StubDriver implements Driver {
    /** What a test has a method do. */
    public interface Answer {
        Object to(Call call) throws Exception;
    }

    /** One call that reached the driver. */
    public record Call(Object target, Class<?> type, Method method, List<Object> arguments) {
        public String name() {
            return method.getName();
        }
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    public StubDriver() {
        answer("getAutoCommit", call -> true);
        answer("isValid", call -> true);
    }

    /** Sets what all methods of a name do. */
    public StubDriver answer(String method, Answer answer) {
        answers.put(method, answer);
        return this;
    }

    public List<Call> calls() {
        return calls;
    }

    public List<String> names() {
        return calls.stream().map(Call::name).toList();
    }

    public List<Connection> connections() {
        return connections;
    }

    public void forget() {
        calls.clear();
    }

    /** An object of the driver's that remembers what is called on it. */
    public <T> T object(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == given[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "stub of " + type.getSimpleName();
                };
            }
            Call call = new Call(self, type, method, given == null ? List.of() : new ArrayList<>(Arrays.asList(given)));
            calls.add(call);
            Answer answer = answers.get(method.getName());
            return answer != null ? answer.to(call) : usual(method.getReturnType());
        }));
    }

    private Object usual(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 7;
        }
        if (type == long.class) {
            return 7L;
        }
        if (type == short.class) {
            return (short) 7;
        }
        if (type == byte.class) {
            return (byte) 7;
        }
        if (type == float.class) {
            return 7f;
        }
        if (type == double.class) {
            return 7d;
        }
        if (type == String.class) {
            return "seven";
        }
        return type.isInterface() && type.getName().startsWith("java.sql") ? object(type) : null;
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        Answer answer = answers.get("connect");
        if (answer != null) {
            try {
                Object answered = answer.to(new Call(this, Driver.class, null, List.of(url, info)));
                if (answered != null) {
                    return (Connection) answered;
                }
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new SQLException(e);
            }
        }
        Connection connection = object(Connection.class);
        connections.add(connection);
        return connection;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:stub:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("stub");
    }
}
