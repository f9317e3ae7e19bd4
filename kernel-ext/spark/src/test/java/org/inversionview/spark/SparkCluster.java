package org.inversionview.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone master and its workers, of one core each, as processes on the loopback address. Its folder has a Spark as a user
 * unpacks one: jars, and a {@code bin/spark-submit}. Ends all that it started.
 */
final class SparkCluster implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
    /** For processes that end before the second compiler pays. */
    private static final String SHORT_LIVES = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path folder;
    private final Path home;
    private final List<Path> links = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private String url = "";

    /** Starts the master and its workers, in a folder of their own. */
    SparkCluster(Path folder, int workers) throws IOException, InterruptedException {
        this.folder = folder;
        this.home = Files.createDirectories(folder.resolve("spark"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // also if the test itself is killed
        try {
            unpack();
            daemon("master", "org.apache.spark.deploy.master.Master");
            url = Waiting.until("the master", () -> URL.matcher(said("master")), Matcher::find)
                    .group(1);
            for (int worker = 0; worker < workers; worker++) {
                this.workers.add(worker(worker));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void unpack() throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        String[] all = Files.readString(Path.of("target/spark.classpath")).split(File.pathSeparator, -1);
        for (String jar : all) {
            Path file = Path.of(jar.strip());
            links.add(Files.createSymbolicLink(jars.resolve(file.getFileName()), file));
        }
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, """
                #!/bin/sh
                exec '%s' %s -Xmx512m -cp '%s/*' org.apache.spark.deploy.SparkSubmit "$@"
                """.formatted(JAVA, JavaModuleOptions.defaultModuleOptions(), jars));
        if (!submit.toFile().setExecutable(true)) {
            throw new IOException(submit + " cannot be made a program");
        }
    }

    private Process worker(int number) throws IOException, InterruptedException {
        String name = "worker" + number;
        Process worker = daemon(
                name,
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve(name).toString(),
                url);
        Waiting.until(name, () -> said(name), log -> log.contains("Successfully registered with master"));
        return worker;
    }

    private Process daemon(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-Xmx256m"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1)));
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", main));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
        command.addAll(List.of(arguments));
        return start(name, command);
    }

    /** Starts a program that knows this Spark; what it says goes to a file of that name. */
    Process start(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "JAVA_TOOL_OPTIONS",
                        SHORT_LIVES,
                        "SPARK_LOCAL_DIRS",
                        folder.resolve("scratch").toString(),
                        "INVERSIONVIEW_CACHE",
                        folder.resolve("cache").toString()));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Returns what a program said so far. */
    String said(String name) throws IOException {
        return Files.exists(log(name)) ? Files.readString(log(name)) : "";
    }

    /** Returns the folder of the Spark that it runs. */
    Path home() {
        return home;
    }

    /** Returns the master's address. */
    String url() {
        return url;
    }

    /** Returns how many tasks a worker's executors have finished so far. */
    long finishedTasks(int worker) throws IOException {
        long finished = 0;
        Path work = Files.createDirectories(folder.resolve("worker" + worker));
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.filter(each -> each.endsWith("stderr")).toList()) {
                finished += Files.readString(file)
                        .lines()
                        .filter(line -> line.contains("Finished task"))
                        .count();
            }
        }
        return finished;
    }

    /** Kills a worker and its executors, as if their machine went away. */
    void kill(int worker) {
        end(workers.get(worker));
    }

    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        started.forEach(SparkCluster::end);
        links.forEach(link -> link.toFile().delete());
    }
}
