/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge.Builder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** How Heddle's counters show in Micrometer: the registry reads them when it publishes, and adding stays as cheap. */
class MicrometerExampleTest {
    enum Traffic {
        REQUESTS,
        BYTES
    }

    @Test
    void bindsCountersAndGauges() {
        MeterRegistry registry = new SimpleMeterRegistry();

        // @start region="micrometer"
        StripedCounter served = new StripedCounter();
        FunctionCounter.builder("requests.served", served, StripedCounter::sum).register(registry);

        Gauge inFlight = new Gauge();
        Builder<Gauge> builder =
                io.micrometer.core.instrument.Gauge.builder("requests.in.flight", inFlight, Gauge::value);
        builder.register(registry);

        CounterGroup<Traffic> traffic = CounterGroup.of(Traffic.class);
        for (Traffic counter : Traffic.values()) {
            FunctionCounter.builder("traffic", traffic, group -> group.sum(counter))
                    .tag("kind", counter.name())
                    .register(registry);
        }
        // @end

        served.increment();
        inFlight.up(3);
        inFlight.down();
        traffic.row().increment(Traffic.REQUESTS).add(Traffic.BYTES, 512);

        assertThat(registry.get("requests.served").functionCounter().count()).isEqualTo(1);
        assertThat(registry.get("requests.in.flight").gauge().value()).isEqualTo(2);
        assertThat(registry.get("traffic")
                        .tag("kind", "BYTES")
                        .functionCounter()
                        .count())
                .isEqualTo(512);
    }
}
