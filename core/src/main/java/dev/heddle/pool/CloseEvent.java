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

/** The end of a connection, in a flight recording. */
@Name("dev.heddle.PoolClose")
@Label("Pool Close")
@Category({"Heddle", "Pool"})
@Description("A connection was closed")
@StackTrace(false)
final class CloseEvent extends Event {
    static final String RETIRED = "retired";
    static final String DROPPED = "its lease was dropped";
    static final String EVICTED = "evicted for another key";

    @Label("Pool")
    String pool = "";

    @Label("Key")
    @Description("The key in its printable form, a number unless the pool was given one")
    String key = "";

    @Label("Reason")
    String reason = "";

    void commit(String pool, String key, String reason) {
        this.pool = pool;
        this.key = key;
        this.reason = reason;
        commit();
    }
}
