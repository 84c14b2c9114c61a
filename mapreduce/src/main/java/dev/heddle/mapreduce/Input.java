/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads: files, a stream, or objects. Opened by the run, not before.
 *
 * @param <T> the type of a record; {@link Slice} for bytes, which the tokenizer of the job cuts into records
 */
public sealed interface Input<T> {
    /**
     * Reads files, all of them as if each began and ended a record, in splits that the workers share. A path that names
     * no regular file, such as a named pipe, is read as {@link #stream} is.
     *
     * @param paths the files; one that is named twice is read twice
     * @return an input that can be read many times
     */
    static Input<Slice> files(List<Path> paths) {
        return new Files(List.copyOf(paths), path -> null);
    }

    /**
     * Reads files, some of which are decoded on the way. A decoded file is read by one worker at a time, while the
     * others map what was read. The figures of the run are about decoded bytes; {@link BadInput} holds for decoded
     * files, too.
     *
     * @param paths the files
     * @param decoders gives the decoder of a path, null for a file that is read as it stands
     * @return an input that can be read many times
     */
    static Input<Slice> files(List<Path> paths, Function<? super Path, ? extends @Nullable Decoder> decoders) {
        return new Files(List.copyOf(paths), requireNonNull(decoders, "decoders"));
    }

    /**
     * Reads files.
     *
     * @param paths the files; one that is named twice is read twice
     * @return an input that can be read many times
     * @see #files(List)
     */
    static Input<Slice> files(Path... paths) {
        return files(List.of(paths));
    }

    /**
     * Reads a stream to its end; workers take turns in reading and map what they read at the same time.
     *
     * <p><b>Interruption:</b> a run that is cancelled ends when the read that it is in returns; a read that ignores
     * interrupts holds it up until then.
     *
     * @param name names it in messages
     * @param stream the bytes, read once, not closed
     * @return an input that can be read once
     */
    static Input<Slice> stream(String name, InputStream stream) {
        return new Stream(requireNonNull(name, "name"), requireNonNull(stream, "stream"));
    }

    /**
     * Reads the standard input of the process to its end, in such a way that cancelling the run ends the read.
     *
     * @return an input named {@code standard input}, which can be read once
     */
    static Input<Slice> standardInput() {
        return new Stream("standard input", null);
    }

    /**
     * Takes objects as records; workers take turns in the iterator, which one thread uses at a time.
     *
     * @param elements the records, none of them null
     * @param <T> the type of a record
     * @return an input that can be read as often as {@code elements} can be iterated
     */
    static <T> Input<T> elements(Iterable<? extends T> elements) {
        return new Elements<>(requireNonNull(elements, "elements"));
    }

    /**
     * Files by path.
     *
     * @param paths the files
     * @param decoders gives the decoder of a path, null for a file that is read as it stands
     */
    record Files(List<Path> paths, Function<? super Path, ? extends @Nullable Decoder> decoders)
            implements Input<Slice> {}

    /**
     * One stream.
     *
     * @param name names it in messages
     * @param stream the bytes; null for the standard input of the process
     */
    record Stream(String name, @Nullable InputStream stream) implements Input<Slice> {}

    /**
     * Objects in memory.
     *
     * @param elements the records
     * @param <T> the type of a record
     */
    record Elements<T>(Iterable<? extends T> elements) implements Input<T> {}
}
