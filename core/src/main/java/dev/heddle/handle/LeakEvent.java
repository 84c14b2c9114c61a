/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import java.io.PrintWriter;
import java.io.StringWriter;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A handle that was dropped without close, in a flight recording. */
@Name("dev.heddle.HandleLeak")
@Label("Handle Leak")
@Category({"Heddle", "Handles"})
@Description("A handle was dropped without close; its share was given back")
@StackTrace(false)
final class LeakEvent extends Event {
    @Label("Kind")
    String kind = "";

    @Label("Opened")
    @Description("The stack that opened the handle, empty when it was not recorded")
    String opened = "";

    static void emit(Leak leak) {
        LeakEvent event = new LeakEvent();
        if (event.shouldCommit()) {
            event.kind = leak.kind();
            Throwable taken = leak.opened();
            if (taken != null) {
                StringWriter text = new StringWriter();
                taken.printStackTrace(new PrintWriter(text));
                event.opened = text.toString();
            }
            event.commit();
        }
    }
}
