/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An attempt to open a connection, in a flight recording. */
@Name("dev.heddle.PoolOpen")
@Label("Pool Open")
@Category({"Heddle", "Pool"})
@Description("A connection was opened, or an attempt failed")
@StackTrace(false)
final class OpenEvent extends Event {
    @Label("Pool")
    String pool = "";

    @Label("Key")
    @Description("The key in its printable form, a number unless the pool was given one")
    String key = "";

    @Label("Failure")
    @Description("The class of what went wrong, empty when nothing did")
    String failure = "";

    void commit(String pool, String key, @Nullable Throwable failure) {
        this.pool = pool;
        this.key = key;
        this.failure = failure == null ? "" : failure.getClass().getName();
        commit();
    }
}
