package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.runner.HtmlPage;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.kernel.runner.NotebookParameters;
import org.inversionview.kernel.runner.NotebookRunner;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.engine.PyTorch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Executes a notebook and writes it, with its outputs, as a notebook and as a page. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Executes a notebook; writes it with its outputs, and as an HTML page.",
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:every cell ran", "1:a cell failed, or the notebook cannot be read", "2:wrong options"})
final class RunCommand implements Callable<Integer> {

    private static final Path FOLDER = Path.of("inversionview-out");
    private static final int MILLIS = 1_000;

    private static final double SHORTEST = 0.001;

    /** A year, in seconds. */
    private static final int LONGEST = 31_536_000;

    @Parameters(paramLabel = "NOTEBOOK", description = "A notebook (.ipynb, nbformat 4).")
    private Path notebook = FOLDER;

    @Option(
            names = "--out",
            paramLabel = "FILE.ipynb",
            description = "The executed notebook; inversionview-out/NAME.executed.ipynb if not given.")
    private @Nullable Path out;

    @Option(
            names = "--html",
            paramLabel = "FILE.html",
            description = "The page; inversionview-out/NAME.executed.html if not given.")
    private @Nullable Path html;

    @Option(
            names = "-p",
            paramLabel = "NAME=VALUE",
            description =
                    "A value for a variable that the notebook's cell tagged parameters declares; may be repeated.")
    private List<String> parameters = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Ends a cell that takes longer; it has failed then.")
    private @Nullable Double timeout;

    @Option(
            names = "--allow-errors",
            description =
                    "Goes on after a cell that fails, and exits with 0. For single cells: the tag raises-exception.")
    private boolean errorsAllowed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PyTorch.prepare(); // a cell may start DJL by itself
        PrintWriter terminal = spec.commandLine().getOut();
        Notebook read = Notebook.read(notebook);
        // A file that can be read has a name.
        String name = Objects.requireNonNull(notebook.getFileName()).toString().replaceFirst("\\.ipynb$", "");
        Path executed = out == null ? FOLDER.resolve(name + ".executed.ipynb") : out;
        Path page = html == null ? FOLDER.resolve(name + ".executed.html") : html;
        requireWritable(executed, page);
        NotebookRunner.Run run = execute(read, executed);
        terminal.println("wrote " + executed);
        OutputFile.write(page, new HtmlPage().render(run.notebook(), name));
        terminal.println("wrote " + page);
        terminal.flush();
        return run.succeeded() ? 0 : 1;
    }

    private void requireWritable(Path executed, Path page) throws IOException {
        OutputFile.requireWritable(executed);
        OutputFile.requireWritable(page);
        if (real(executed).equals(real(page))) {
            throw new UserMistake("--out and --html are the same file, %s: give two".formatted(page));
        }
        if (real(page).equals(real(notebook))) {
            throw new UserMistake("--html %s is the notebook itself: give another file".formatted(page));
        }
    }

    /** A file that need not be there yet, by the way without links. */
    private static Path real(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        return Files.exists(whole)
                ? whole.toRealPath()
                : Objects.requireNonNull(whole.getParent()).toRealPath().resolve(whole.getFileName());
    }

    /** The notebook stands in its file after every cell, and if the JVM ends before the last. */
    private NotebookRunner.Run execute(Notebook read, Path executed) {
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(new Magics(session), session.tasks())) {
            session.log().startBeside(executed.resolveSibling(""));
            NotebookRunner runner = new NotebookRunner(
                    evaluator,
                    rules(),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
            try (UnexpectedEnd end = new UnexpectedEnd(runner::end)) {
                return runner.run(read, asItIs -> OutputFile.write(executed, asItIs.json()));
            }
        }
    }

    private NotebookParameters parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int sign = parameter.indexOf('=');
            if (sign < 1) {
                throw new ParameterException(spec.commandLine(), "-p %s: write -p NAME=VALUE".formatted(parameter));
            }
            if (values.put(parameter.substring(0, sign), parameter.substring(sign + 1)) != null) {
                throw new ParameterException(
                        spec.commandLine(), "-p %s: it has a value already, keep one".formatted(parameter));
            }
        }
        return new NotebookParameters(values);
    }

    private NotebookRunner.Rules rules() {
        if (timeout != null && !(timeout >= SHORTEST && timeout <= LONGEST)) {
            throw new UserMistake(String.format(
                    Locale.ROOT, "--timeout %s: give seconds, from %s to %,d", timeout, SHORTEST, LONGEST));
        }
        return new NotebookRunner.Rules(
                parameters(),
                Optional.ofNullable(timeout).map(seconds -> Duration.ofMillis(Math.round(seconds * MILLIS))),
                errorsAllowed);
    }
}
