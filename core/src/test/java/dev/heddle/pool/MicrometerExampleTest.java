/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.pool.StubConnector.Connection;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** How a pool shows in Micrometer: the registry reads its stats when it publishes, and leases stay as cheap. */
class MicrometerExampleTest {
    @Test
    void bindsAPoolToMicrometer() throws InterruptedException {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (ConnectionPool<String, Connection> pool =
                ConnectionPool.builder(new StubConnector()).name("db").build()) {

            // @start region="micrometer"
            Gauge.builder("pool.leased", pool, each -> each.stats().leased()).register(registry);
            Gauge.builder("pool.waiting", pool, each -> each.stats().waiting()).register(registry);
            FunctionCounter.builder("pool.acquired", pool, each -> each.stats().acquired())
                    .register(registry);
            FunctionCounter.builder("pool.timeouts", pool, each -> each.stats().timedOut())
                    .register(registry);
            FunctionCounter.builder("pool.leaked", pool, each -> each.stats().leaked())
                    .register(registry);
            // @end

            try (var lease = pool.acquire("tenant")) {
                assertThat(lease.isClosed()).isFalse();
                assertThat(registry.get("pool.leased").gauge().value()).isEqualTo(1);
            }
            assertThat(registry.get("pool.leased").gauge().value()).isZero();
            assertThat(registry.get("pool.acquired").functionCounter().count()).isEqualTo(1);
        }
    }
}
