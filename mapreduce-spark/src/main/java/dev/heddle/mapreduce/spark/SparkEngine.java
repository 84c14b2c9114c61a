/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import static java.util.Objects.requireNonNull;

import dev.heddle.mapreduce.Engine;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.JobException;
import dev.heddle.mapreduce.Run;
import dev.heddle.mapreduce.Slice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/**
 * Runs jobs on an Apache Spark cluster: {@code job.run(input)} becomes {@code engine.run(job, input)}, and the result
 * is the same, in the same order.
 *
 * <p>For example: {@snippet class="dev.heddle.mapreduce.spark.SparkExamples" region="oneLine"}
 *
 * <p>Files are cut into the splits of the job, many of which make a map task. A task counts with the kernel of a local
 * run and hands on blocks of keys with their sums or combined values, so the cluster moves each key once per task and
 * not once per occurrence. A local path must lead to the same file on every worker.
 *
 * <p>The memory and the deadline of a job are those of a local run; here Spark's own settings hold, and {@link Run}
 * waits as long as its caller.
 *
 * <p>What is lost with a worker is done again, and no more. A file that changes during the run fails it.
 *
 * <p><b>Progress:</b> many runs may share an engine, from any threads.
 *
 * <p><b>Failure:</b> a task that fails is tried as often as {@code spark.task.maxFailures} says; then what it threw is
 * thrown here.
 *
 * @implSpec Promises: none, because its runs share nothing but Spark's context and, under a lock, the list of the jars
 *     that were sent
 */
public final class SparkEngine implements Engine {
    /** The most bytes that a map task reads unless the engine says otherwise. */
    public static final long DEFAULT_TASK_BYTES = 128L << 20;

    /** About how much memory a map task may take for its counts unless the engine says otherwise. */
    public static final long DEFAULT_HELD_BYTES = 64L << 20;

    private final JavaSparkContext context;
    private final boolean isOwner;
    private final Jars jars;
    private final Cutting cutting;

    private SparkEngine(Builder builder, JavaSparkContext context, boolean isOwner) {
        this.context = context;
        this.isOwner = isOwner;
        this.cutting = new Cutting(context, builder.taskBytes, builder.heldBytes, builder.parts);
        // Local executors live in this process and have its classes.
        this.jars = new Jars(jar -> {
            if (!context.isLocal()) {
                context.addJar(jar);
            }
        });
        jars.send(Job.class);
        jars.send(SparkEngine.class);
        sendUnicode();
        builder.jars.forEach(jars::send);
        // Whoever has the connection may use it after this engine; executors that come then still fetch the jars.
        context.sc().addSparkListener(new SparkListener() {
            @Override
            public void onApplicationEnd(SparkListenerApplicationEnd end) {
                jars.delete();
            }
        });
    }

