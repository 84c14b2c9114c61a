/** Harnesses for the promises of the connection pool. */
@org.jspecify.annotations.NullMarked
package dev.heddle.pool;
