package org.inversionview.kernel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.assignment.CheckReport;
import org.inversionview.kernel.assignment.Checking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which checks a student's notebook passes: {@code %check} for the terminal. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs a student's notebook and says which of its checks pass; hidden tests are not among them.",
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:every check passes", "1:one does not, or the notebook cannot be read", "2:wrong options"})
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NOTEBOOK", description = "The student's notebook, as it was saved.")
    private Path notebook = Path.of("");

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            CheckReport report = new Checking(limits.limits()).check(notebook);
            spec.commandLine().getOut().println(report);
            spec.commandLine().getOut().flush();
            return report.passed() ? 0 : 1;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }
}
