/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who connects where: a JDBC URL, and the user, the password and the driver's properties that go with it.
 *
 * <p>Tenants with the same values are equal and share connections. The password is one of these values: who gives
 * another does not get a connection that was opened with the right one.
 *
 * <p>No method hands a secret out, and {@link #toString} shows of the URL only what cannot be a credential.
 *
 * @implSpec Promises: none, because it never changes.
 */
public final class Tenant {
    private final String url;
    private final @Nullable String user;
    private final Map<String, String> properties;
    private final Secrets secrets;
    private final int hash;
    private final String shown;

    private Tenant(String url, Map<String, String> properties) {
        this.url = url;
        this.properties = properties;
        this.user = properties.get("user");
        List<String> values = new ArrayList<>();
        properties.forEach((name, value) -> {
            if (Secrets.isSecret(name)) {
                values.add(value);
            }
        });
        this.secrets = new Secrets(url, values);
        this.hash = 31 * url.hashCode() + (user == null ? 0 : user.hashCode());
        this.shown = user == null ? secrets.url() : user + " at " + secrets.url();
    }

    /**
     * A tenant whose URL says it all.
     *
     * @param url the JDBC URL
     * @return the tenant
     */
    public static Tenant of(String url) {
        return new Tenant(checked(url), Map.of());
    }

    /**
     * A tenant with a user and a password.
     *
     * @param url the JDBC URL
     * @param user the user
     * @param password the password
     * @return the tenant
     */
    public static Tenant of(String url, String user, String password) {
        return of(url).with("user", user).with("password", password);
    }

    /**
     * The same tenant with one more property of the driver.
     *
     * @param name the name of the property
     * @param value its value; a secret where the name says so, as {@code password} does
     * @return another tenant
     */
    public Tenant with(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        Map<String, String> more = new TreeMap<>(properties);
        more.put(name, value);
        return new Tenant(url, more);
    }

    /** The URL, for the driver only. */
    String url() {
        return url;
    }

    /** The properties, for the driver only. */
    Properties properties() {
        Properties all = new Properties();
        all.putAll(properties);
        return all;
    }

    Secrets secrets() {
        return secrets;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Tenant that
                && hash == that.hash
                && url.equals(that.url)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Shows the user, and the URL as far as the name of the database. */
    @Override
    public String toString() {
        return shown;
    }

    private static String checked(String url) {
        requireNonNull(url, "url");
        if (!url.regionMatches(true, 0, "jdbc:", 0, 5)) {
            throw new IllegalArgumentException(
                    "url: " + Secrets.masked(url) + " (expected: a JDBC URL, which begins with jdbc:)");
        }
        return url;
    }
}
