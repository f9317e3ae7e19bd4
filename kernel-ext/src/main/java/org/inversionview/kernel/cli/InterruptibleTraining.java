package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.options.RepeatingLine;
import org.inversionview.magics.options.Work;
import picocli.CommandLine.Model.CommandSpec;

/** A training on the command line: shows progress; on Ctrl-C finishes its step, writes its checkpoint and says how to go on. */
final class InterruptibleTraining {

    private InterruptibleTraining() {}

    /** Returns the exit code: 0 at the end, 1 if interrupted. */
    static int run(Work work, Path folder, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        try (UntilInterrupted running = new UntilInterrupted()) {
            boolean finished = work.train(progress -> {
                out.println(progress);
                out.flush();
            });
            out.println(finished ? "wrote " + folder : "stopped; the same command goes on from " + folder);
            out.flush();
            return finished ? 0 : 1;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the command line that does it again: what the card keeps. */
    static String command(CommandSpec spec) {
        return RepeatingLine.of(
                "java -jar kernel-ext/target/inversionview.jar",
                spec.commandLine().getParseResult().originalArgs());
    }
}
