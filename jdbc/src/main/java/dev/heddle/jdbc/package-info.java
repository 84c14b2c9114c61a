/**
 * Pooled JDBC connections.
 *
 * <ul>
 *   <li>{@link dev.heddle.jdbc.PooledDataSource} - one pool for many tenants, behind {@code javax.sql.DataSource}.
 *   <li>{@link dev.heddle.jdbc.Tenant} - who connects where: the key of the pool, which never shows its secrets.
 * </ul>
 */
@NullMarked
package dev.heddle.jdbc;

import org.jspecify.annotations.NullMarked;
