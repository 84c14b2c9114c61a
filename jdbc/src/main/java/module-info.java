/** A connection pool behind {@code javax.sql.DataSource}, one for all tenants of a database or of many. */
@org.jspecify.annotations.NullMarked
module dev.heddle.jdbc {
    requires transitive dev.heddle.core;
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports dev.heddle.jdbc;
}
