/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public type as its source tells it.
 *
 * @param name the binary name
 * @param source where it is written, from the root of the repository
 * @param promises what its Javadoc promises, in order
 * @param exempt why it need not promise anything, null when it must
 */
record PromisedType(
        String name,
        String source,
        List<String> promises,
        @Nullable String exempt) {
    PromisedType {
        promises = List.copyOf(promises);
    }

    String packageName() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
