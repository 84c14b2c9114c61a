/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://host:5432/db                                    | jdbc:postgresql://host:5432/db
            jdbc:postgresql://host/db?user=scott&password=tiger               | jdbc:postgresql://host/db?***
            jdbc:postgresql://host/db?ssl=true&PassWord=tiger                 | jdbc:postgresql://host/db?***
            jdbc:postgresql://scott:tiger@host/db                             | jdbc:postgresql:***@host/db
            jdbc:postgresql://scott:ti@ger@host/db                            | jdbc:postgresql:***@host/db
            jdbc:postgresql://scott:ti?ger@host/db                            | jdbc:postgresql:***
            jdbc:postgresql://scott:tiger@host/db?password=tiger              | jdbc:postgresql:***@host/db?***
            jdbc:postgresql://host/db?password=ti@ger                         | jdbc:postgresql:***
            jdbc:h2:mem:db;USER=scott;PASSWORD=tiger                          | jdbc:h2:mem:db;***
            jdbc:sqlserver://host:1433;databaseName=db;password={ti;ger}      | jdbc:sqlserver://host:1433;***
            jdbc:db2://host:50000/db:user=scott;password=tiger;               | jdbc:db2://host:50000/db:***
            jdbc:db2://host:50000/db:password=tiger                           | jdbc:db2://host:50000/db:***
            jdbc:teradata://host/USER=scott,PASSWORD=tiger                    | jdbc:teradata://host/***
            jdbc:oracle:thin:scott/tiger@//host:1521/db                       | jdbc:oracle:***@//host:1521/db
            jdbc:oracle:thin:scott/tiger@host:1521:db                         | jdbc:oracle:***@host:1521:db
            jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=host))(PASSWORD=tiger)) | jdbc:oracle:***@(***
            jdbc:mysql://address=(host=h)(user=scott)(password=tiger)/db      | jdbc:mysql://***
            jdbc:mysql://(host=h,user=scott,password=tiger)/db                | jdbc:mysql://(***
            JDBC:MYSQL://scott:tiger@host/db                                  | JDBC:MYSQL:***@host/db
            jdbc:tiger:x@host                                                 | jdbc:tiger:***@host
            """)
    void showsNothingOfAUrlThatCouldBeACredential(String url, String shown) {
        assertThat(Tenant.of(url)).hasToString(shown);
        assertThat(Tenant.of(url, "scott", "tiger")).hasToString("scott at " + shown);
    }

    @Test
    void equalsWhenEverythingIsEqualThePasswordToo() {
        Tenant tenant = Tenant.of("jdbc:h2:mem:a", "scott", "tiger");
        assertThat(tenant)
                .isEqualTo(Tenant.of("jdbc:h2:mem:a").with("password", "tiger").with("user", "scott"))
                .hasSameHashCodeAs(Tenant.of("jdbc:h2:mem:a", "scott", "tiger"))
                .isNotEqualTo(Tenant.of("jdbc:h2:mem:a", "scott", "lion"))
                .isNotEqualTo(Tenant.of("jdbc:h2:mem:a", "jones", "tiger"))
                .isNotEqualTo(Tenant.of("jdbc:h2:mem:b", "scott", "tiger"))
                .isNotEqualTo(tenant.with("ssl", "true"))
                .isNotEqualTo(null);
    }

    @Test
    void refusesWhatIsNoJdbcUrlWithoutRepeatingItsSecrets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tenant.of("postgresql://scott:tiger@host/db?password=tiger"))
                .withMessage("url: ***@host/db?*** (expected: a JDBC URL, which begins with jdbc:)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://scott:tiger@host/db
            jdbc:postgresql://host/db?password=tiger&x=y
            jdbc:postgresql://host/db?password=tig%65r
            jdbc:h2:mem:db;PASSWORD=tiger;X=y
            jdbc:sqlserver://host;password={tiger};x=y
            jdbc:oracle:thin:scott/tiger@host:1521:db
            jdbc:mysql://address=(host=h)(password=tiger)/db
            jdbc:mysql://(host=h,password=tiger,port=1)/db
            """)
    void takesThePasswordOutOfWhateverTheDriverSays(String url) {
        SQLException next = new SQLException("second: tiger", "28000", 2);
        SQLException failure = new SQLTransientConnectionException("no way to " + url, "08001", 1);
        failure.initCause(new IllegalStateException("cause: tiger", new java.io.IOException("deep: tiger")));
        failure.setNextException(next);
        failure.addSuppressed(new IllegalArgumentException("suppressed: tiger"));

        SQLException masked = Tenant.of(url).secrets().masked(failure);

        StringWriter text = new StringWriter();
        masked.printStackTrace(new PrintWriter(text));
        masked.getNextException().printStackTrace(new PrintWriter(text));
        assertThat(text.toString())
                .doesNotContain("tiger")
                .doesNotContain("tig%65r")
                .contains("deep: ***");
        assertThat(masked.getSQLState()).isEqualTo("08001");
        assertThat(masked.getErrorCode()).isEqualTo(1);
        assertThat(masked.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void leavesAnExceptionThatSaysNothingAsItIs() {
        SQLException failure = new SQLException("password authentication failed for user \"scott\"", "28P01");
        assertThat((Throwable) Tenant.of("jdbc:postgresql://host/db", "scott", "tiger")
                        .secrets()
                        .masked(failure))
                .isSameAs(failure);
    }

    @Test
    void takesAShortPasswordOnlyWhereItStandsAlone() {
        Secrets secrets = Tenant.of("jdbc:h2:mem:db", "sa", "sa").secrets();
        assertThat(secrets.masked("password sa is the same", "")).isEqualTo("password *** is the same");
    }

    @Test
    void masksARingOfExceptionsOnce() {
        SQLException first = new SQLException("tiger");
        SQLException second = new SQLException("tiger", first);
        first.initCause(second);
        assertThat((Throwable)
                        Tenant.of("jdbc:h2:mem:db", "scott", "tiger").secrets().masked(first))
                .hasMessage("***");
    }
}
