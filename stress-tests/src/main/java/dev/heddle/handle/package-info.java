/** Harnesses for the promises of handles and of the cache of handles. */
@org.jspecify.annotations.NullMarked
package dev.heddle.handle;
