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

/** A thread that found no free connection and had to wait, in a flight recording. */
@Name("dev.heddle.PoolWait")
@Label("Pool Wait")
@Category({"Heddle", "Pool"})
@Description("A thread found no free connection and waited")
@StackTrace(false)
final class WaitEvent extends Event {
    @Label("Pool")
    String pool = "";

    @Label("Key")
    @Description("The key in its printable form, a number unless the pool was given one")
    String key = "";

    @Label("Served")
    @Description("Whether a connection came in time")
    boolean served;

    void commit(String pool, String key, boolean served) {
        this.pool = pool;
        this.key = key;
        this.served = served;
        commit();
    }
}
