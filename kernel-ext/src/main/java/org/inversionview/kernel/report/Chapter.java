package org.inversionview.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.MarkdownHtml;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.kernel.runner.PageCell;

/**
 * An executed notebook as a part of the page.
 *
 * @param id of its element
 * @param file its name
 * @param title its first heading, or else its name
 * @param cells with the numbers behind them
 * @param titles all headings, in their order
 * @param origins of what it shows
 */
public record Chapter(
        String id, String file, String title, List<Part> cells, List<MarkdownHtml.Title> titles, List<Origin> origins) {

    /**
     * A cell and the numbers behind it.
     *
     * @param question its first line of code
     */
    public record Part(PageCell cell, String question, Optional<Records> records) {}

    public Chapter {
        cells = List.copyOf(cells);
        titles = List.copyOf(titles);
        origins = List.copyOf(origins);
    }

    /**
     * Reads a chapter.
     *
     * @param ids what the ids of its elements begin with
     * @throws UserMistake if it is no notebook, or none of its cells was run
     */
    static Chapter read(Path file, String ids) {
        Notebook notebook = Notebook.read(file);
        String name = String.valueOf(file.getFileName());
        if (notebook.cells().stream()
                .noneMatch(cell -> cell.path("execution_count").isInt())) {
            throw new UserMistake(
                    "no cell of %s was run, so there is nothing to show: java -jar inversionview.jar run %s, then report %s"
                            .formatted(
                                    file,
                                    file,
                                    "inversionview-out/" + name.replaceFirst("\\.ipynb$", ".executed.ipynb")));
        }
        MarkdownHtml markdown = new MarkdownHtml(ids, new LocalPictures(file)::address, true);
        List<Part> parts = new ArrayList<>();
        List<MarkdownHtml.Title> titles = new ArrayList<>();
        for (ObjectNode each : notebook.cells()) {
            PageCell cell = PageCell.of(each, markdown);
            titles.addAll(cell.titles());
            Optional<Records> records = cell.label().isEmpty() ? Optional.empty() : Records.of(file, cell.label());
            parts.add(new Part(cell, question(cell), records));
        }
        String title = titles.stream()
                .filter(heading -> heading.level() == 1)
                .map(MarkdownHtml.Title::text)
                .findFirst()
                .orElse(name.replaceFirst("(\\.executed)?\\.ipynb$", ""));
        return new Chapter(ids + "0", name, title, parts, titles, Origin.of(notebook));
    }

    /** Returns the line that says most of a cell: its first magic, or else its first line. */
    private static String question(PageCell cell) {
        List<String> lines = cell.content()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> line.startsWith("%"))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse("");
    }
}
