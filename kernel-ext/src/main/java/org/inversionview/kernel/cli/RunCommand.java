package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
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
    private Map<String, String> parameters = Map.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PyTorch.prepare(); // a cell may start DJL by itself
        PrintWriter terminal = spec.commandLine().getOut();
        String name = notebook.getFileName().toString().replaceFirst("\\.ipynb$", "");
        Notebook read = Notebook.read(notebook);
        NotebookRunner.Run run = execute(
                read,
                new NotebookParameters(parameters),
                terminal,
                spec.commandLine().getErr());
        write(
                out == null ? FOLDER.resolve(name + ".executed.ipynb") : out,
                run.notebook().json(),
                terminal);
        String page = new HtmlPage().render(run.notebook(), name);
        write(html == null ? FOLDER.resolve(name + ".executed.html") : html, page, terminal);
        return run.succeeded() ? 0 : 1;
    }

    private static NotebookRunner.Run execute(
            Notebook notebook, NotebookParameters parameters, PrintWriter out, PrintWriter err) {
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(new Magics(session), session.tasks())) {
            return new NotebookRunner(evaluator, parameters, out, err).run(notebook);
        }
    }

    private static void write(Path file, String text, PrintWriter terminal) throws IOException {
        OutputFile.write(file, text);
        terminal.println("wrote " + file);
        terminal.flush();
    }
}
