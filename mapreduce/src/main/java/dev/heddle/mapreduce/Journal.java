/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/** A file in which a run keeps what it has finished, for another run to go on from. Used by all threads of the run. */
final class Journal implements AutoCloseable {
    /*
     * The file is MAGIC and then frames: the length and a checksum of what follows, and that. The first frame names what
     * is counted and holds the seeds. The others are runs, as Spill writes them, and commits: which runs are all of which
     * splits. A run that no commit names counts for nothing. So the file may end anywhere, after a process was killed or
     * in a disk that was full: what stands before the first frame that is not whole is true.
     *
     * field     read  write  who writes
     * --------  ----  -----  ------------------------------------------------------------
     * end       lock  lock   each thread that appends: the place behind the last frame
     * checksum  lock  lock   the thread that appends
     * commits   lock  lock   each thread that commits
     *
     * The lock is held while a frame is written. File channels would do without it, but an interrupt closes those, and it
     * is then that the last commits are made.
     */
    private static final byte[] MAGIC = "heddle journal 1\n".getBytes(UTF_8);
    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
    private static final byte RUN = 1;
    private static final byte COMMIT = 2;

    private final Path path;
    private final Medium medium;
    private final JournalDisk disk;
    private final Runs space = new Runs();
    private final ReentrantLock lock = new ReentrantLock();
    private final CRC32C checksum = new CRC32C();
    private final BitSet done = new BitSet();
    private final List<Spill.Run> runs = new ArrayList<>();
    private Seeds seeds = Seeds.random();
    private long bytes;
    private long records;
    private long end;
    private long commits;

    private Journal(Path path, Medium medium) {
        this.path = path;
        this.medium = medium;
        this.disk = new JournalDisk(path.toString());
    }

    /**
     * Opens a journal, a new one where there is no file.
     *
     * @param on makes the file
     * @param about what is counted, line by line; the journal of anything else is refused
     */
    static Journal open(Path path, Disk on, List<String> about) {
        boolean isNew = Files.notExists(path);
        try {
            return open(path, on.journal(path), about);
        } catch (IOException e) {
            if (isNew) {
                deleteSilently(path);
            }
            throw failed("write to", path, e);
        }
    }

    /** The same on any medium, which is closed with the journal. */
    static Journal open(Path path, Medium medium, List<String> about) throws IOException {
        Journal journal = new Journal(path, medium);
        try {
            journal.begin(about);
            return journal;
        } catch (IOException | RuntimeException | Error e) {
            medium.close();
            throw e;
        }
    }

    private void begin(List<String> about) throws IOException {
        if (medium.length() == 0 || isBarelyBegun()) {
            medium.truncate(0);
            medium.write(MAGIC, 0, MAGIC.length, 0);
            end = MAGIC.length;
            append(out -> {
                out.writeLong(seeds.m0());
                out.writeLong(seeds.m1());
                out.writeLong(seeds.s0());
                for (String line : about) {
                    out.write((line + "\n").getBytes(UTF_8));
                }
            });
            return;
        }
        byte[] head = isJournal() ? frameAt(MAGIC.length) : new byte[0];
        if (head.length == 0) {
            throw new JobException(path.toString(), -1, "not a file that an interrupted run has left", null);
        }
        ByteBuffer first = ByteBuffer.wrap(head);
        seeds = new Seeds(first.getLong(), first.getLong(), first.getLong());
        compare(
                new String(head, first.position(), first.remaining(), UTF_8)
                        .lines()
                        .toList(),
                about);
        end = (long) MAGIC.length + HEAD_BYTES + head.length;
        recover();
        medium.truncate(end);
    }

    private boolean isJournal() throws IOException {
        byte[] magic = new byte[(int) Math.min(MAGIC.length, medium.length())];
        medium.read(magic, 0, magic.length, 0);
        return Arrays.equals(magic, MAGIC);
    }

