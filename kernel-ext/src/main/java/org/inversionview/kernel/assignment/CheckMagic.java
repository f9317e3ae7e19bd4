package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /**
     * @param environment says which notebook is open
     */
    public CheckMagic(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
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
        String open = Objects.requireNonNullElse(environment.get(OPEN), "");
        if (given.isEmpty() && open.isEmpty()) {
            throw new MagicException(
                    "%check does not know which notebook is open: write %check FILE.ipynb, after saving it");
        }
        try {
            return Path.of(given.isEmpty() ? open : given);
        } catch (InvalidPathException e) {
            throw new MagicException("%%check %s: that is no path".formatted(given), e);
        }
    }
}
