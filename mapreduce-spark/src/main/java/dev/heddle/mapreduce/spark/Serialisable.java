/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out, before anything starts, whether an object can be sent to another process. */
final class Serialisable {
    private Serialisable() {}

    /**
     * Checks an object and all that it holds.
     *
     * @param what names the object in messages
     * @return the classes met, those that hold the code of lambdas included
     * @throws IllegalArgumentException if something cannot be serialised; it names the field that holds it
     */
    static Set<Class<?>> check(String what, Object object) {
        try (Recorder recorder = new Recorder()) {
            try {
                recorder.writeObject(object);
            } catch (NotSerializableException e) {
                throw new IllegalArgumentException(what + ": " + recorder.blame(), e);
            }
            return recorder.classes();
        } catch (IOException e) {
            throw new IllegalArgumentException(what + ": cannot be serialised: " + e, e);
        }
    }

    /** Writes to nowhere and notes what passes by, in the order in which it is met. */
    private static final class Recorder extends ObjectOutputStream {
        private final List<Object> met = new ArrayList<>();
        private boolean failed;

        Recorder() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            // The failure is written behind what failed.
            failed |= object instanceof NotSerializableException;
            if (!failed) {
                met.add(object);
            }
            return object;
        }

        Set<Class<?>> classes() {
            Set<Class<?>> classes = new LinkedHashSet<>();
            for (Object object : met) {
                if (object instanceof SerializedLambda lambda) {
                    ClassLoader loader = Thread.currentThread().getContextClassLoader();
                    try {
                        classes.add(Class.forName(dotted(lambda.getCapturingClass()), false, loader));
                    } catch (ClassNotFoundException e) {
                        // Then its jar cannot be told either, and the executors have it or say that they do not.
                    }
                } else {
                    classes.add(object.getClass());
                }
            }
            return classes;
        }

        /** Says which field holds the object met last, which could not be written. */
        String blame() {
            Object culprit = met.getLast();
            String type = culprit.getClass().getName();
            Object held = culprit;
            // What holds it was met before it.
            for (int i = met.size() - 2; i >= 0; i--) {
                Object holder = met.get(i);
                String place = place(holder, held);
                if (place != null && !place.isEmpty()) {
                    return place + " holds a " + type + ", which is not serialisable";
                }
                // The values that a lambda has captured are met as an array, behind it: it is asked for the values.
                boolean isCaptured = i > 0 && met.get(i - 1) instanceof SerializedLambda && holder instanceof Object[];
                if (place != null && !isCaptured) {
                    held = holder;
                }
            }
            return type + " is not serialisable";
        }

        /** Where in {@code holder} an object stands; empty where that is a container without names, null if nowhere. */
        private static @Nullable String place(Object holder, Object held) {
            if (holder instanceof SerializedLambda lambda) {
                for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
                    if (isSame(lambda.getCapturedArg(i), held)) {
                        String where = dotted(lambda.getImplClass()) + "." + lambda.getImplMethodName();
                        boolean isThis = i == 0
                                && dotted(lambda.getCapturingClass())
                                        .equals(held.getClass().getName());
                        return "the lambda " + where
                                + (isThis ? ", whose 'this' it uses," : ", value " + (i + 1) + ",");
                    }
                }
                return null;
            }
            if (holder instanceof Object[] array) {
                return containsSame(Arrays.asList(array), held) ? "" : null;
            }
            if (holder instanceof Collection<?> collection) {
                return containsSame(collection, held) ? "" : null;
            }
            if (holder instanceof Map<?, ?> map) {
                return containsSame(map.keySet(), held) || containsSame(map.values(), held) ? "" : null;
            }
            for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !Modifier.isTransient(field.getModifiers())
                            && !field.getType().isPrimitive()
                            && holds(holder, field, held)) {
                        return "field '" + field.getName() + "' of " + type.getName();
                    }
                }
            }
            return null;
        }

        private static boolean containsSame(Collection<?> elements, Object held) {
            for (Object element : elements) {
                if (isSame(element, held)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean holds(Object holder, Field field, Object held) {
            try {
                return field.trySetAccessible() && isSame(field.get(holder), held);
            } catch (IllegalAccessException e) {
                return false;
            }
        }

        @SuppressWarnings("ReferenceEquality") // the very object, and no code of it is called
        private static boolean isSame(@Nullable Object found, Object held) {
            return found == held;
        }

        private static String dotted(String internalName) {
            return internalName.replace('/', '.');
        }
    }
}
