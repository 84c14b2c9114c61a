/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A pool that is made at first use. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class CheckThenAct {
    private CheckThenAct() {}

    /** What is made at first use. */
    static final class Pool {}

    public static Effect effect() {
        return Effect.of("check-then-act", "Check, then act: the pool made twice")
                .question(
                        "A pool is made when somebody first asks for it; two threads ask at once: do they share one pool?")
                .story("""
                This is the textbook's way to make something expensive once: look whether it is there, make it if not.
                """)
                .lesson("""
                Both look before either has made anything. One pool is then in use by one thread and forgotten by
                everybody else, its connections open. The field being volatile, or the map being concurrent, changes
                nothing as long as looking and making are two calls.
                """)
                .expected("one pool", "Both threads use the same pool.")
                .surprise(
                        "two pools",
                        "Each thread made a pool of its own; one of them is lost, with whatever it holds open.")
                .asks("plain", "plain field", Plain.class)
                .also(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "The newest value is seen; at the time of the look it is still null for both.")
                .also(
                        "map",
                        "concurrent map, two calls",
                        TwoCalls.class,
                        "Each call on the map is atomic. The gap between the calls is not in the map's power.")
                .fix("lock", "lock", Locked.class, "Looking and making happen inside one lock.")
                .fix(
                        "cas",
                        "compareAndSet",
                        Cas.class,
                        "Both may make one, but only one is put in place and both use that one. Fits when a spare is cheap to drop.")
                .fix(
                        "compute",
                        "computeIfAbsent",
                        Compute.class,
                        "The map looks and makes under its own lock, per key.")
                .readOn(
                        "ConcurrentHashMap.computeIfAbsent",
                        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/ConcurrentHashMap.html#computeIfAbsent(K,java.util.function.Function)");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<L_Result> {
        Pool r1;
        Pool r2;
        // show plain
        Pool pool;

        @Override
        @Actor
        public void actor1() {
            r1 = get();
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get();
        }

        Pool get() {
            Pool p = pool;
            if (p == null) {
                p = new Pool();
                pool = p;
            }
            return p;
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == r2 ? "one pool" : "two pools";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<L_Result> {
        Pool r1;
        Pool r2;
        // show volatile
        volatile Pool pool;

        @Override
        @Actor
        public void actor1() {
            r1 = get();
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get();
        }

        Pool get() {
            Pool p = pool;
            if (p == null) {
                p = new Pool();
                pool = p;
            }
            return p;
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == r2 ? "one pool" : "two pools";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class TwoCalls implements Body<L_Result> {
        Pool r1;
        Pool r2;
        // show map
        final ConcurrentHashMap<String, Pool> pools = new ConcurrentHashMap<>(1);

        @Override
        @Actor
        public void actor1() {
            r1 = get("db");
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get("db");
        }

        Pool get(String key) {
            Pool p = pools.get(key);
            if (p == null) {
                p = new Pool();
                pools.put(key, p);
            }
            return p;
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == r2 ? "one pool" : "two pools";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<L_Result> {
        Pool r1;
        Pool r2;
        // show lock
        Pool pool;

        @Override
        @Actor
        public void actor1() {
            r1 = get();
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get();
        }

        synchronized Pool get() {
            if (pool == null) {
                pool = new Pool();
            }
            return pool;
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == r2 ? "one pool" : "two pools";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Cas implements Body<L_Result> {
        Pool r1;
        Pool r2;
        // show cas
        final AtomicReference<Pool> pool = new AtomicReference<>();

        @Override
        @Actor
        public void actor1() {
            r1 = get();
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get();
        }

        Pool get() {
            Pool p = pool.get();
            if (p != null) {
                return p;
            }
            p = new Pool();
            return pool.compareAndSet(null, p) ? p : pool.get();
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == r2 ? "one pool" : "two pools";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Compute implements Body<L_Result> {
        Pool r1;
        Pool r2;
        // show compute
        final ConcurrentHashMap<String, Pool> pools = new ConcurrentHashMap<>(1);

        @Override
        @Actor
        public void actor1() {
            r1 = pools.computeIfAbsent("db", key -> new Pool());
        }

        @Override
        @Actor
        public void actor2() {
            r2 = pools.computeIfAbsent("db", key -> new Pool());
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == r2 ? "one pool" : "two pools";
        }
    }
}
