package org.inversionview.kernel.cell;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.StrictJson;

/**
 * A file whose code a cell has evaluated in its own place: {@code %load FILE}, named as in IJava.
 *
 * @param name by which failures name it
 * @param cells its pieces of code, in order: one, or a notebook's code cells
 */
record LoadedFile(String name, List<String> cells) {

    private static final String NAME = "load";
    private static final String NOTEBOOK = ".ipynb";

    /** Tried in order where a name stands for no file as it is. */
    private static final List<String> ENDINGS = List.of("", ".jsh", ".jshell", ".java", NOTEBOOK);

    LoadedFile {
        cells = List.copyOf(cells);
    }

    /** The magic where it stands alone is taken by the evaluator; within Java there is nothing that it could do. */
    static final class Magic implements MagicLines {

        @Override
        public List<String> names() {
            return List.of(NAME);
        }

        @Override
        public Class<? extends View> resultType(String name, String arguments) {
            return View.class;
        }

        @Override
        public View run(String name, String arguments, Screen screen) {
            if (arguments.isEmpty() || arguments.equals("?") || arguments.equals("help")) {
                return () -> new MimeBundle(
                        java.util.Map.of(MimeBundle.TEXT, help(name).orElseThrow()));
            }
            throw new MagicException("%load stands on a line of its own, outside of loops and declarations");
        }

        @Override
        public Optional<String> help(String name) {
            return Optional.of("evaluates a file's code here (.jsh, .java or a notebook): %load helpers.jsh");
        }
    }

    /**
     * Returns the file that a magic line loads; nothing if it is another line, or asks for help.
     *
     * @throws MagicException if there is no such file, or it cannot be read
     */
    static Optional<LoadedFile> namedBy(String line) {
        String file = line.startsWith("%" + NAME + " ") ? line.substring(NAME.length() + 1) : "";
        String said =
                file.replaceFirst("\\s//.*", "").replaceFirst("[;\\s]+$", "").strip();
        String name = said.replaceFirst("^\"(.*)\"$", "$1");
        return name.isEmpty() || name.equals("?") || name.equals("help") ? Optional.empty() : Optional.of(read(name));
    }

    private static LoadedFile read(String name) {
        try {
            Path file = Stream.of(ENDINGS)
                    .flatMap(List::stream)
                    .map(ending -> Path.of(name + ending))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new MagicException("no file %s (looked from %s): %%load takes %s"
                            .formatted(name, Path.of("").toAbsolutePath(), ".jsh, .java and .ipynb")));
            boolean notebook = file.toString().endsWith(NOTEBOOK);
            return new LoadedFile(
                    file.toString(), notebook ? codeOf(file) : List.of(RegularFile.text(file, StrictJson.MOST_BYTES)));
        } catch (IOException | InvalidPathException e) {
            throw new MagicException("cannot load %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static List<String> codeOf(Path notebook) throws IOException {
        List<String> code = new ArrayList<>();
        for (JsonNode cell : NotebookJson.read(notebook).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                StringBuilder source = new StringBuilder(cell.path("source").asText());
                cell.path("source").forEach(line -> source.append(line.asText()));
                code.add(source.toString());
            }
        }
        return code;
    }
}
