/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heddle.jdbc.PooledDataSource;
import dev.heddle.jdbc.Tenant;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Driver;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.vibur.dbcp.ViburDBCPDataSource;

/** The data sources that are measured, each with its defaults but for the number of connections, all of them open. */
public enum DataSources {
    HEDDLE("PooledDataSource") {
        @Override
        Opened open(Driver driver, String url, String user, String password, int connections) {
            PooledDataSource source = PooledDataSource.builder(Tenant.of(url, user, password))
                    .driver(driver)
                    .maxPerTenant(connections)
                    .build();
            return new Opened(source, source);
        }
    },
    HIKARI("HikariCP") {
        @Override
        Opened open(Driver driver, String url, String user, String password, int connections) {
            HikariConfig config = new HikariConfig();
            config.setDriverClassName(driver.getClass().getName());
            config.setJdbcUrl(url);
            config.setUsername(user);
            config.setPassword(password);
            config.setMaximumPoolSize(connections);
            HikariDataSource source = new HikariDataSource(config);
            return new Opened(source, source);
        }
    },
    AGROAL("Agroal") {
        @Override
        Opened open(Driver driver, String url, String user, String password, int connections) throws Exception {
            AgroalDataSource source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .metricsEnabled(false)
                    .connectionPoolConfiguration(pool -> pool.initialSize(connections)
                            .maxSize(connections)
                            .acquisitionTimeout(Duration.ofSeconds(30))
                            .connectionFactoryConfiguration(
                                    factory -> factory.connectionProviderClass(driver.getClass())
                                            .jdbcUrl(url)
                                            .principal(new NamePrincipal(user))
                                            .credential(new SimplePassword(password)))));
            return new Opened(source, source);
        }
    },
    VIBUR("Vibur") {
        @Override
        Opened open(Driver driver, String url, String user, String password, int connections) {
            ViburDBCPDataSource source = new ViburDBCPDataSource();
            source.setDriver(driver);
            source.setJdbcUrl(url);
            source.setUsername(user);
            source.setPassword(password);
            source.setPoolInitialSize(connections);
            source.setPoolMaxSize(connections);
            source.setConnectionTimeoutInMs(30_000);
            source.start();
            return new Opened(source, source);
        }
    },
    DBCP("commons-dbcp2") {
        @Override
        Opened open(Driver driver, String url, String user, String password, int connections) throws Exception {
            BasicDataSource source = new BasicDataSource();
            source.setDriver(driver);
            source.setUrl(url);
            source.setUsername(user);
            source.setPassword(password);
            source.setMaxTotal(connections);
            source.setMaxIdle(connections);
            source.setInitialSize(connections);
            return new Opened(source, source);
        }
    };

    final String title;

    DataSources(String title) {
        this.title = title;
    }

    /** Makes the pool. */
    abstract Opened open(Driver driver, String url, String user, String password, int connections) throws Exception;

    /** A data source, and what closes it. */
    record Opened(DataSource source, AutoCloseable closer) {}
}
