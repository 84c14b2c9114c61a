/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the tests' own: an unprivileged process on the loopback, with its data in a temporary folder.
 *
 * <p>It is made and started once for all tests and stopped with the JVM. Tests may kill it, freeze it and start it
 * again. Where the machine has no PostgreSQL, tests that ask for it are skipped, unless {@code HEDDLE_POSTGRES} says
 * {@code required}: then they fail.
 */
public final class PostgresServer {
    public static final String USER = "heddle";
    public static final String PASSWORD = "Swordfish-42";

    private static PostgresServer running;

    private final Path binaries;
    private final Path folder;
    private final int port;
    private Process process;

    private PostgresServer(Path binaries) throws IOException {
        this.binaries = binaries;
        this.folder = Files.createTempDirectory("heddle-postgres");
        this.port = freePort();
    }

    /** The server, running. */
    public static synchronized PostgresServer shared() {
        if (running == null) {
            running = make();
        }
        running.start();
        return running;
    }

    private static PostgresServer make() {
        Path binaries = binaries();
        if (binaries == null) {
            if ("required".equals(System.getenv("HEDDLE_POSTGRES"))) {
                throw new AssertionError("no PostgreSQL in /usr/lib/postgresql, /usr/local or on the PATH");
            }
            abort("no PostgreSQL on this machine");
        }
        try {
            PostgresServer server = new PostgresServer(binaries);
            Runtime.getRuntime().addShutdownHook(new Thread(server::remove));
            server.init();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Starts the server unless it runs, and waits until it takes connections. */
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        process = run(
                "postgres",
                "-D",
                data(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-k",
                "",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=60",
                "-c",
                "max_prepared_transactions=0");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new AssertionError("PostgreSQL did not start, see " + log(), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Kills the server and all its backends at once, as a crash does. */
    public synchronized void kill() {
        List<ProcessHandle> all = processes();
        signal("KILL", all);
        all.forEach(handle -> handle.onExit().join());
    }

    /** Has the server and its backends do nothing until {@link #thaw}. */
    public synchronized void freeze() {
        signal("STOP", processes());
    }

    public synchronized void thaw() {
        signal("CONT", processes());
    }

    /** Ends every session but the one that asks. */
    public int terminateBackends() throws SQLException {
        return number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    }

    /** How many sessions there are beside the one that asks. */
    public int sessions() throws SQLException {
        return number("select count(*) from pg_stat_activity"
                + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    }

    /** The clients' ports of all sessions but the one that asks. */
    public Set<Integer> clientPorts() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select client_port from pg_stat_activity"
                        + " where backend_type = 'client backend' and pid <> pg_backend_pid()")) {
            Set<Integer> ports = new HashSet<>();
            while (rows.next()) {
                ports.add(rows.getInt(1));
            }
            return ports;
        }
    }

    public int number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    public void execute(String... sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }

    /** A connection past every pool. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    private void init() throws IOException {
        Path passwords = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            UserPrincipal owner = unprivileged();
            Files.setOwner(folder, owner);
            Files.setOwner(passwords, owner);
        }
        Process init = run(
                "initdb",
                "-D",
                data(),
                "-U",
                USER,
                "--pwfile=" + passwords,
                "--auth=scram-sha-256",
                "--no-sync",
                "--locale=C",
                "--encoding=UTF8");
        if (init.onExit().join().exitValue() != 0) {
            throw new AssertionError("initdb failed: " + Files.readString(log()));
        }
    }

    private Process run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) { // PostgreSQL refuses to run as root
            String user = unprivileged().getName();
            command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group(user), "--clear-groups"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove() {
        thaw();
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessHandle> processes() {
        if (process == null || !process.isAlive()) {
            return List.of();
        }
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(all::add);
        return all;
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(handle -> command.add(Long.toString(handle.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static UserPrincipal unprivileged() {
        for (String name : List.of("postgres", "nobody")) {
            try {
                return Path.of("/")
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(name);
            } catch (UserPrincipalNotFoundException e) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("no unprivileged user to run PostgreSQL as");
    }

    private static String group(String user) {
        return user.equals("nobody") ? "nogroup" : user;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path binaries() {
        List<Path> folders = new ArrayList<>();
        File[] versions = new File("/usr/lib/postgresql").listFiles();
        if (versions != null) {
            Arrays.sort(versions, Comparator.comparing(File::getName).reversed());
            Arrays.stream(versions)
                    .forEach(version -> folders.add(version.toPath().resolve("bin")));
        }
        folders.add(Path.of("/usr/local/bin"));
        folders.add(Path.of("/usr/local/pgsql/bin"));
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst()
                .orElse(null);
    }
}
