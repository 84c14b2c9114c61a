/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import dev.heddle.stress.Dawdle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A connection of a driver that keeps two settings, for harnesses. */
final class StubSettings implements InvocationHandler {
    /** The driver's connection. */
    final Connection connection = (Connection)
            Proxy.newProxyInstance(StubSettings.class.getClassLoader(), new Class<?>[] {Connection.class}, this);

    volatile boolean readOnly;
    volatile int networkTimeout;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        switch (method.getName()) {
            case "isReadOnly" -> {
                return readOnly;
            }
            case "getNetworkTimeout" -> {
                Dawdle.here(); // as drivers do that ask their server
                return networkTimeout;
            }
            case "setReadOnly" -> readOnly = arguments != null && (Boolean) arguments[0];
            case "setNetworkTimeout" -> networkTimeout = arguments == null ? 0 : (Integer) arguments[1];
            default -> throw new UnsupportedOperationException(method.getName());
        }
        return null;
    }
}
