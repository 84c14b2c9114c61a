/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import org.junit.jupiter.api.Test;

/** What the virtual machine says that it compiles in a square of the grid. */
class CompilerTest {
    private static final String BODY = "dev.heddle.learn.effect.DoubleChecked$Plain::";

    @Test
    void namesWhatAnActorCalls() {
        assertThat(Compiler.helpers(main("double-checked-locking").body()))
                .contains(BODY + "get", "dev.heddle.learn.effect.DoubleChecked$Lazy::*")
                .noneMatch(name -> name.contains("actor"));
        assertThat(Compiler.helpers(main("check-then-act").body()))
                .contains("dev.heddle.learn.effect.CheckThenAct$Plain::get");
        assertThat(Compiler.helpers(main("lost-update").body())).isEmpty();
    }

    private static Variant main(String effect) {
        return Catalog.find(effect).orElseThrow().main();
    }
}
