/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an exception of the driver says about the connection that it came from. */
enum Health {
    /** The statement failed, the connection did not. */
    SOUND,
    /** The exception does not say: ask the connection before somebody else gets it. */
    DOUBTFUL,
    /** The connection is gone. */
    BROKEN;

    /** Class 08 is the standard's. The rest are states with which a database ends a session, or says that it has. */
    private static final Set<String> BROKEN_STATES = Set.of(
            "01002", // SQL standard: disconnect error
            "25P03", // PostgreSQL: idle_in_transaction_session_timeout
            "25P04", // PostgreSQL: transaction_timeout
            "57P01", // PostgreSQL: admin_shutdown
            "57P02", // PostgreSQL: crash_shutdown
            "57P03", // PostgreSQL: cannot_connect_now
            "57P04", // PostgreSQL: database_dropped
            "57P05", // PostgreSQL: idle_session_timeout
            "90067", // H2: connection broken
            "90098", // H2: database was closed
            "90121", // H2: database called at shutdown
            "JZ0C0", // jConnect: connection is closed
            "JZ0C1"); // jConnect: an I/O error closed the connection

    /** Classes of states that speak of the statement, of its data or its transaction. */
    private static final Set<String> SOUND_CLASSES = Set.of(
            "01", "02", "07", "0A", "0F", "20", "21", "22", "23", "24", "25", "26", "27", "2B", "2D", "2F", "34", "38",
            "39", "3B", "3D", "3F", "40", "42", "44", "55", "57", "P0");

    /** States with which a database turns a user away, beside class 28, whose password or name it does not accept. */
    private static final Set<String> FINAL_STATES = Set.of(
            "3D000", // SQL standard: no such database
            "42501", // PostgreSQL: the user may not connect to the database
            "90146"); // H2: no such database

    /**
     * Errors that say the same, of databases whose state says nothing: the number counts together with the state, since
     * the same number is another error elsewhere. As their makers document them.
     */
    private static final Map<String, Set<Integer>> FINAL_ERRORS = Map.of(
            "72000", // Oracle: wrong name or password, may not connect
            Set.of(1017, 1045),
            "99999", // Oracle: account locked, password expired
            Set.of(28000, 28001),
            "S0001", // SQL Server: login failed, not trusted, disabled, locked, password expired, must be changed
            Set.of(18456, 18452, 18470, 18486, 18487, 18488),
            "42000", // MySQL: may not connect to the database, no such database
            Set.of(1044, 1049),
            "HY000", // MySQL, MariaDB: host not allowed, password expired, account locked
            Set.of(1130, 1820, 1862, 3118, 4151));

    /** Whether an attempt to connect that failed like this would fail again until somebody puts it right. */
    static boolean isFinal(SQLException failure) {
        if (failure instanceof SQLInvalidAuthorizationSpecException) {
            return true;
        }
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("28")
                        || FINAL_STATES.contains(state)
                        || FINAL_ERRORS.getOrDefault(state, Set.of()).contains(failure.getErrorCode()));
    }

    /** Looks through an exception, what caused it, and what came with it, for the worst. */
    static Health of(Throwable failure) {
        Health worst = SOUND;
        int left = 100; // chains of drivers have been seen to be circles
        for (Throwable cause = failure; cause != null && left > 0; cause = cause.getCause()) {
            if (cause instanceof SQLException first) {
                for (SQLException e = first; e != null && left-- > 0; e = e.getNextException()) {
                    Health health = ofOne(e);
                    worst = health.compareTo(worst) > 0 ? health : worst;
                }
            } else {
                left--;
                worst = worst == SOUND ? DOUBTFUL : worst;
            }
        }
        return worst;
    }

    private static Health ofOne(SQLException e) {
        if (e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLRecoverableException) {
            return BROKEN;
        }
        return ofState(e.getSQLState());
    }

    private static Health ofState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return DOUBTFUL;
        }
        if (state.startsWith("08") || BROKEN_STATES.contains(state)) {
            return BROKEN;
        }
        return SOUND_CLASSES.contains(state.substring(0, 2)) ? SOUND : DOUBTFUL;
    }
}
