package org.inversionview.kernel.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.QuotedText;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.result.Replay;
import org.inversionview.magics.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes kept results again: {@code %replay} for the terminal. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Computes kept results again, and says which numbers differ, by how much, and what was different before.",
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:what can be computed again is identical, or within rounding",
            "1:a result differs by more than rounding, its lines fail here, or none can be computed again",
            "2:wrong options, or the file cannot be read"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final int MISUSE = 2;

    @Parameters(
            paramLabel = "FILE|NOTEBOOK",
            description =
                    "What save(\"x.json\") wrote; an executed notebook; or the results of one of its cells, study.ipynb#7.")
    private String source = "";

    @Mixin
    private Threads threads = new Threads();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        threads.apply();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Session session = new Session()) {
            Replay replay = (Replay) new Magics(session).run("replay", QuotedText.of(source), view -> {
                if (view instanceof Notice notice) {
                    err.println(notice);
                    err.flush();
                }
            });
            out.println(replay);
            out.flush();
            return replay.holds() ? 0 : 1;
        } catch (MagicException e) {
            err.println(e.getMessage());
            return MISUSE;
        }
    }
}
