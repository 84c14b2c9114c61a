/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Objects;

/** Cuts one worker's chunks into records and shows them to that worker. */
final class RecordScanner {
    private final Tokenizer tokenizer;
    private final Separators separators;
    private final Worker<Slice> worker;
    private final Slice record = new Slice(new byte[0], 0, 0);
    private final Slice run = new Slice(new byte[0], 0, 0);
    private final RunTokens tokens = new RunTokens();
    private final Spaces spaces = new Spaces();

    RecordScanner(Tokenizer tokenizer, Separators separators, Worker<Slice> worker) {
        this.tokenizer = tokenizer;
        this.separators = separators;
        this.worker = worker;
        record.belongTo(worker);
    }

    void scan(Chunk chunk) throws InterruptedException {
        record.move(chunk);
        record.move(chunk.from, chunk.from);
        try {
            if (!(tokenizer instanceof RunTokenizer runs)) {
                tokenize(chunk);
                return;
            }
            if (separators.isWhiteSpace() && !runs.lines()) {
                chunk.endWithSpace();
                if (worker instanceof CountKernel.CountWorker counter) {
                    counter.countWords(chunk, runs.folded(), spaces);
                } else {
                    words(chunk, runs.folded());
                }
                return;
            }
            fold(chunk, runs);
            if (runs.lines()) {
                lines(chunk);
            } else if (worker instanceof CountKernel.CountWorker counter) {
                counter.countRuns(chunk.bytes, chunk.from, chunk.to, separators);
            } else {
                runs(chunk);
            }
        } catch (JobException | InterruptedException e) {
            throw e;
        } catch (Carrier e) {
            if (e.carried instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw JobException.of(chunk.input, record.position(), e.carried);
        } catch (Exception e) {
            throw JobException.of(chunk.input, record.position(), e);
        }
    }

    private static void fold(Chunk chunk, RunTokenizer runs) {
        if (runs.folded()) {
            RunTokenizer.foldAscii(chunk.bytes, chunk.from, chunk.to);
        }
    }

    /** Shows the runs between white space, of which there is some behind the chunk. */
    private void words(Chunk chunk, boolean fold) throws Exception {
        byte[] bytes = chunk.bytes;
        int to = chunk.to;
        long records = 0;
        int start = chunk.from;
        for (int piece = start, end; piece <= to; piece = end) {
            end = Spaces.pieceEnd(piece, to + 1);
            int blocks = spaces.mark(bytes, piece, end, fold);
            for (int block = 0; block < blocks; block++) {
                for (long bits = spaces.block(block); bits != 0; bits &= bits - 1) {
                    int space = piece + Long.SIZE * block + Long.numberOfTrailingZeros(bits);
                    int length = space - start;
                    if (length > 0) {
                        record.from = start;
                        record.to = space;
                        record.small = SumTable.isSmall(length) ? SumTable.smallKey(bytes, start, length) : 0;
                        worker.accept(record);
                        records++;
                    }
                    start = space + 1;
                }
            }
        }
        worker.records += records;
    }

    private void runs(Chunk chunk) throws Exception {
        byte[] bytes = chunk.bytes;
        int to = chunk.to;
        long records = 0;
        int at = chunk.from;
        while ((at = separators.skip(bytes, at, to)) < to) {
            int end = separators.next(bytes, at, to);
            record.move(at, end);
            worker.accept(record);
            records++;
            at = end;
        }
        worker.records += records;
    }

    private void lines(Chunk chunk) throws Exception {
        byte[] bytes = chunk.bytes;
        int to = chunk.to;
        for (int at = chunk.from; at < to; ) {
            int end = separators.next(bytes, at, to);
            boolean carriageReturn = end < to && end > at && bytes[end - 1] == '\r';
            record.move(at, carriageReturn ? end - 1 : end);
            worker.accept(record);
            worker.records++;
            at = end + 1;
        }
    }

    private void tokenize(Chunk chunk) {
        byte[] bytes = chunk.bytes;
        int to = chunk.to;
        int at = chunk.from;
        while ((at = separators.skip(bytes, at, to)) < to) {
            int end = separators.next(bytes, at, to);
            record.move(at, end);
            run.move(chunk);
            run.move(at, end);
            tokenizer.tokenize(run, tokens);
            at = end;
        }
    }

    /** Shows the tokens of {@link #run} to the worker. */
    private final class RunTokens implements Tokens {
        @Override
        public void token(int start, int end) {
            Objects.checkFromToIndex(start, end, run.to - run.from);
            record.move(run.from + start, run.from + end);
            accept(record);
        }

        @Override
        public void token(byte[] bytes, int from, int to) {
            Objects.checkFromToIndex(from, to, bytes.length);
            Slice token = new Slice(bytes, from, to);
            token.input = run.input;
            token.base = run.position() - from;
            token.belongTo(worker);
            accept(token);
        }

        private void accept(Slice token) {
            worker.records++;
            try {
                worker.accept(token);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new Carrier(e);
            }
        }
    }

    /** Carries a checked exception of the user's mapper through the user's tokenizer. */
    @SuppressWarnings("serial") // never leaves this class
    private static final class Carrier extends RuntimeException {
        final Exception carried;

        Carrier(Exception carried) {
            super(null, carried, false, false);
            this.carried = carried;
        }
    }
}
