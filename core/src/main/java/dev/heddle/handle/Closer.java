/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

/**
 * What is done to a resource when its last owner lets go.
 *
 * @param <T> the type of the resource
 */
@FunctionalInterface
public interface Closer<T> {

    /**
     * Closes the resource.
     *
     * @param resource the resource
     * @throws Exception when closing fails; whoever closed last gets it as the cause of a {@link HandleException}
     */
    void close(T resource) throws Exception;
}
