/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.List;
import java.util.function.Supplier;

/**
 * A class of which one place has been made weaker.
 *
 * @param className the binary name of the class
 * @param method the method that the place is in, or the field
 * @param operator what was done
 * @param line the source line, 0 when there is none
 * @param nth which place of the same method and operator this is, from 1
 * @param bytes makes the class file
 * @param places where the original class comes by what was changed: one place, or each use of a field
 */
record Mutant(
        String className,
        String method,
        Operator operator,
        int line,
        int nth,
        Supplier<byte[]> bytes,
        List<Place> places) {
    Mutant {
        places = List.copyOf(places);
    }

    /**
     * One instruction of a class file.
     *
     * @param method the number of its method
     * @param instruction its number in the method
     */
    record Place(int method, int instruction) {}

    /** What can be done to a place. */
    enum Operator {
        /** A compare-and-set becomes a read, a comparison and a write. */
        SPLIT_CAS("compare-and-set torn into get and set", true),
        /** An atomic read-modify-write becomes a read and a write. */
        SPLIT_UPDATE("atomic update torn into get and set", true),
        /** A read gives up its memory mode. */
        PLAIN_READ("read made plain", false),
        /** A write gives up its memory mode. */
        PLAIN_WRITE("write made plain", false),
        /** A volatile field that is used directly is no longer volatile. */
        PLAIN_FIELD("volatile field made plain", false),
        /** A fence is gone. */
        NO_FENCE("fence dropped", false),
        /** A method or a block no longer takes its monitor. */
        NO_MONITOR("monitor dropped", true),
        /** A method no longer takes and gives back its locks. */
        NO_LOCK("lock dropped", true),
        /** A thread that should be woken is not. */
        NO_WAKE_UP("wake-up dropped", true);

        private final String words;
        private final boolean atomicity;

        Operator(String words, boolean atomicity) {
            this.words = words;
            this.atomicity = atomicity;
        }

        /** What tables call it. */
        String words() {
            return words;
        }

        /** Whether an interleaving alone shows it, so that no processor can hide it. */
        boolean atomicity() {
            return atomicity;
        }
    }

    /** Names the place without its line, which changes with every edit. */
    String key() {
        return className + "#" + method + " " + operator + " " + nth;
    }

    @Override
    public String toString() {
        return className + "." + method + ":" + line + " " + operator.words();
    }
}
