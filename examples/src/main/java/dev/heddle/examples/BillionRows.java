/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.mapreduce.Groups;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The lowest, mean and highest temperature of each station, from lines such as "Hamburg;12.0": the known challenge. */
public final class BillionRows {
    private BillionRows() {}

    /** Temperatures in tenths of a degree. */
    private record Weather(int low, int high, long sum, long count) implements Serializable {
        Weather plus(Weather other) {
            return new Weather(
                    Math.min(low, other.low), Math.max(high, other.high), sum + other.sum, count + other.count);
        }

        String text() {
            return String.format(
                    Locale.ROOT, "%.1f/%.1f/%.1f", low / 10.0, Math.round((double) sum / count) / 10.0, high / 10.0);
        }
    }

    private static int tenths(Slice line, int from) {
        int value = 0;
        for (int i = from; i < line.length(); i++) {
            byte b = line.get(i);
            value = b >= '0' && b <= '9' ? value * 10 + b - '0' : value;
        }
        return line.get(from) == '-' ? -value : value;
    }

    /**
     * Runs the example.
     *
     * @param args the file
     * @throws InterruptedException if interrupted while reading
     */
    public static void main(String[] args) throws InterruptedException {
        Job<Slice, Groups<String, String>> stations = Job.lines()
                .<String, Weather>map((line, out) -> {
                    int end = line.indexOf((byte) ';', 0);
                    int tenths = tenths(line, end + 1);
                    out.emit(line.part(0, end).toString(), new Weather(tenths, tenths, tenths, 1));
                })
                .reduce(Weather::plus, (station, weather) -> weather.text());
        StringJoiner shown = new StringJoiner(", ", "{", "}");
        for (Map.Entry<String, String> station :
                stations.run(Input.files(Path.of(args[0]))).sorted(Map.Entry.comparingByKey())) {
            shown.add(station.getKey() + "=" + station.getValue());
        }
        System.out.println(shown);
    }
}
