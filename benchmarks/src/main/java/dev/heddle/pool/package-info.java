/** The connection pool beside its peers. */
@org.jspecify.annotations.NullMarked
package dev.heddle.pool;
