/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import org.jspecify.annotations.Nullable;

/**
 * One step of an actor that other threads can notice.
 *
 * @param kind what it does
 * @param mode how strong it is
 * @param place the variable, or the lock, thread or latch that it is about
 * @param value what is stored, added or put in place
 * @param expected what a compare-and-set compares with; the bounds of an addition that has them
 * @param type the descriptor's first letter, which gives the value of a variable nobody has written
 * @param source the class whose source holds the line
 * @param line the line
 */
@SuppressWarnings("ReferenceEquality") // unknown is a single object, and meant
record Op(Kind kind, Mode mode, Place place, Object value, Object expected, char type, String source, int line) {
    /** What an operation does. */
    enum Kind {
        LOAD,
        STORE,
        ADD,
        SWAP,
        CAS,
        COMPUTE,
        /** Adds, if the sum is within bounds. */
        TRY_ADD,
        /** Adds an element to a list and gives its index. */
        APPEND,
        LOCK,
        UNLOCK,
        WAIT,
        NOTIFY,
        START,
        JOIN,
        PARK,
        UNPARK,
        AWAIT,
        COUNT_DOWN,
        FENCE
    }

    /** How strong an operation is; for a fence, which one. */
    enum Mode {
        PLAIN,
        OPAQUE,
        /** Acquire for a load, release for a store, both for what does both; a fence of that name has its own. */
        ORDERED,
        VOLATILE,
        FENCE_ACQUIRE,
        FENCE_RELEASE,
        FENCE_STORES,
        FENCE_FULL
    }

    /**
     * A variable: a field or element of an object, or one half of it.
     *
     * @param owner the object
     * @param name the field's name or the element's index
     * @param half 0 for all of it, 1 for the low and 2 for the high 32 bits
     */
    record Place(Ref owner, String name, int half) {
        boolean overlaps(Place other) {
            return owner == other.owner
                    && name.equals(other.name)
                    && (half == 0 || other.half == 0 || half == other.half);
        }

        Place half(int which) {
            return new Place(owner, name, which);
        }

        Place whole() {
            return half == 0 ? this : new Place(owner, name, 0);
        }
    }

    /** What an operation gives that has no result. */
    static final Object NOTHING = "nothing";

    /** What an operation will give that has not been performed. */
    static final Object UNKNOWN = "unknown";

    boolean isLoad() {
        return kind == Kind.LOAD;
    }

    boolean isStore() {
        return kind == Kind.STORE;
    }

    /** Loads, and what loads among other things. */
    boolean reads() {
        return kind != Kind.STORE && kind != Kind.FENCE;
    }

    /** Stores, and what stores among other things. */
    boolean writes() {
        return kind != Kind.LOAD && kind != Kind.FENCE;
    }

    /** Nothing that comes later may be performed before it. */
    boolean acquires() {
        return switch (kind) {
            case LOAD -> mode == Mode.ORDERED || mode == Mode.VOLATILE;
            case STORE, UNLOCK, NOTIFY, START, UNPARK, COUNT_DOWN -> false;
            case FENCE -> mode == Mode.FENCE_ACQUIRE || mode == Mode.FENCE_FULL;
            default -> true;
        };
    }

    /** It may not be performed before anything that comes earlier. */
    boolean releases() {
        return switch (kind) {
            case STORE -> mode == Mode.ORDERED || mode == Mode.VOLATILE;
            case LOAD, LOCK, JOIN, AWAIT -> false;
            case FENCE -> mode == Mode.FENCE_RELEASE || mode == Mode.FENCE_FULL;
            default -> true;
        };
    }

    /** Stands in the one order that all threads agree on. */
    boolean synchronizes() {
        return kind == Kind.FENCE ? mode == Mode.FENCE_FULL : !(isLoad() || isStore()) || mode == Mode.VOLATILE;
    }

    /** Whether it can be performed at all yet. */
    boolean isKnown() {
        return value != UNKNOWN && expected != UNKNOWN;
    }

    /**
     * Answers whether a later operation of the same thread may be performed while this one has not been.
     *
     * @param later the later operation
     * @return true if no rule of the language keeps the two in order
     */
    boolean letsPass(Op later) {
        if (kind == Kind.FENCE) {
            boolean stores = mode == Mode.FENCE_RELEASE || mode == Mode.FENCE_STORES;
            return stores && !later.writes() && later.kind != Kind.FENCE;
        }
        if (later.kind == Kind.FENCE) {
            return switch (later.mode) {
                case FENCE_ACQUIRE -> !reads();
                case FENCE_STORES -> !writes();
                default -> false;
            };
        }
        if (acquires() || later.releases() || (synchronizes() && later.synchronizes())) {
            return false;
        }
        if (place.overlaps(later.place)) {
            return isLoad() && later.isLoad() && mode == Mode.PLAIN && later.mode == Mode.PLAIN;
        }
        return true;
    }

    /** The value of the variable before anybody wrote it. */
    @Nullable
    Object zero() {
        return switch (type) {
            case 'J' -> 0L;
            case 'L' -> Ref.NULL;
            default -> 0;
        };
    }
}
