/** How the waiters of harnesses sleep. */
@org.jspecify.annotations.NullMarked
package dev.heddle.internal;
