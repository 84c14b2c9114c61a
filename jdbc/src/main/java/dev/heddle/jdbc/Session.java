/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's settings were before anybody changed them, and which have been changed since.
 *
 * <p>A setting is read when it is about to be changed for the first time, and kept for the life of the connection. So a
 * user who changes nothing pays nothing, neither at the first use nor at the close, and a setting that the driver does
 * not have is never asked for.
 */
final class Session {
    /*
     * field      guarded by lock
     * ---------  -----------------------------------------------------------------------------------
     * original   values as they were when the connection was opened; entries are added, never changed
     * changed    the settings that may differ from it; read without the lock by isUnchanged
     *
     * The lock is held while the driver reads and writes a setting. Without it, two threads that change
     * one setting for the first time could take each other's value for the original one. A driver that
     * hangs there holds up nothing but changes of settings on its own connection.
     */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Setting<?>, @Nullable Object> original = new HashMap<>();
    private final Set<Setting<?>> changed = new HashSet<>();

    <V extends @Nullable Object> void change(Connection connection, Setting<V> setting, V value) throws SQLException {
        lock.lock();
        try {
            willChange(connection, setting);
            setting.writer().write(connection, value);
            if (Objects.equals(value, original.get(setting))) {
                changed.remove(setting);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has a setting put back at the end that is about to be changed by other means. */
    void willChange(Connection connection, Setting<?> setting) throws SQLException {
        lock.lock();
        try {
            if (!original.containsKey(setting)) {
                original.put(setting, setting.reader().read(connection));
            }
            changed.add(setting); // before it is written: a write that fails may have had its effect
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing was changed. Only asked when no call is under way, after the last of those that write. */
    boolean isUnchanged() {
        return changed.isEmpty();
    }

    /**
     * Puts back what was changed.
     *
     * @return whether something was that a transaction's end may undo
     */
    boolean restore(Connection connection) throws SQLException {
        if (isUnchanged()) {
            return false;
        }
        lock.lock();
        try {
            boolean transactional = false;
            for (Setting<?> setting : Setting.ALL) {
                if (changed.contains(setting)) {
                    write(connection, setting);
                    transactional |= setting.kind() == Setting.Kind.TRANSACTIONAL;
                }
            }
            changed.clear();
            return transactional;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the value was read by the same setting
    private <V extends @Nullable Object> void write(Connection connection, Setting<V> setting) throws SQLException {
        setting.writer().write(connection, (V) original.get(setting));
    }
}
