/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.BadInput;
import dev.heddle.mapreduce.InputException;
import dev.heddle.mapreduce.Skipped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.AccessControlException;

/** The files of a run, and which of them were left out. Used by one thread. */
final class Sources {
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|bz2|xz|zst|lz4|snappy)$");

    private final BadInput badInput;
    private final Configuration hadoop;
    private final List<Input> inputs = new ArrayList<>();
    private final TreeMap<Integer, Skipped> skipped = new TreeMap<>();
    private int count;

    Sources(BadInput badInput, Configuration hadoop) {
        this.badInput = badInput;
        this.hadoop = hadoop;
    }

    /** Tells whether Hadoop, not the JDK, knows what a location is. */
    static boolean isUri(String location) {
        return URI.matcher(location).matches();
    }

    /** Adds what a location stands for: a local file; or by its URI, a file, those below a folder, or of a pattern. */
    void add(String location) {
        if (!isUri(location)) {
            add(Path.of(location));
            return;
        }
        try {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
            FileSystem system = path.getFileSystem(hadoop);
            FileStatus[] found = system.globStatus(path);
            if (found == null || found.length == 0) {
                throw new FileNotFoundException(location);
            }
            List<FileStatus> files = new ArrayList<>();
            for (FileStatus status : found) {
                if (status.isDirectory()) {
                    addBelow(system, status.getPath(), files);
                } else {
                    files.add(status);
                }
            }
            files.sort(Comparator.comparing(status -> status.getPath().toString()));
            boolean isOne = files.size() == 1 && found[0].isFile();
            for (FileStatus status : files) {
                String name = isOne ? location : status.getPath().toString();
                if (COMPRESSED.matcher(name).find()) {
                    skip(count++, InputException.of(name, "is compressed, which a cluster cannot read in splits"));
                    continue;
                }
                inputs.add(new Input(count++, hadoop(name, status)));
            }
        } catch (IOException | IllegalArgumentException e) {
            skip(count++, failure(location, e));
        } catch (RuntimeException e) {
            // So Hadoop says that a file system which it knows by name is not there.
            if (!(e.getCause() instanceof ClassNotFoundException)) {
                throw e;
            }
            skip(count++, InputException.of(location, e.getCause().getMessage() + " (expected: beside Spark's jars)"));
        }
    }

    private static void addBelow(FileSystem system, org.apache.hadoop.fs.Path folder, List<FileStatus> files)
            throws IOException {
        FileStatus[] children = system.listStatus(folder);
        for (FileStatus child : children) {
            String name = child.getPath().getName();
            // As Hadoop has it: what jobs write beside their output, and what is not finished.
            if (name.startsWith(".") || name.startsWith("_")) {
                continue;
            }
            if (child.isDirectory()) {
                addBelow(system, child.getPath(), files);
            } else {
                files.add(child);
            }
        }
    }

    /** Adds a local file. */
    void add(Path path) {
        int index = count++;
        String name = path.toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw InputException.of(name, "is a directory");
            }
            if (!attributes.isRegularFile()) {
                throw InputException.of(name, "is no regular file, which a cluster cannot read in splits");
            }
            if (!Files.isReadable(path)) {
                throw InputException.of(name, "permission denied");
            }
            inputs.add(new Input(index, local(name, path, attributes)));
        } catch (IOException e) {
            skip(index, InputException.of(name, -1, e));
        } catch (InputException e) {
            skip(index, e);
        }
    }

    static SourceFile local(String name, Path path, BasicFileAttributes attributes) {
        return new SourceFile(
                name,
                path.toAbsolutePath().toString(),
                false,
                attributes.size(),
                attributes.lastModifiedTime().toMillis());
    }

    static SourceFile hadoop(String name, FileStatus status) {
        return new SourceFile(name, status.getPath().toString(), true, status.getLen(), status.getModificationTime());
    }

    private static InputException failure(String location, Exception thrown) {
        return switch (thrown) {
            case FileNotFoundException e -> InputException.of(location, "no such file");
            case AccessControlException e -> InputException.of(location, "permission denied");
            case IOException e -> InputException.of(location, -1, e);
            default -> InputException.of(location, String.valueOf(thrown.getMessage()));
        };
    }

    private void skip(int index, InputException failure) {
        if (badInput == BadInput.FAIL) {
            throw failure;
        }
        skipped.put(index, new Skipped(failure.input(), failure.reason()));
    }

    /** Leaves a file out that a task has found bad; throws the failure if it is not to be left out. */
    void skip(InputException failure) {
        boolean known = false;
        for (Input input : List.copyOf(inputs)) {
            if (input.file.name().equals(failure.input())) {
                skip(input.index, failure);
                inputs.remove(input);
                known = true;
            }
        }
        if (!known) {
            throw failure;
        }
    }

    long bytes() {
        return inputs.stream().mapToLong(input -> input.file.bytes()).sum();
    }

    /** How many inputs are not left out. */
    int size() {
        return inputs.size();
    }

    List<Skipped> skipped() {
        return List.copyOf(skipped.values());
    }

    /**
     * Cuts the files for map tasks, small ones together.
     *
     * @param taskBytes how much a task is to read, a multiple of the bytes of a split
     */
    List<List<FileRange>> ranges(long taskBytes) {
        List<List<FileRange>> tasks = new ArrayList<>();
        List<FileRange> open = new ArrayList<>();
        long room = taskBytes;
        for (Input input : inputs) {
            SourceFile file = input.file;
            long offset = 0;
            do {
                // Whole splits, and the last one with the rest of the file.
                long end = Math.min(file.bytes(), offset + taskBytes);
                if (end - offset > room && !open.isEmpty()) {
                    tasks.add(open);
                    open = new ArrayList<>();
                    room = taskBytes;
                }
                open.add(new FileRange(file, offset, end));
                // Opening a file takes about as long as reading some of it.
                room -= end - offset + FILE_COST_BYTES;
                offset = end;
            } while (offset < file.bytes());
        }
        if (!open.isEmpty()) {
            tasks.add(open);
        }
        return tasks;
    }

    private static final long FILE_COST_BYTES = 1 << 16;

    /** The machines that hold most of what a task reads, none if that is not known or makes no difference. */
    List<String> hosts(List<FileRange> task) {
        FileRange first = task.get(0);
        if (!first.file().isHadoop()) {
            return List.of();
        }
        try {
            org.apache.hadoop.fs.Path path =
                    new org.apache.hadoop.fs.Path(first.file().location());
            var blocks = path.getFileSystem(hadoop)
                    .getFileBlockLocations(path, first.offset(), Math.max(1, first.end() - first.offset()));
            return blocks == null || blocks.length == 0
                    ? List.of()
                    : Arrays.stream(blocks[0].getHosts())
                            .filter(host -> !host.equals("localhost"))
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * A file and its place among all that were named.
     *
     * @param index the place
     * @param file the file
     */
    private record Input(int index, SourceFile file) {}
}
