/** The {@code heddle} command: what it reads, what it prints and how it fails. An application, with no API. */
@NullMarked
package dev.heddle.cli;

import org.jspecify.annotations.NullMarked;
