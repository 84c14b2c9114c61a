/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.lang.reflect.Method;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Signal;

/** What the readers of a body need to know about its class. */
public final class Samples {
    private Samples() {}

    /**
     * Counts the actors of a body.
     *
     * @param body its class
     * @return 2 to 4
     */
    public static int actors(Class<?> body) {
        int count = 0;
        for (Method method : body.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Actor.class) || method.isAnnotationPresent(Signal.class)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Makes a result that a body's observation goes into.
     *
     * @param body its class
     * @return an empty result
     */
    public static Object newResult(Class<?> body) {
        for (Method method : body.getDeclaredMethods()) {
            if (method.getName().equals("observe") && !method.isBridge()) {
                try {
                    return method.getParameterTypes()[0].getConstructor().newInstance();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("result of '" + body.getName() + "' cannot be made", e);
                }
            }
        }
        throw new IllegalStateException("body '" + body.getName() + "' has no observation");
    }
}
