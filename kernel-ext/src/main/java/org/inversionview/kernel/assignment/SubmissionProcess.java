package org.inversionview.kernel.assignment;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.inversionview.kernel.OwnCode;
import org.inversionview.kernel.runner.TimeLimit;
import org.inversionview.models.engine.PyTorch;

/** The process of one submission, as those that grade see it: it is asked cell by cell, and killed when its time is over. */
final class SubmissionProcess implements AutoCloseable {

    /** What a submission sees of the environment; no secret is among these. */
    private static final List<String> KEPT = List.of(
            "PATH", "LANG", "LC_ALL", "DJL_CACHE_DIR", "ENGINE_CACHE_DIR", "PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION");

    private static final Duration START = Duration.ofMinutes(2);

    /** After its cell's time a process has this long to say so by itself. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private static final long END_SECONDS = 10;

    private final Process process;
    private final StepChannel channel;
    private final Limits limits;
    private final long start = System.nanoTime();

    private SubmissionProcess(Process process, StepChannel channel, Limits limits) {
        this.process = process;
        this.channel = channel;
        this.limits = limits;
    }

    /**
     * Starts one.
     *
     * @param folder its own, to work and write in
     */
    static SubmissionProcess start(Path folder, Launch launch) throws IOException, EndedException {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process =
                    builder(folder, command(socket, launch), launch.isolation()).start();
            process.onExit().thenRun(() -> closeQuietly(server));
            TimeLimit limit = new TimeLimit(Optional.of(START), () -> kill(process));
            try (limit) {
                StepChannel channel = new StepChannel(server.accept());
                Files.delete(socket);
                return new SubmissionProcess(process, channel, launch.limits());
            } catch (IOException e) {
                kill(process);
                throw new EndedException("its process did not start with %s MB of memory: give it more"
                        .formatted(launch.limits().megabytes()));
            }
        }
    }

    private static void closeQuietly(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            // nobody waits there any more
        }
    }

    private static List<String> command(Path socket, Launch launch) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path temporary = socket.resolveSibling("tmp");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(launch.options());
        command.addAll(List.of(
                "-Xmx" + launch.limits().megabytes() + "m",
                "-XX:MaxMetaspaceSize=512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // a third of the time is the start, and what takes long is native
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                OwnCode.classPath(System.getProperty("java.class.path")),
                SubmissionMain.class.getName(),
                socket.toString()));
        return command;
    }

    private static ProcessBuilder builder(Path folder, List<String> command, Isolation isolation) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(isolation.around(folder, command))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT);
        environment.putAll(PyTorch.THREADS_WAIT);
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("INVERSIONVIEW_CACHE", folder.resolve("cache").toString());
        return builder;
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }

    /**
     * Returns what comes of a cell.
     *
     * @throws EndedException if the process is gone by then
     */
    Reply evaluate(int number, String source) throws EndedException {
        Duration left = limits.whole().minusNanos(System.nanoTime() - start);
        Duration cell = left.compareTo(limits.cell()) < 0 ? left : limits.cell();
        if (cell.isNegative() || cell.isZero()) {
            close();
            throw outOfTime();
        }
        TimeLimit limit = new TimeLimit(Optional.of(cell.plus(GRACE)), () -> kill(process));
        try (limit) {
            channel.send(new Instruction(number, source, cell.toMillis()));
            return channel.receive(Reply.class);
        } catch (IOException e) {
            close();
            throw limit.passed() ? outOfTime() : gone();
        }
    }

    private EndedException outOfTime() {
        return new EndedException("its time was over (%s s a cell, %s s in all)"
                .formatted(limits.cell().toSeconds(), limits.whole().toSeconds()));
    }

    private EndedException gone() {
        return new EndedException(
                process.exitValue() == SubmissionMain.FLOODED
                        ? "its process was ended: it had more than %s threads".formatted(Limits.MOST_THREADS)
                        : "its process has ended: a cell called System.exit, or used up what there was");
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Kills it, and what it has started. */
    @Override
    public void close() {
        try {
            channel.close();
            process.waitFor(END_SECONDS, TimeUnit.SECONDS); // it ends by itself when nobody is there any more
        } catch (IOException e) {
            // it is killed now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(process);
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
