/** Harnesses for the promises of the pool behind {@code javax.sql.DataSource}. */
@org.jspecify.annotations.NullMarked
package dev.heddle.jdbc;