    /** ICU cuts the words of the tokenizer unicode; who does not use that may leave its jar out. */
    private void sendUnicode() {
        try {
            jars.send(Class.forName("com.ibm.icu.util.VersionInfo", false, Job.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            // Then the driver cannot use it either.
        }
    }

    /**
     * Begins the description of an engine that connects itself.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes an engine of a connection that exists, which {@link #close} leaves open.
     *
     * @param context the connection
     * @return an engine with the default settings
     */
    public static SparkEngine on(JavaSparkContext context) {
        return builder().on(context);
    }

    /**
     * Runs a job and waits for its end.
     *
     * @param job what to do
     * @param input files or elements; a stream can be read on one machine only
     * @param <T> the type of a record
     * @param <R> the type of the result
     * @return the result
     * @throws IllegalArgumentException if the job cannot be serialised; the message names the field to blame
     * @throws JobException if the job or its input failed
     * @throws InterruptedException if the caller was interrupted; the tasks of the run are stopped
     */
    public <T, R> R run(Job<T, R> job, Input<T> input) throws InterruptedException {
        try (Run<R> run = start(job, input)) {
            return run.await();
        }
    }

    /**
     * Runs a job on files by name and waits for its end.
     *
     * @param job what to do
     * @param locations local paths, or URIs of any file system that Hadoop reads on this cluster, such as
     *     {@code hdfs://} or {@code s3a://}; such a URI may also name a folder, which stands for the files below it but
     *     those whose name begins with a dot or a low line, or be a pattern
     * @param <R> the type of the result
     * @return the result
     * @throws IllegalArgumentException if the job cannot be serialised; the message names the field to blame
     * @throws JobException if the job or its input failed
     * @throws InterruptedException if the caller was interrupted; the tasks of the run are stopped
     */
    public <R> R run(Job<Slice, R> job, String... locations) throws InterruptedException {
        try (Run<R> run = start(job, List.of(locations))) {
            return run.await();
        }
    }

    /**
     * Starts a job.
     *
     * @param job what to do
     * @param input files or elements
     * @param <T> the type of a record
     * @param <R> the type of the result
     * @return the run; to be closed
     * @throws IllegalArgumentException if the job cannot be serialised, or the input does not suit it
     */
    @Override
    public <T, R> Run<R> start(Job<T, R> job, Input<T> input) {
        return switch (requireNonNull(input, "input")) {
            case Input.Files files -> {
                for (Path path : files.paths()) {
                    if (files.decoders().apply(path) != null) {
                        throw new IllegalArgumentException("input: " + path
                                + " with a decoder (expected: files as they stand; a cluster reads them in splits)");
                    }
                }
                @SuppressWarnings("unchecked") // files hold slices, so T is Slice
                Job<Slice, R> ofBytes = (Job<Slice, R>) job;
                yield startFiles(ofBytes, List.copyOf(files.paths()));
            }
            case Input.Elements<T> elements -> startElements(job, elements.elements());
            case Input.Stream stream ->
                throw new IllegalArgumentException("input: stream '" + stream.name()
                        + "' (expected: files or elements; a stream is read on one machine)");
        };
    }

    /**
     * Starts a job on files by name.
     *
     * @param job what to do
     * @param locations local paths or URIs
     * @param <R> the type of the result
     * @return the run; to be closed
     * @throws IllegalArgumentException if the job cannot be serialised
     * @see #run(Job, String...)
     */
    @Override
    public <R> Run<R> start(Job<Slice, R> job, List<String> locations) {
        return startFiles(job, List.copyOf(locations));
    }

    private <R> Run<R> startFiles(Job<Slice, R> job, List<?> locations) {
        requireKind(job, true, "elements");
        sendCode(job);
        return SparkRun.start(context, new FilesPlan<>(job, locations, cutting));
    }

    private <T, R> Run<R> startElements(Job<T, R> job, Iterable<? extends T> elements) {
        requireKind(job, false, "files");
        sendCode(job);
        List<T> all = new ArrayList<>();
        elements.forEach(element -> all.add(requireNonNull(element, "element")));
        if (!all.isEmpty()) {
            Serialisable.check("element 0", requireNonNull(all.get(0))).forEach(jars::send);
        }
        return SparkRun.start(context, new ElementsPlan<>(job, all, cutting));
    }

    private static void requireKind(Job<?, ?> job, boolean readsBytes, String input) {
        if (job.readsBytes() != readsBytes) {
            throw new IllegalArgumentException(
                    "input: " + (readsBytes ? "files" : "elements") + " (expected: " + input + ")");
        }
    }

    private void sendCode(Job<?, ?> job) {
        Set<Class<?>> classes = Serialisable.check("job", job);
        classes.forEach(jars::send);
    }

    /** Ends the connection if this engine made it, and with it all runs. */
    @Override
    public void close() {
        if (isOwner) {
            context.stop();
        }
    }

    @Override
    public String toString() {
        return "SparkEngine[" + context.master() + "]";
    }

    /**
     * Settings of a {@link SparkEngine}. Not safe for use by several threads.
     *
     * @see SparkEngine#builder
     */
    public static final class Builder {
        private static final String MASTER_SCHEME = "spark://";
        private static final int CONNECT_MILLIS = 5_000;

        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<Path> jars = new ArrayList<>();
        private String master = "local[*]";
        private String name = "heddle";
        private long taskBytes = DEFAULT_TASK_BYTES;
        private long heldBytes = DEFAULT_HELD_BYTES;
        private int parts;

        private Builder() {}

        /**
         * Sets where the work is done. Without this, {@code local[*]}: in this process.
         *
         * @param master what Spark calls a master, such as {@code spark://HOST:PORT}
         * @return this builder
         */
        public Builder master(String master) {
            this.master = requireNonNull(master, "master");
            return this;
        }

        /**
         * Sets what the cluster shows of this engine.
         *
         * @param name the name of the application
         * @return this builder
         */
        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets one of Spark's own settings.
         *
         * @param key its name, such as {@code spark.executor.memory}
         * @param value its value
         * @return this builder
         */
        public Builder setting(String key, String value) {
            settings.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * Adds code that executors need. The jars of Heddle and of the job's own functions go there without this; what
         * these call in other jars does not.
         *
         * @param jar a jar, or a folder of classes
         * @return this builder
         */
        public Builder jar(Path jar) {
            jars.add(requireNonNull(jar, "jar"));
            return this;
        }

        /**
         * Sets how much a map task reads at most. Without this, {@link #DEFAULT_TASK_BYTES}.
         *
         * @param taskBytes the bytes, at least 1
         * @return this builder
         */
        public Builder taskBytes(long taskBytes) {
            this.taskBytes = requireAtLeastOne("taskBytes", taskBytes);
            return this;
        }

        /**
         * Sets about how much memory a map task may take for its counts before it hands them on. Without this,
         * {@link #DEFAULT_HELD_BYTES}.
         *
         * @param heldBytes the bytes, at least 1
         * @return this builder
         */
        public Builder heldBytes(long heldBytes) {
            this.heldBytes = requireAtLeastOne("heldBytes", heldBytes);
            return this;
        }

        /**
         * Sets how many reduce tasks there are; each holds its share of the distinct keys in memory. Without this, one
         * for each GiB of input and at least one for each core.
         *
         * @param parts the number of reduce tasks, at least 1
         * @return this builder
         */
        public Builder parts(int parts) {
            this.parts = (int) requireAtLeastOne("parts", parts);
            return this;
        }

        private static long requireAtLeastOne(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
            }
            return value;
        }

        /**
         * Makes an engine of a connection that exists, which {@link SparkEngine#close} leaves open; only the settings
         * of Heddle's own take effect.
         *
         * @param context the connection
         * @return an engine, to be closed
         */
        public SparkEngine on(JavaSparkContext context) {
            return new SparkEngine(this, requireNonNull(context, "context"), false);
        }

        /**
         * Connects.
         *
         * @return an engine, to be closed
         * @throws JobException if nothing answers at the master
         */
        public SparkEngine connect() {
            requireReachable();
            SparkConf conf = new SparkConf()
                    .setMaster(master)
                    .setAppName(name)
                    // The result of a job is as large as it is, with or without a cluster.
                    .setIfMissing("spark.driver.maxResultSize", "0");
            settings.forEach(conf::set);
            try {
                return new SparkEngine(this, new JavaSparkContext(conf), true);
            } catch (RuntimeException e) {
                throw JobException.ofEngine("cannot connect to '" + master + "': " + Failures.firstLine(e), e);
            }
        }

        /** Spark itself tries for a minute before it says that nobody is there. */
        private void requireReachable() {
            if (!master.startsWith(MASTER_SCHEME)) {
                return;
            }
            IOException failure = null;
            for (String address : master.substring(MASTER_SCHEME.length()).split(",", -1)) {
                int colon = address.lastIndexOf(':');
                try (Socket socket = new Socket()) {
                    String host = address.substring(0, colon);
                    int port = Integer.parseInt(address.substring(colon + 1));
                    socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                    return;
                } catch (IOException e) {
                    failure = e;
                } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                    throw new IllegalArgumentException("master: '" + master + "' (expected: spark://HOST:PORT)", e);
                }
            }
            throw JobException.ofEngine(
                    "cannot connect to '" + master + "': "
                            + (failure == null ? "no address" : String.valueOf(failure.getMessage())),
                    failure);
        }
    }
}
