/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Runs another main class for as long as somebody holds the other end of standard input: a process of a cluster, which
 * then ends with the test that started it, however that ended.
 */
final class Leash {
    private Leash() {}

    /**
     * Runs a class until it ends or standard input does.
     *
     * @param args the name of the class and its arguments
     */
    public static void main(String[] args) throws Throwable {
        Thread holder = new Thread(Leash::hold, "leash");
        holder.setDaemon(true);
        holder.start();
        MethodHandles.publicLookup()
                .findStatic(Class.forName(args[0]), "main", MethodType.methodType(void.class, String[].class))
                .invokeExact(Arrays.copyOfRange(args, 1, args.length));
    }

    private static void hold() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything on a leash.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(1);
    }
}
