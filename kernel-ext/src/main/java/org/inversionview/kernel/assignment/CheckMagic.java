package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/** {@code %check}: which checks the open notebook passes, as it was saved last. */
public final class CheckMagic implements MagicLines {

    private static final String NAME = "check";

    /** Where Jupyter says which notebook a kernel was started for. */
    private static final String OPEN = "JPY_SESSION_NAME";

    private static final String HELP =
            "runs the notebook, as it was saved last, in a process of its own, and says which checks pass: %check, %check my.ipynb";

    private final Map<String, String> environment;
    private final Path folder;

    /**
     * @param environment says which notebook is open; Jupyter's older servers do not
     * @param folder where the open notebook lies
     */
    public CheckMagic(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Class<? extends View> resultType(String name, String arguments) {
        return isHelp(arguments) ? Notice.class : CheckReport.class;
    }

    @Override
    public Optional<String> help(String name) {
        return Optional.of(HELP);
    }

    @Override
    public View run(String name, String arguments, Screen screen) {
        if (isHelp(arguments)) {
            return new Notice(HELP);
        }
        Path notebook = notebook(arguments.strip().replaceFirst("^\"(.*)\"$", "$1"));
        screen.show(new Notice("Running %s as it was saved last …".formatted(notebook.getFileName())));
        try {
            return new Checking(Limits.USUAL).check(notebook);
        } catch (UserMistake | IOException e) {
            throw new MagicException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isHelp(String arguments) {
        return arguments.strip().equals("?") || arguments.strip().equals("help");
    }

    private Path notebook(String given) {
        String named = given.isEmpty() ? Objects.requireNonNullElse(environment.get(OPEN), "") : given;
        try {
            return named.isEmpty() ? onlyAssignment() : Path.of(named);
        } catch (InvalidPathException e) {
            throw new MagicException("%%check %s: that is no path".formatted(given), e);
        }
    }

    private Path onlyAssignment() {
        List<Path> here = assignments();
        if (here.size() == 1) {
            return here.get(0);
        }
        String which = here.isEmpty()
                ? "notebook"
                : here.stream()
                        .map(file -> folder.relativize(file).toString())
                        .collect(Collectors.joining(", ", "of ", ""));
        throw new MagicException(
                "%%check does not know which %s is open: write %%check FILE.ipynb, after saving it".formatted(which));
    }

    private List<Path> assignments() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .filter(CheckMagic::hasChecks)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // a folder that cannot be read holds none that can be checked
        }
    }

    private static boolean hasChecks(Path file) {
        try {
            return !Assignment.read(file).cells().isEmpty();
        } catch (UserMistake e) {
            return false;
        }
    }
}
