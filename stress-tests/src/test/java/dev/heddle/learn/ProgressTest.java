/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static String halfway(boolean terminal, boolean quiet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), terminal, quiet, 2);
        progress.step(1, "lost update");
        progress.end();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void drawsABarWithWhatIsLeftAndTakesItAway() {
        assertThat(halfway(true, false))
                .contains("━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌   50 %  0:01 left  lost update")
                .endsWith("\r\u001b[2K");
    }

    @Test
    void saysNothingElsewhereForTenSecondsAndNothingAtAllWhenQuiet() {
        assertThat(halfway(false, false)).isEmpty();
        assertThat(halfway(true, true)).isEmpty();
    }
}
