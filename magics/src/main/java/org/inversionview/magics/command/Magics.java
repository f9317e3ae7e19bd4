package org.inversionview.magics.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.HelpText;
import org.inversionview.magics.result.Log;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.result.Several;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.Tasks;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * All magics of one session: what a kernel needs to know of them.
 *
 * <p>One magic runs at a time: where a kernel leaves an interrupted one behind, the next waits for its end, and
 * {@code %last} shows what it has done. One that is interrupted while it waits is not run.
 */
public final class Magics implements MagicLines {

    /** What asks for help in place of arguments. */
    private static final Set<String> HELP = Set.of("help", "?");

    private final Session session;
    private final ReentrantLock running = new ReentrantLock(true);

    public Magics(Session session) {
        this.session = session;
    }

    @Override
    public List<String> names() {
        return Registry.names();
    }

    @Override
    public Class<? extends View> resultType(String name, String arguments) {
        MagicCommand<?> magic = Registry.create(name);
        List<String> written = written(magic, arguments);
        boolean lists = new Lists(magic, Parser.of(magic, session).getCommandSpec()).areIn(written);
        return lists ? Several.class : magic.resultType(written);
    }

    @Override
    public Completion complete(String name, String arguments) {
        return names().contains(name)
                ? new Completer(Registry.create(name), session).complete(arguments)
                : new Completion(List.of(), arguments.length());
    }

    @Override
    public Optional<String> help(String name) {
        return names().contains(name) ? Optional.of(Help.of(name, session).toString()) : Optional.empty();
    }

    /** Runs a magic and returns its result; how far it is, is not shown. */
    public View run(String name, String arguments) {
        return run(name, arguments, Screen.NONE);
    }

    /**
     * Runs a magic and returns its result.
     *
     * @param arguments the rest of the line as the user wrote it; a trailing {@code ;} and a {@code //} comment are
     *     tolerated
     * @throws MagicException saying in one line what the user did wrong; any other exception is a fault of the software
     */
    @Override
    public View run(String name, String arguments, Screen screen) {
        MagicCommand<?> magic = Registry.create(name);
        if (HELP.contains(arguments.strip())) {
            return Help.of(name, session);
        }
        try {
            running.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MagicException("%%%s was interrupted while it waited for the magic before it".formatted(name), e);
        }
        try {
            return run(magic, arguments, screen);
        } finally {
            running.unlock();
        }
    }

    /** The arguments, or none where what was written is no line of arguments: running it says why. */
    private static List<String> written(MagicCommand<?> magic, String arguments) {
        try {
            return magic.arguments(arguments);
        } catch (MagicException e) {
            return List.of();
        }
    }

    private View run(MagicCommand<?> magic, String written, Screen screen) {
        session.showOn(screen);
        List<String> arguments = magic.arguments(written);
        CommandLine parser = Parser.of(magic, session);
        Lists lists = new Lists(magic, parser.getCommandSpec());
        View result = lists.areIn(arguments)
                ? several(parser.getCommandName(), lists.expanded(arguments))
                : single(magic, parser, arguments);
        if (!(result instanceof HelpText || result instanceof Log)) {
            session.remember(result);
        }
        return result;
    }

    private View several(String name, List<List<String>> runs) {
        List<Result> results = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (List<String> arguments : runs) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            session.screen()
                    .show(new Notice("%%%s %s: %s of %s; if you interrupt, %%last shows what is done."
                            .formatted(
                                    name,
                                    String.join(" ", arguments),
                                    results.size() + refused.size() + 1,
                                    runs.size())));
            MagicCommand<?> magic = Registry.create(name);
            try {
                results.add((Result) single(magic, Parser.of(magic, session), arguments));
            } catch (MagicException e) {
                if (runs.indexOf(arguments) == runs.size() - 1 && results.isEmpty()) {
                    throw e; // none could be made: the last says why, as one alone would
                }
                refused.add("%s: %s".formatted(String.join(" ", arguments), e.getMessage()));
            }
        }
        return new Several<>(name, results, refused, runs.size());
    }

    private View single(MagicCommand<?> magic, CommandLine parser, List<String> arguments) {
        return new LoggedRun(magic, parser.getCommandName(), arguments, session)
                .of(() -> parsed(magic, parser, arguments));
    }

    private View parsed(MagicCommand<?> magic, CommandLine parser, List<String> arguments) {
        try (Tasks.Scope own = Tasks.within(session.tasks())) {
            parser.parseArgs(arguments.toArray(String[]::new));
            Mistakes.refuseEmpty(parser.getCommandSpec());
            session.askWith(AskedLines.of(magic, parser.getCommandName(), arguments, session));
            return magic.run(session);
        } catch (ParameterException e) {
            throw Mistakes.of(e, magic);
        } catch (InvalidRequestException e) {
            throw Mistakes.of(e, parser.getCommandSpec());
        } catch (IOException | UncheckedIOException e) {
            throw new MagicException(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }
}
