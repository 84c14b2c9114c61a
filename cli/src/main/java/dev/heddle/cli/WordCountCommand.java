/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static dev.heddle.cli.WordCountOptions.isSet;

import dev.heddle.mapreduce.BadInput;
import dev.heddle.mapreduce.Engine;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.JobException;
import dev.heddle.mapreduce.Report;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.Skipped;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Stats;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code heddle wordcount}: finds the inputs, has them counted, prints the counts. */
final class WordCountCommand implements Callable<Integer> {
    private final Streams streams;
    private final WordCountOptions options = new WordCountOptions(this);

    private WordCountCommand(Streams streams) {
        this.streams = streams;
    }

    /** Describes the command, which talks to {@code streams}. */
    static CommandSpec spec(Streams streams) {
        return Commands.withStandardOptions(new WordCountCommand(streams).options.spec);
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        options.check();
        boolean keepsGoing = isSet(options.keepGoing);
        boolean isQuiet = isSet(options.quiet);
        Inputs inputs = new Inputs(isSet(options.hidden), isSet(options.follow), options.selection());
        boolean readsStandardInput = options.readsStandardInput();
        List<String> locations = new ArrayList<>();
        for (String path : options.named()) {
            if (options.isOnSpark() && OnSpark.isUri(path)) {
                locations.add(path);
            } else if (!path.equals(WordCountOptions.STANDARD_INPUT)) {
                int before = inputs.files().size();
                inputs.add(path);
                inputs.files().stream().skip(before).map(Path::toString).forEach(locations::add);
            }
        }
        inputs.problems().forEach(streams::complain);
        if (!inputs.problems().isEmpty() && !keepsGoing) {
            return Heddle.FAILED;
        }
        if (readsStandardInput && streams.inIsTerminal() && !isQuiet) {
            streams.say("Counting what is typed; Ctrl-D ends it.");
        }
        Path file = options.output.getValue();
        Path page = options.html.getValue();
        try (Output place = file == null ? null : Output.to(file);
                Output pagePlace = page == null ? null : Output.to(page);
                WordCounts counts = options.isOnSpark()
                        ? countOnSpark(locations)
                        : count(words().start(input(inputs.files(), readsStandardInput)), options.resume.getValue())) {
            Report report = counts.report();
            for (Skipped skipped : report.skipped()) {
                streams.complain(skipped.input() + ": " + skipped.reason());
            }
            boolean incomplete =
                    !inputs.problems().isEmpty() || !report.skipped().isEmpty();
            Table table = table(counts, inputs.problems().size());
            if (pagePlace != null) {
                writePage(table, counts, pagePlace);
            }
            if (!print(table, place)) {
                return Heddle.READER_GONE;
            }
            if (!isQuiet) {
                streams.say(summary(report));
            }
            return incomplete ? Heddle.FAILED : Heddle.OK;
        } catch (CancellationException e) {
            // The process is about to end, with the exit code of what ended it.
            return Heddle.INTERRUPTED;
        }
    }

    private Input<Slice> input(List<Path> files, boolean readsStandardInput) throws Failure {
        Charset from = options.encoding.getValue();
        if (readsStandardInput && files.isEmpty()) {
            try {
                return Input.stream(
                        "standard input", from == null ? streams.in() : Decoding.toUtf8(streams.in(), from));
            } catch (IOException e) {
                throw new Failure("cannot read standard input: " + Failure.reason(e));
            }
        }
        List<Path> all = new ArrayList<>(files);
        if (readsStandardInput) {
            all.add(Path.of("/dev/stdin"));
        }
        return Input.files(all, path -> Decoding.of(path, from));
    }

