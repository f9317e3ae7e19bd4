package org.inversionview.kernel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.assignment.Releasing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the students' notebook of an assignment. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Runs a teacher's assignment, which must get every point, and writes the students' notebook: stubs in place of solutions, no hidden tests.")
final class ReleaseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SOURCE", description = "The teacher's notebook, with solutions and hidden tests.")
    private Path source = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the students' notebook goes.")
    private Path out = Path.of("");

    @Option(
            names = "--stub",
            paramLabel = "JAVA",
            defaultValue = Releasing.USUAL_STUB,
            description = "What stands in place of a solution.")
    private String stub = "";

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            Path file = new Releasing(limits.limits(), stub).release(source, out);
            spec.commandLine().getOut().println("wrote " + file);
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }
}
