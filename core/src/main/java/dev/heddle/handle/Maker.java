/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

/**
 * How the resource of a key is made.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the resources
 */
@FunctionalInterface
public interface Maker<K, T> {

    /**
     * Makes a resource.
     *
     * @param key what it is for
     * @return the resource
     * @throws Exception when it cannot be made; all who wait for it get it as the cause of a {@link HandleException}
     */
    T make(K key) throws Exception;
}