    private WordCount words() {
        WordCount.Builder words = WordCount.builder()
                .tokenizer(options.tokens.getValue())
                .badInput(isSet(options.keepGoing) ? BadInput.SKIP : BadInput.FAIL);
        if (isSet(options.lower)) {
            words.foldCase();
        }
        Integer workers = options.threads.getValue();
        if (workers != null) {
            words.workers(workers);
        }
        Long bytes = options.memory.getValue();
        if (bytes != null) {
            words.memory(bytes);
        }
        Duration time = options.deadline.getValue();
        if (time != null) {
            words.deadline(time);
        }
        Path kept = options.resume.getValue();
        if (kept != null) {
            words.resume(kept);
        }
        return words.build();
    }

    private WordCounts count(Run<WordCounts> started, @Nullable Path kept) throws Failure, InterruptedException {
        try (Run<WordCounts> run = started;
                KeptOnExit closing = KeptOnExit.of(run, kept, streams)) {
            WordCounts counts = isSet(options.quiet) ? run.await() : awaitWithProgress(run);
            closing.callOff();
            return counts;
        } catch (JobException e) {
            // What another run goes on from is of no use where its input or that itself is to blame.
            boolean goesOn = !(e instanceof InputException) && !e.input().equals(String.valueOf(kept));
            throw new Failure(e.getMessage() + (goesOn ? KeptOnExit.hint(kept) : ""));
        }
    }

    private WordCounts countOnSpark(List<String> locations) throws Failure, InterruptedException {
        Integer cores = options.threads.getValue();
        String url = options.master.getValue();
        String target = url != null ? url : "local[" + (cores == null ? "*" : cores) + "]";
        try (Engine spark = OnSpark.connect(target, options.settings(), options.spec, locations)) {
            return count(spark.start(words().job(), locations), null);
        }
    }

    private WordCounts awaitWithProgress(Run<WordCounts> run) throws InterruptedException {
        Progress progress = Progress.of(streams, () -> {
            Stats stats = run.stats();
            return new Progress.Point(stats.bytesDone(), stats.bytesTotal());
        });
        try {
            return run.await();
        } finally {
            progress.close();
        }
    }

    private Table table(WordCounts counts, int notFound) {
        Report report = counts.report();
        Tokenizer contract = options.tokens.getValue();
        int shown = options.top.getValue();
        Long least = options.minCount.getValue();
        List<WordCounts.Entry> first = counts.top(isSet(options.all) ? 1 : shown);
        Iterable<WordCounts.Entry> wanted =
                isSet(options.all) ? () -> counts.stream().iterator() : first;
        return new Table(
                (isSet(options.lower) ? contract.foldCase() : contract).name(),
                report.inputs(),
                report.skipped().size() + notFound,
                report.bytes(),
                counts.total(),
                counts.distinct(),
                first.isEmpty() ? 0 : first.getFirst().count(),
                least == null ? wanted : new AtLeast(wanted, least));
    }

    private static void writePage(Table table, WordCounts counts, Output place) throws Failure {
        try {
            HtmlReport.write(table, counts.stream().iterator(), summary(counts.report()), place.stream());
            place.commit();
        } catch (IOException e) {
            throw Failure.of("write", place.name(), e);
        }
    }

    /** Prints the table; returns false when nobody reads it any more. */
    private boolean print(Table table, @Nullable Output place) throws Failure {
        Format chosen = isSet(options.chart) ? Format.CHART : options.format.getValue();
        if (place != null) {
            try {
                chosen.write(table, place.stream());
                place.commit();
                return true;
            } catch (IOException e) {
                throw Failure.of("write", place.name(), e);
            }
        }
        try {
            chosen.write(table, streams.out());
            return true;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return false;
            }
            throw new Failure("cannot write to standard output: " + Failure.reason(e));
        }
    }

    private static String summary(Report report) {
        double seconds = Math.max(report.elapsedNanos(), 1) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s in %.2f s, %s/s, %d %s",
                Figures.bytes(report.bytes()),
                seconds,
                Figures.bytes((long) (report.bytes() / seconds)),
                report.workers(),
                report.workers() == 1 ? "thread" : "threads");
    }
}
