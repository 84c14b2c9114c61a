/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a harness: the file that proves one promise of one public class.
 *
 * <p>The annotated class is public, stands in the package of the class it is about, and nests two jcstress tests under
 * the same actors: {@code Real} over the real class and {@code Twin} over the broken version. What {@code Twin} shows
 * as {@code ACCEPTABLE_INTERESTING} is {@code FORBIDDEN} in {@code Real}. A stress pass fails unless the twin is caught
 * and the real one never is. The package page shows a whole harness.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Proves {
    /**
     * Names the class that makes the promise.
     *
     * @return the class whose Javadoc lists the promise
     */
    Class<?> type();

    /**
     * Repeats the promise.
     *
     * @return one item of the list that follows {@code @implSpec Promises:} in the Javadoc of {@link #type}, word for
     *     word, its inline tags read as plain text
     */
    String promise();

    /**
     * Says that an actor may wait for another one, so that samples are taken two at a time. Without it one waiting
     * sample holds up a stride of 256.
     *
     * @return true when an actor may block
     */
    boolean blocking() default false;

    /**
     * Says that the twin has several faults to show, or one in several ways, and that each outcome that it grades,
     * those that it shares with the real class included, must be seen. Without it one bad outcome is enough.
     *
     * @return true when the twin is caught only by all of its outcomes together
     */
    boolean everyOutcome() default false;
}
