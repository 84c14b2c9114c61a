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
     * @param actors how many there are
     * @param block the states
     */
    void run(int actor, int actors, Body<?>[] block);

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

    /**
     * What every loop is a copy of. Each actor has a loop to itself, named after the side that it is on - of four
     * actors two are on each - so that {@link Compiler} can give the loops of both sides compilers of their own: what
     * an optimising compiler does to an actor, it often does only where it sees the next sample too.
     */
    final class Template implements ActorLoop {
        /** Makes a loop. */
        public Template() {}

        @Override
        public void run(int actor, int actors, Body<?>[] block) {
            switch (actor) {
                case 1 -> first1(block);
                case 2 -> {
                    if (actors == 4) {
                        first2(block);
                    } else {
                        second2(block);
                    }
                }
                case 3 -> second3(block);
                default -> second4(block);
            }
        }

        private static void first1(Body<?>[] block) {
            for (Body<?> body : block) {
                body.actor1();
            }
        }

        private static void first2(Body<?>[] block) {
            for (Body<?> body : block) {
                body.actor2();
            }
        }

        private static void second2(Body<?>[] block) {
            for (Body<?> body : block) {
                body.actor2();
            }
        }

        private static void second3(Body<?>[] block) {
            for (Body<?> body : block) {
                body.actor3();
            }
        }

        private static void second4(Body<?>[] block) {
            for (Body<?> body : block) {
                body.actor4();
            }
        }
    }
}