    /** Tells whether a process was killed before the head of the first frame, which comes last, was there. */
    private boolean isBarelyBegun() throws IOException {
        return isJournal()
                && (medium.length() < MAGIC.length + HEAD_BYTES
                        || headAt(MAGIC.length).equals(ByteBuffer.allocate(HEAD_BYTES)));
    }

    private void compare(List<String> kept, List<String> about) {
        for (int line = 0; line < Math.max(kept.size(), about.size()); line++) {
            String there = line < kept.size() ? kept.get(line) : "nothing";
            String here = line < about.size() ? about.get(line) : "nothing";
            if (!there.equals(here)) {
                throw new JobException(
                        path.toString(),
                        -1,
                        "is of another run: it has " + there + " where this one has " + here,
                        null);
            }
        }
    }

    /** Takes all frames that are whole. */
    private void recover() throws IOException {
        for (byte[] frame = frameAt(end); frame.length > 0; frame = frameAt(end)) {
            if (frame[0] == COMMIT) {
                recover(new DataInputStream(new ByteArrayInputStream(frame, 1, frame.length - 1)));
                commits++;
            }
            end += HEAD_BYTES + lengthAt(end);
        }
    }

    private void recover(DataInputStream commit) throws IOException {
        for (int count = commit.readInt(); count > 0; count--) {
            long index = commit.readLong();
            TableSize size = new TableSize(commit.readLong(), commit.readLong(), commit.readLong(), commit.readLong());
            runs.add(new Spill.Run(disk, space, index, size));
        }
        for (int count = commit.readInt(); count > 0; count--) {
            done.set(commit.readInt());
        }
        bytes += commit.readLong();
        records += commit.readLong();
    }

    private long lengthAt(long place) throws IOException {
        return headAt(place).getLong();
    }

