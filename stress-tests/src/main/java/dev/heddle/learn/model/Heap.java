/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.collect.AppendList;
import dev.heddle.counter.BoundedCounter;
import dev.heddle.counter.LongSummary;
import dev.heddle.handle.Handle;
import dev.heddle.internal.Shared;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicStampedReference;
import org.jspecify.annotations.Nullable;

/** The objects of one body: those that its constructor made, read as they are, and those that its actors make. */
final class Heap {
    /**
     * The two parts of an {@link AtomicStampedReference}.
     *
     * @param reference the reference
     * @param stamp its version
     */
    record Stamped(Object reference, Object stamp) {}

    /** The count of a resource's owners, a variable of the resource. */
    static final String OWNERS = "owners";

    /** What a handle that interpreted code made is a share of, a hidden field of it. */
    static final String RESOURCE = "resource";

    private final IdentityHashMap<Object, Ref> real = new IdentityHashMap<>();
    private final Map<String, Ref> made = new HashMap<>();

    /**
     * The fields that the compiler adds, such as an inner object's way to its outer one; written once, by their maker.
     */
    private final Map<Op.Place, Object> hidden = new HashMap<>();

    Object hidden(Op.Place place) {
        return hidden.getOrDefault(place, Ref.NULL);
    }

    void setHidden(Op.Place place, Object value) {
        hidden.put(place, value);
    }

    Ref of(@Nullable Object object) {
        return object == null
                ? Ref.NULL
                : real.computeIfAbsent(
                        object, o -> new Ref(o.getClass().getName().replace('.', '/'), o));
    }

    /** The resource that a handle is a share of. */
    Ref resource(Ref handle) {
        Object real = handle.real();
        if (real == null) {
            return (Ref) hidden(new Op.Place(handle, RESOURCE, 0));
        }
        if (real instanceof Handle<?> open) {
            return of(open.get());
        }
        Reference<?> weak = (Reference<?>) Objects.requireNonNull(field(real, "shared"));
        return of(((Shared<?>) Objects.requireNonNull(weak.get())).resource());
    }

    Ref made(int thread, int number, String type) {
        return made.computeIfAbsent(thread + ":" + number + ":" + type, key -> new Ref(type, null));
    }

    /** The value of a variable before any step. */
    Object initial(Op.Place place, Op op) {
        if (place.name().equals(OWNERS)) {
            return 1; // a body begins with the one handle that its constructor opened
        }
        Object object = place.owner().real();
        if (object == null) {
            return zero(op);
        }
        if (object.getClass().isArray()) {
            return value(Array.get(object, Integer.parseInt(place.name())));
        }
        if (object instanceof AtomicInteger atomic) {
            return atomic.get();
        } else if (object instanceof AtomicLong atomic) {
            return atomic.get();
        } else if (object instanceof AtomicReference<?> atomic) {
            return of(atomic.get());
        } else if (object instanceof AtomicStampedReference<?> atomic) {
            return new Stamped(of(atomic.getReference()), atomic.getStamp());
        } else if (object instanceof CountDownLatch latch) {
            return (int) latch.getCount();
        } else if (object instanceof BoundedCounter counter) {
            return counter.get();
        } else if (object instanceof AppendList<?> list) {
            return List.copyOf(list.toList());
        } else if (object instanceof Number || object instanceof LongSummary) {
            return zero(op);
        } else if (object.getClass().getName().startsWith("java.")) {
            return zero(op);
        }
        return value(field(object, place.name()));
    }

    private static Object zero(Op op) {
        Object zero = op.zero();
        return zero == null ? Ref.NULL : zero;
    }

    private @Nullable Object field(Object object, String name) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(object);
            } catch (NoSuchFieldException e) {
                // the next class up may have it
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("field '" + name + "' cannot be read", e);
            }
        }
        throw new IllegalStateException("no field '" + name + "' in " + object.getClass());
    }

    /** A Java value as interpreted code holds it. */
    Object value(@Nullable Object object) {
        return switch (object) {
            case Integer i -> i;
            case Long l -> l;
            case Boolean b -> b ? 1 : 0;
            case Byte b -> (int) b;
            case Short s -> (int) s;
            case Character c -> (int) c;
            case null, default -> of(object);
        };
    }
}
