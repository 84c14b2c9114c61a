/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files and streams of one run as they were found, and those that turned out to be bad. Used by one thread. */
final class BytePlan {
    private final Job<Slice, ?> job;
    private final RunState state;
    private final int inputs;
    private final List<Planned> files = new ArrayList<>();
    private final List<Decoded> decoded = new ArrayList<>();
    private final List<StreamFeed> streams = new ArrayList<>();

    /** By place in the input. */
    private final TreeMap<Integer, Skipped> skipped = new TreeMap<>();

    private long bytesAtOpen;
    private long decodedBytes;

    private BytePlan(Job<Slice, ?> job, RunState state, int inputs) {
        this.job = job;
        this.state = state;
        this.inputs = inputs;
    }

    static BytePlan of(Input<Slice> input, Job<Slice, ?> job, RunState state) {
        // Not a switch over types: what that compiles to is a class that each process makes anew.
        if (input instanceof Input.Files files) {
            List<Path> paths = files.paths();
            BytePlan plan = new BytePlan(job, state, paths.size());
            for (int index = 0; index < paths.size(); index++) {
                Path path = paths.get(index);
                plan.add(path, index, files.decoders().apply(path));
            }
            return plan;
        }
        if (input instanceof Input.Stream stream) {
            BytePlan plan = new BytePlan(job, state, 1);
            plan.streams.add(StreamFeed.of(stream, job, state));
            return plan;
        }
        throw new IllegalArgumentException("input: " + input);
    }

    private void add(Path path, int index, @Nullable Decoder decoder) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw InputException.of(path.toString(), "is a directory");
            }
            if (!Files.isReadable(path)) {
                throw InputException.of(path.toString(), "permission denied");
            }
            if (decoder != null) {
                decoded.add(new Decoded(new SourceFile(path, index, attributes, 1), decoder));
            } else if (attributes.isRegularFile()) {
                files.add(new Planned(path, index, attributes));
            } else {
                streams.add(StreamFeed.of(path, job, state));
            }
        } catch (IOException e) {
            skip(index, InputException.of(path.toString(), -1, e));
        } catch (InputException e) {
            skip(index, e);
        }
    }

    private void skip(int index, InputException failure) {
        if (job.badInput() == BadInput.FAIL) {
            throw failure;
        }
        skipped.put(index, new Skipped(failure.input(), failure.reason()));
    }

    /** What the files that are not skipped hold, -1 if that cannot be known. */
    long bytesTotal() {
        return streams.isEmpty() && decoded.isEmpty()
                ? files.stream().mapToLong(file -> file.attributes.size()).sum()
                : -1;
    }

    boolean hasFiles() {
        return !files.isEmpty();
    }

    List<StreamFeed> streams() {
        return streams;
    }

    /** A pass over all files to decode that are not known to be bad. */
    List<StreamFeed> newDecodedPass() {
        decodedBytes = 0;
        return decoded.stream()
                .map(file -> StreamFeed.of(file.source, file.decoder, job, state))
                .toList();
    }

    /** Notes what was read of a file, or that it is bad; false when the counts of the pass are of no use. */
    boolean endDecoded(StreamFeed feed) {
        InputException bad = feed.bad();
        if (bad == null) {
            decodedBytes += feed.bytesRead();
            return true;
        }
        SourceFile source = requireNonNull(feed.source());
        skip(source.index, bad);
        decoded.removeIf(file -> file.source.index == source.index);
        return feed.bytesRead() == 0;
    }

    /**
     * What is counted, for another run that may go on with it: one line for each thing that would make a difference.
     */
    List<String> about() {
        List<String> lines = new ArrayList<>();
        lines.add("tokens " + job.tokenizer().name());
        lines.add("splits of " + job.splitBytes() + " bytes");
        for (Planned file : files) {
            BasicFileAttributes is = file.attributes;
            lines.add("file " + file.path + " of " + is.size() + " bytes, written " + is.lastModifiedTime() + ", "
                    + is.fileKey());
        }
        return lines;
    }

    /** Fails if a run could not go on in the middle of the input. */
    void requireResumable() {
        decoded.forEach(file -> refuse(file.source.name));
        streams.forEach(stream -> refuse(stream.name()));
    }

    private static void refuse(String name) {
        throw InputException.of(name, "can only be read from its beginning on, and no run can go on in it");
    }

    /** A pass over all files that are not known to be bad, without the splits that are done. */
    FileFeed newPass(BitSet done) {
        SplitQueue queue = new SplitQueue(
                files.stream().mapToLong(file -> file.attributes.size()).toArray(), job.splitBytes(), done);
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Planned file = files.get(i);
            sources.add(new SourceFile(file.path, file.index, file.attributes, queue.size(i)));
        }
        return new FileFeed(sources, queue, job, state);
    }

    /** Notes what the pass found bad; false when its counts are of no use. */
    boolean endPass(FileFeed pass) {
        bytesAtOpen = 0;
        for (SourceFile file : pass.files()) {
            InputException bad = file.bad();
            if (bad == null) {
                bytesAtOpen += file.bytes() + file.unsizedBytes();
            } else {
                skip(file.index, bad);
                files.removeIf(planned -> planned.index == file.index);
            }
        }
        return !pass.isSpoiled();
    }

    Report report(int workers, long elapsedNanos) {
        long bytes = bytesAtOpen + decodedBytes;
        for (StreamFeed stream : streams) {
            bytes += stream.bytesRead();
        }
        return new Report(
                inputs - skipped.size(),
                state.splits(),
                state.records(),
                state.bytes(),
                bytes,
                List.copyOf(skipped.values()),
                workers,
                elapsedNanos);
    }

    /**
     * A file that was there when the run began.
     *
     * @param index its place in the input
     */
    private record Planned(Path path, int index, BasicFileAttributes attributes) {}

    /** A file that is decoded on the way. */
    private record Decoded(SourceFile source, Decoder decoder) {}
}
