/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
    @ParameterizedTest
    @ValueSource(strings = {"08000", "08003", "08006", "57P01", "57P02", "57P03", "25P03", "01002", "90121", "JZ0C0"})
    void isBrokenAfterAStateThatEndsASession(String state) {
        assertThat(Health.of(new SQLException("gone", state))).isEqualTo(Health.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"22012", "23505", "25P02", "40001", "40P01", "42601", "42P01", "55P03", "57014", "0A000", "P0001"
            })
    void isSoundAfterAStateThatSpeaksOfTheStatement(String state) {
        assertThat(Health.of(new SQLException("no", state))).isEqualTo(Health.SOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "XX000", "58030", "53200", "HY000", "S1000", "72000"})
    void isDoubtfulAfterAnyOther(String state) {
        assertThat(Health.of(new SQLException("what?", state))).isEqualTo(Health.DOUBTFUL);
    }

    @Test
    void isDoubtfulWithoutAState() {
        assertThat(Health.of(new SQLException("what?"))).isEqualTo(Health.DOUBTFUL);
        assertThat(Health.of(new IllegalStateException("bug of the driver"))).isEqualTo(Health.DOUBTFUL);
    }

    @Test
    void looksAtEveryExceptionThatCame() {
        SQLException batch = new BatchUpdateException("row 3", "23505", new int[0]);
        batch.setNextException(new SQLException("and then the line went dead", "08006"));
        assertThat(Health.of(batch)).isEqualTo(Health.BROKEN);
        assertThat(Health.of(new SQLException("no", "42601", new SQLException("cause", "57P01"))))
                .isEqualTo(Health.BROKEN);
        assertThat(Health.of(new SQLException("no", "42601", new IOException("reset by peer"))))
                .isEqualTo(Health.DOUBTFUL);
        assertThat(Health.of(new SQLNonTransientConnectionException("no state")))
                .isEqualTo(Health.BROKEN);
    }

    @Test
    void endsInARingOfExceptions() {
        SQLException first = new SQLException("a", "42601");
        SQLException second = new SQLException("b", "42601", first);
        first.initCause(second);
        assertThat(Health.of(first)).isEqualTo(Health.SOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "28000, 0",
        "28P01, 0",
        "3D000, 0",
        "42501, 0",
        "90146, 0", // the standard, PostgreSQL, H2
        "72000, 1017",
        "72000, 1045",
        "99999, 28000",
        "99999, 28001", // Oracle
        "S0001, 18456",
        "S0001, 18452",
        "S0001, 18470",
        "S0001, 18486",
        "S0001, 18487",
        "S0001, 18488", // SQL Server
        "28000, 1045",
        "42000, 1044",
        "42000, 1049",
        "HY000, 1130",
        "HY000, 1820",
        "HY000, 3118", // MySQL
        "HY000, 4151" // MariaDB
    })
    void takesARefusalAsFinal(String state, int code) {
        assertThat(Health.isFinal(new SQLException("no", state, code))).isTrue();
    }

    /** A server that is down, starting or full; and the numbers from above where they mean something else. */
    @ParameterizedTest
    @CsvSource({
        "08001, 0",
        "57P03, 0",
        "53300, 0",
        "66000, 12514",
        "S0001, 4060",
        "08S01, 0",
        "HY000, 1040",
        "HY000, 1017",
        "72000, 18456",
        "42000, 42000"
    })
    void takesNothingElseAsFinal(String state, int code) {
        assertThat(Health.isFinal(new SQLException("not now", state, code))).isFalse();
    }

    @Test
    void takesTheKindOfTheExceptionForIt() {
        assertThat(Health.isFinal(new SQLInvalidAuthorizationSpecException("no state")))
                .isTrue();
        assertThat(Health.isFinal(new SQLException("no state"))).isFalse();
    }
}
