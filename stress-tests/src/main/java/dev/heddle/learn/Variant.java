/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.lang.reflect.Constructor;
import java.util.function.Supplier;

/**
 * One way to write an effect's example: the question itself, something that helps, or something that does not.
 *
 * @param name the name of the region in the source, unique within its effect
 * @param label what a reader calls it, a few words
 * @param kind what it is for
 * @param body the class that holds its steps, absent from effects that are only timed
 * @param note what it changes and why that is or is not enough, one or two sentences
 */
public record Variant(String name, String label, Kind kind, Class<? extends Body<?>> body, String note) {
    /** What a variant shows. */
    public enum Kind {
        /** The code that the question is about. */
        QUESTION,
        /** Forbids the surprising outcomes. */
        FIX,
        /** Forbids them too: a class of Heddle that is made for it. */
        BLOCK,
        /** Looks like a fix and is not one, or shows another face of the effect. */
        ALSO
    }

    /**
     * Makes one sample.
     *
     * @return a fresh body
     */
    public Body<?> sample() {
        return samples().get();
    }

    /**
     * Gives a maker of samples, which looks the constructor up only once.
     *
     * @return makes a fresh body each time
     */
    public Supplier<Body<?>> samples() {
        Constructor<? extends Body<?>> constructor;
        try {
            constructor = body.getConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("body '" + body.getName() + "' has no public constructor", e);
        }
        return () -> {
            try {
                return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("body '" + body.getName() + "' cannot be made", e);
            }
        };
    }

    /**
     * Says whether it forbids the surprising outcomes.
     *
     * @return true for a fix, Heddle's among them
     */
    public boolean isFix() {
        return kind == Kind.FIX || kind == Kind.BLOCK;
    }

    /**
     * Says whether this is the code that the question is about.
     *
     * @return true for the question itself
     */
    public boolean isQuestion() {
        return kind == Kind.QUESTION;
    }
}