    private ByteBuffer headAt(long place) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        medium.read(head, 0, HEAD_BYTES, place);
        return ByteBuffer.wrap(head);
    }

    /** The frame there, of a run its first byte only; nothing where there is none or it is not whole. */
    private byte[] frameAt(long place) throws IOException {
        if (place + HEAD_BYTES >= medium.length()) {
            return new byte[0];
        }
        ByteBuffer head = headAt(place);
        long length = head.getLong();
        int expected = head.getInt();
        if (length <= 0 || length > medium.length() - place - HEAD_BYTES) {
            return new byte[0];
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[(int) Math.min(1 << 16, length)];
        CRC32C found = new CRC32C();
        boolean isRun = false;
        for (long done = 0; done < length; ) {
            int count = (int) Math.min(buffer.length, length - done);
            medium.read(buffer, 0, count, place + HEAD_BYTES + done);
            found.update(buffer, 0, count);
            isRun |= done == 0 && place > MAGIC.length && buffer[0] == RUN;
            if (done == 0 || !isRun) {
                kept.write(buffer, 0, isRun ? 1 : count);
            }
            done += count;
        }
        return (int) found.getValue() == expected ? kept.toByteArray() : new byte[0];
    }

    Seeds seeds() {
        return seeds;
    }

    /** The splits that are finished already. Not to be changed. */
    BitSet done() {
        return done;
    }

    /** What was counted in them. */
    List<Spill.Run> runs() {
        return runs;
    }

    long bytes() {
        return bytes;
    }

    long records() {
        return records;
    }

    /** Appends what a table holds. It counts for nothing until it is committed. */
    Spill.Run append(SumTable table) {
        lock.lock();
        try {
            checksum.reset();
            space.write(new byte[] {RUN}, 0, 1, end + HEAD_BYTES);
            Spill.Run run = Spill.write(table, disk, space, end + HEAD_BYTES + 1);
            endFrame(run.end());
            return run;
        } catch (IOException e) {
            throw failed("write to", path, e);
        } finally {
            lock.unlock();
        }
    }

    /** Makes true that runs which were appended are all that there is in some splits. */
    void commit(List<Spill.Run> ofSplits, int[] splits, long splitBytes, long splitRecords) {
        lock.lock();
        try {
            append(out -> {
                out.writeByte(COMMIT);
                out.writeInt(ofSplits.size());
                for (Spill.Run run : ofSplits) {
                    TableSize size = run.size();
                    out.writeLong(run.index());
                    out.writeLong(size.small());
                    out.writeLong(size.medium());
                    out.writeLong(size.large());
                    out.writeLong(size.largeKeyBytes());
                }
                out.writeInt(splits.length);
                for (int split : splits) {
                    out.writeInt(split);
                }
                out.writeLong(splitBytes);
                out.writeLong(splitRecords);
            });
            commits++;
        } catch (IOException e) {
            throw failed("write to", path, e);
        } finally {
            lock.unlock();
        }
    }

    private void append(Body body) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytesOut));
        checksum.reset();
        space.write(bytesOut.toByteArray(), 0, bytesOut.size(), end + HEAD_BYTES);
        endFrame(end + HEAD_BYTES + bytesOut.size());
    }

    /** The head comes last: before that, what was written is no frame. */
    private void endFrame(long place) throws IOException {
        byte[] head = ByteBuffer.allocate(HEAD_BYTES)
                .putLong(place - end - HEAD_BYTES)
                .putInt((int) checksum.getValue())
                .array();
        medium.write(head, 0, HEAD_BYTES, end);
        end = place;
    }

    /** Whether another run could go on from it. */
    boolean isOfUse() {
        lock.lock();
        try {
            return commits > 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the file, and deletes it if the run has its result or has finished nothing. Called when no thread is left.
     */
    void end(boolean hasResult) {
        boolean isKept = isOfUse() && !hasResult;
        close();
        if (!isKept) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw failed("delete", path, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            medium.close();
        } catch (IOException e) {
            throw failed("close", path, e);
        }
    }

    private static void deleteSilently(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // What went wrong before is told.
            return;
        }
    }

    private static JobException failed(String what, Path path, IOException cause) {
        return new JobException("", -1, "cannot " + what + " " + path + ": " + InputException.reason(cause), cause);
    }

    /** A file that no other run has open. */
    static Medium file(Path path) throws IOException {
        return new FileMedium(path);
    }

    /** What a journal stands on. Used by one thread at a time. */
    interface Medium extends Disk.Space {
        long length() throws IOException;

        void truncate(long length) throws IOException;
    }

    /** A file, for this run alone. */
    private static final class FileMedium implements Medium {
        private final RandomAccessFile file;

        FileMedium(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
            try {
                if (file.getChannel().tryLock() == null) {
                    throw new OverlappingFileLockException();
                }
            } catch (OverlappingFileLockException e) {
                file.close();
                throw new JobException(path.toString(), -1, "another run keeps its splits there", e);
            }
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.setLength(length);
        }

        @Override
        public void write(byte[] bytes, int from, int to, long at) throws IOException {
            file.seek(at);
            file.write(bytes, from, to - from);
        }

        @Override
        public void read(byte[] bytes, int from, int to, long at) throws IOException {
            file.seek(at);
            file.readFully(bytes, from, to - from);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Writes what stands in a frame. */
    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    /**
     * Names the file in messages.
     *
     * @param path the file
     */
    private record JournalDisk(String path) implements Disk {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public Space open() {
            throw new UnsupportedOperationException("a journal is opened by its name");
        }

        @Override
        public String file() {
            return path;
        }
    }

    /** The file as runs see it. */
    private final class Runs implements Disk.Space {
        @Override
        public void write(byte[] from, int start, int stop, long at) throws IOException {
            medium.write(from, start, stop, at);
            checksum.update(from, start, stop - start);
        }

        @Override
        public void read(byte[] into, int start, int stop, long at) throws IOException {
            lock.lock();
            try {
                medium.read(into, start, stop, at);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {}
    }
}
