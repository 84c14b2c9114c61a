/** A pool of connections by key, each leased to one owner at a time. */
@org.jspecify.annotations.NullMarked
package dev.heddle.pool;
