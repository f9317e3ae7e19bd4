package org.inversionview.kernel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.assignment.Grading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Grades what students handed in. */
@Command(
        name = "grade",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Runs each submission in a process of its own; writes grades.csv and a feedback page each. Goes on where it was ended.")
final class GradeCommand implements Callable<Integer> {

    private static final int MOST_JOBS = 256;

    @Parameters(
            paramLabel = "SUBMISSIONS",
            description = "A folder with STUDENT.ipynb, or STUDENT/…/NAME.ipynb as nbgrader has it.")
    private Path submissions = Path.of("");

    @Option(names = "--source", required = true, paramLabel = "SOURCE", description = "The teacher's notebook.")
    private Path source = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the grades go.")
    private Path out = Path.of("");

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many submissions run at a time; if not given, as many as there are cores.")
    private @Nullable Integer jobs;

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path grades = new Grading(submissions, source, out, jobs(), limits.limits())
                    .grade(spec.commandLine().getOut());
            spec.commandLine().getOut().println("wrote " + grades);
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private int jobs() {
        int wanted = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
        if (wanted < 1 || wanted > MOST_JOBS) {
            throw new UserMistake("--jobs %s: from 1 to %s submissions run at a time".formatted(wanted, MOST_JOBS));
        }
        return wanted;
    }
}
