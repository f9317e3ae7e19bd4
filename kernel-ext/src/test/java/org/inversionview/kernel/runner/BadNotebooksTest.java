package org.inversionview.kernel.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.badinput.Answer;
import org.inversionview.kernel.badinput.BadFiles;
import org.inversionview.kernel.badinput.BadInput;
import org.inversionview.kernel.badinput.BadRecord;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a notebook's file: it is run and made a page, or one line says what is wrong with it. */
class BadNotebooksTest {

    private static final double NANOS = 1e9;
    private static final Duration BEFORE_INTERRUPT = Duration.ofMillis(500);
    private static final String CELL = "CELL(";
    private static final String PARAMETER = "-p ";
    private static final String OUT_OF_TIME = "TimeoutException";

    /** Declares what the inputs give values to. */
    private static final String PARAMETERS =
            "int n = 1; long big = 1; double d = 1; float f = 1; boolean b = true; char c = 'c';"
                    + " String s = \"\"; List<String> list = List.of();";

    private final Path folder;

    BadNotebooksTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void every_bad_notebook_is_run_or_refused_in_one_line() throws IOException {
        BadRecord record = new BadRecord("notebooks");
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(new Magics(session))) {
            for (BadInput each : BadInput.in("notebooks.txt")) {
                record.add(each, answer(each, evaluator));
            }
        }

        System.out.println(record);
        assertThat(record.complaints()).as(record.all()).isEmpty();
    }

    private Answer answer(BadInput asked, CellEvaluator evaluator) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.ipynb"), text(asked.input()));
        boolean ends = asked.words().equals(OUT_OF_TIME);
        NotebookRunner.Rules rules = new NotebookRunner.Rules(
                parameters(asked.input()), ends ? Optional.of(BEFORE_INTERRUPT) : Optional.empty(), false);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        long start = System.nanoTime();
        List<String> lines = new ArrayList<>();
        String name = "";
        boolean succeeded = false;
        try {
            NotebookRunner.Run run = new NotebookRunner(evaluator, rules, nowhere, nowhere).run(Notebook.read(file));
            new HtmlPage().render(run.notebook(), "a page");
            succeeded = run.succeeded();
            name = failure(run.notebook(), lines);
        } catch (UserMistake mistake) {
            lines.add(String.valueOf(mistake.getMessage()).replace(folder.toString(), "FOLDER"));
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        return new Answer(succeeded, name, lines, ends ? seconds - BEFORE_INTERRUPT.toMillis() / 1e3 : seconds);
    }

    private static String failure(Notebook notebook, List<String> lines) {
        String name = "";
        for (ObjectNode cell : notebook.cells()) {
            for (JsonNode output : cell.path("outputs")) {
                if (output.has("ename")) {
                    name = output.path("ename").asText();
                    output.path("traceback").forEach(line -> lines.add(line.asText()));
                }
            }
        }
        return name;
    }

    private static String text(String input) {
        if (input.startsWith(CELL)) {
            return BadFiles.notebook(input.substring(CELL.length(), input.length() - 1), "");
        }
        return input.startsWith(PARAMETER) ? BadFiles.notebook(PARAMETERS, "parameters") : input;
    }

    private static NotebookParameters parameters(String input) {
        if (!input.startsWith(PARAMETER)) {
            return NotebookParameters.NONE;
        }
        int sign = input.indexOf('=');
        return new NotebookParameters(Map.of(input.substring(PARAMETER.length(), sign), input.substring(sign + 1)));
    }
}
