package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.options.RepeatingLine;
import org.inversionview.magics.options.Work;
import picocli.CommandLine.Model.CommandSpec;

/** A training on the command line: shows progress; on Ctrl-C finishes its step, writes its checkpoint and says how to go on. */
final class InterruptibleTraining {

    private static final long PATIENCE_SECONDS = 60;

    private InterruptibleTraining() {}

    /** Returns the exit code: 0 at the end, 1 if interrupted. */
    static int run(Work work, Path folder, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch ended = new CountDownLatch(1);
        Thread trainer = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(trainer, ended)));
        try {
            boolean finished = work.train(progress -> {
                out.println(progress);
                out.flush();
            });
            out.println(finished ? "wrote " + folder : "stopped; the same command goes on from " + folder);
            out.flush();
            return finished ? 0 : 1;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        } finally {
            ended.countDown();
        }
    }

    /** Lets the training end its step and write its checkpoint before the JVM goes. */
    private static void stop(Thread trainer, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        trainer.interrupt();
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the command line that does it again: what the card keeps. */
    static String command(CommandSpec spec) {
        return RepeatingLine.of(
                "java -jar kernel-ext/target/inversionview.jar",
                spec.commandLine().getParseResult().originalArgs());
    }
}
