package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.engine.NativeSettings;
import org.inversionview.models.training.Progress;
import picocli.CommandLine.Model.CommandSpec;

/** A training on the command line: shows progress; on Ctrl-C finishes its step, writes its checkpoint and says how to go on. */
final class InterruptibleTraining {

    private static final long PATIENCE_MILLIS = 60_000;

    private InterruptibleTraining() {}

    /** The work: returns whether the end was reached. */
    @FunctionalInterface
    interface Work {
        boolean train(Progress.Listener listener) throws IOException;
    }

    /** Returns the exit code: 0 at the end, 1 if interrupted. */
    static int run(Work work, Path folder, CommandSpec spec) throws IOException {
        NativeSettings.apply();
        requireWritable(folder);
        PrintWriter out = spec.commandLine().getOut();
        Thread trainer = Thread.currentThread();
        Thread stop = new Thread(() -> stop(trainer));
        Runtime.getRuntime().addShutdownHook(stop);
        boolean finished;
        try {
            finished = work.train(progress -> {
                out.println(progress);
                out.flush();
            });
        } catch (IllegalArgumentException | IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
        out.println(finished ? "wrote " + folder : "stopped; the same command goes on from " + folder);
        out.flush();
        if (finished) {
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        return finished ? 0 : 1;
    }

    private static void stop(Thread trainer) {
        trainer.interrupt();
        try {
            trainer.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", ".part"));
        } catch (IOException e) {
            throw new UserMistake("cannot write into %s: give another folder with --out or --model".formatted(folder));
        }
    }

    /** Returns the command line that does it again: what the card keeps. */
    static String command(CommandSpec spec) {
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        return Stream.concat(
                        Stream.of("java -jar kernel-ext/target/inversionview.jar "
                                + spec.qualifiedName().replaceFirst("^inversionview ", "")),
                        arguments.stream())
                .collect(Collectors.joining(" "));
    }
}
