/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.pipeline.Pipeline;
import dev.heddle.pipeline.Report;
import dev.heddle.pipeline.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Parses lines in parallel, keeps a sum by customer in order, skips what is broken, and sends the rest on in lists. */
public final class LogPipeline {
    private record Order(String customer, int amount) {}

    private LogPipeline() {}

    /**
     * Runs the example.
     *
     * @param args none
     * @throws InterruptedException if the program was interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        List<String> lines = IntStream.range(0, 10_000)
                .mapToObj(i -> i % 1000 == 999 ? "broken" : "customer " + i % 7 + "=" + i % 50)
                .toList();
        int[] sums = new int[7];
        List<List<Order>> sent = new ArrayList<>();

        Pipeline orders = Pipeline.from("receive", lines)
                .parallel("parse", 4, LogPipeline::parse)
                .skipFailures() // or retryFailures, replaceFailures; without any of them the first one ends the run
                .parallelByKey("sum up", 4, Order::customer, order -> add(sums, order))
                .batch("pack", 100, Duration.ofMillis(50))
                .to("send", sent::add);
        try (Run run = orders.start()) {
            Report report = run.await(); // in == out + skipped + joined: every line is accounted for
            System.out.println(report.in() + " lines, " + report.skipped() + " skipped, " + sent.size() + " lists");
            System.out.println(sums[0] + " from customer 0");
            assert run.stats().picture().contains("sum up");
        }
    }

    private static Order parse(String line) {
        int equals = line.indexOf('=');
        return new Order(line.substring(0, equals), Integer.parseInt(line.substring(equals + 1)));
    }

    /** Called for one item of a customer at a time, so that it needs no lock. */
    private static Order add(int[] sums, Order order) {
        sums[order.customer().charAt(order.customer().length() - 1) - '0'] += order.amount();
        return order;
    }
}
