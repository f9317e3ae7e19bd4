package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.HelpView;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.inversionview.models.tasks.Tasks;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All magics of one session: what a kernel needs to know of them. */
public final class Magics {

    private final Session session;

    public Magics(Session session) {
        this.session = session;
    }

    /** Returns the names, without the percent sign. */
    public List<String> names() {
        return Registry.names();
    }

    /**
     * Returns the type of a magic's result: what a variable that it is assigned to may be declared as.
     *
     * @throws MagicException if there is no such magic, naming the nearest
     */
    public Class<? extends View> resultType(String name) {
        return Registry.create(name).resultType();
    }

    /**
     * Returns what could stand at the end of a magic's arguments: options, and values from the loaded model. Nothing for a
     * magic that there is not.
     *
     * @param arguments the rest of the line up to the cursor
     */
    public Completion complete(String name, String arguments) {
        return names().contains(name)
                ? new Completer(session).complete(name, arguments)
                : new Completion(List.of(), arguments.length());
    }

    /** Returns what {@code %help NAME} shows; nothing for a magic that there is not. */
    public Optional<View> help(String name) {
        return names().contains(name) ? Optional.of(Help.of(name)) : Optional.empty();
    }

    /** Runs a magic and returns its result; how far it is, is not shown. */
    public View run(String name, String arguments) {
        return run(name, arguments, Screen.NONE);
    }

    /**
     * Runs a magic and returns its result.
     *
     * @param name without the percent sign
     * @param arguments the rest of the line as the user wrote it; a trailing {@code ;} and a {@code //} comment are
     *     tolerated
     * @param screen shows how far a long run is
     * <p>One magic runs at a time: where a kernel leaves an interrupted one behind, the next waits for its end, and
     * {@code %last} shows what it has done.
     *
     * @throws MagicException saying in one line what the user did wrong
     */
    public synchronized View run(String name, String arguments, Screen screen) {
        MagicCommand<?> magic = Registry.create(name);
        List<String> split = Arguments.split(arguments);
        if (split.size() == 1 && (split.get(0).equals("help") || split.get(0).equals("?"))) {
            return Help.of(name);
        }
        CommandLine parser = new CommandLine(magic)
                .setSeparator("=")
                .setOverwrittenOptionsAllowed(false)
                .setAllowOptionsAsOptionParameters(true); // a position may be called answer
        try (Tasks.Scope own = Tasks.within(session.tasks())) {
            parser.parseArgs(split.toArray(String[]::new));
            session.showOn(screen);
            View result = magic.run(session);
            if (!(result instanceof HelpView)) {
                session.remember(result);
            }
            return result;
        } catch (ParameterException e) {
            throw new MagicException(explain(name, e), e);
        } catch (IllegalArgumentException | IOException e) {
            throw new MagicException(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    private static String explain(String name, ParameterException e) {
        List<String> options = e.getCommandLine().getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(name, unmatched.getUnmatched().get(0), options);
        }
        if (e instanceof MissingParameterException missing) {
            String first = missing.getMissing().get(0).paramLabel();
            String option = missing.getMissing().get(0) instanceof OptionSpec o ? o.longestName() + "=" + first : first;
            return "%%%s needs %s: %s (%%help %s)"
                    .formatted(name, option, Registry.create(name).examples().get(0), name);
        }
        return "%%%s: %s (%%help %s)".formatted(name, readable(e), name);
    }

    private static String unmatched(String name, String argument, List<String> options) {
        int sign = argument.indexOf('=');
        if (sign <= 0) {
            return "%%%s does not know what to do with '%s': it takes %s (%%help %s)"
                    .formatted(name, argument, options.isEmpty() ? "nothing" : String.join("= ", options) + "=", name);
        }
        if (options.isEmpty()) {
            return "%%%s takes no options, and you wrote '%s' (%%help %s)".formatted(name, argument, name);
        }
        return "%%%s has no option '%s': did you mean %s=%s? (%%help %s)"
                .formatted(
                        name,
                        argument.substring(0, sign),
                        Nearest.to(argument.substring(0, sign), options),
                        argument.substring(sign + 1),
                        name);
    }

    /** Picocli's own message without its technical words. */
    private static String readable(ParameterException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        return message.replaceFirst(
                        "^Invalid value for option '(\\w+)'[^:]*: '([^']*)' is not an? (int|long|Integer)$",
                        "$1=$2 is not a whole number")
                .replaceFirst(
                        "^Invalid value for option '(\\w+)'[^:]*: '([^']*)' is not an? (double|Double)$",
                        "$1=$2 is not a number")
                .replaceFirst(
                        "^Invalid value for option '(\\w+)'[^:]*: '([^']*)' is not a boolean$",
                        "$1=$2 is neither true nor false");
    }
}
