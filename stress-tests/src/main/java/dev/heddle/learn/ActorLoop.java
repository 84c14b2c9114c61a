/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** The loop of one actor over a block of states. */
interface ActorLoop {
    /**
     * Runs one actor on each state.
     *
     * @param actor the actor, from 1
     * @param block the states
     */
    void run(int actor, Body<?>[] block);

    /**
     * Makes a loop that the virtual machine has never seen: a hidden copy of {@link Template}. Each body gets one of
     * its own, so that the compilers specialise the loop for that body and what other bodies did before leaves no
     * trace.
     *
     * @return a fresh loop
     */
    static ActorLoop fresh() {
        try (InputStream in = ActorLoop.class.getResourceAsStream("ActorLoop$Template.class")) {
            if (in == null) {
                throw new IllegalStateException("class file of the actor loop is missing");
            }
            Class<?> type = MethodHandles.lookup()
                    .defineHiddenClass(in.readAllBytes(), true)
                    .lookupClass();
            return (ActorLoop) type.getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("actor loop cannot be made", e);
        }
    }

    /** What every loop is a copy of. */
    final class Template implements ActorLoop {
        /** Makes a loop. */
        public Template() {}

        @Override
        public void run(int actor, Body<?>[] block) {
            switch (actor) {
                case 1 -> {
                    for (Body<?> body : block) {
                        body.actor1();
                    }
                }
                case 2 -> {
                    for (Body<?> body : block) {
                        body.actor2();
                    }
                }
                case 3 -> {
                    for (Body<?> body : block) {
                        body.actor3();
                    }
                }
                default -> {
                    for (Body<?> body : block) {
                        body.actor4();
                    }
                }
            }
        }
    }
}
