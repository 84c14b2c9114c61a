/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import dev.heddle.mapreduce.Points.Phase;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Another disk, whose every call is a point, and that counts what is open on it. */
@SuppressWarnings("serial") // never leaves its process
final class WatchedDisk implements Disk {
    @Serial
    private static final long serialVersionUID = 1;

    private final Disk disk;
    private final Points points;
    private final AtomicInteger open = new AtomicInteger();

    WatchedDisk(Disk disk, Points points) {
        this.disk = disk;
        this.points = points;
    }

    /** How many spaces and journals are open. */
    int openNow() {
        return open.get();
    }

    @Override
    public Space open() throws IOException {
        points.at(Phase.SPACE_OPEN);
        return new WatchedSpace(disk.open());
    }

    @Override
    public Journal.Medium journal(Path file) throws IOException {
        points.at(Phase.JOURNAL_OPEN);
        return new WatchedJournal(disk.journal(file));
    }

    @Override
    public String toString() {
        return disk.toString();
    }

    private final class WatchedSpace implements Space {
        private final Space space;

        WatchedSpace(Space space) {
            this.space = space;
            open.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int from, int to, long at) throws IOException {
            points.at(Phase.SPACE_WRITE);
            space.write(bytes, from, to, at);
        }

        @Override
        public void read(byte[] bytes, int from, int to, long at) throws IOException {
            points.at(Phase.SPACE_READ);
            space.read(bytes, from, to, at);
        }

        @Override
        public void close() throws IOException {
            points.at(Phase.SPACE_CLOSE);
            space.close();
            open.decrementAndGet();
        }
    }

    private final class WatchedJournal implements Journal.Medium {
        private final Journal.Medium journal;

        WatchedJournal(Journal.Medium journal) {
            this.journal = journal;
            open.incrementAndGet();
        }

        @Override
        public long length() throws IOException {
            return journal.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            points.at(Phase.JOURNAL_TRUNCATE);
            journal.truncate(length);
        }

        @Override
        public void write(byte[] bytes, int from, int to, long at) throws IOException {
            points.at(Phase.JOURNAL_WRITE);
            journal.write(bytes, from, to, at);
        }

        @Override
        public void read(byte[] bytes, int from, int to, long at) throws IOException {
            points.at(Phase.JOURNAL_READ);
            journal.read(bytes, from, to, at);
        }

        @Override
        public void close() throws IOException {
            points.at(Phase.JOURNAL_CLOSE);
            journal.close();
            open.decrementAndGet();
        }
    }
}
