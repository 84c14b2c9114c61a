/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import dev.heddle.counter.Tally;
import org.junit.jupiter.api.Test;

class TallyMultisetTest {
    private final Tally<String> tally = Tally.create();
    private final Multiset<String> view = new TallyMultiset<>(tally);

    @Test
    void showsWhatIsAddedToEither() {
        tally.add("a", 2);

        assertThat(view.add("a", 3)).isEqualTo(2);
        assertThat(view.add("b")).isTrue();

        assertThat(tally.count("a")).isEqualTo(5);
        assertThat(view).isEqualTo(ImmutableMultiset.of("a", "a", "a", "a", "a", "b"));
        assertThat(view.size()).isEqualTo(6);
        assertThat(view.elementSet()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void answersCountsThatAMultisetCanHave() {
        tally.add("many", 1L << 40);
        tally.add("few", -1);

        assertThat(view.count("many")).isEqualTo(Integer.MAX_VALUE);
        assertThat(view.count("few")).isZero();
        assertThat(view.contains("few")).isFalse();
        assertThat(view.count(null)).isZero();
        assertThat(view.count(17)).isZero();
    }

    @Test
    void refusesWhatItCannotDo() {
        tally.add("a", 2);

        assertThatThrownBy(() -> view.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> view.setCount("a", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(view::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> view.add("a", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("occurrences: -1 (expected: at least 0)");
        assertThat(view.count("a")).isEqualTo(2);
    }
}
