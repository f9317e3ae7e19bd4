package org.inversionview.kernel.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.inversionview.kernel.Faults;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.SessionFactory;
import org.inversionview.magics.session.Session;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/** How a program of ours takes its arguments, and what it says of mistakes. */
public final class Program {

    /** Exit code of what a user asked wrongly, and of a fault of ours. */
    static final int MISTAKE = 1;

    private Program() {}

    /** Returns a program's command line; {@code setOut} and {@code setErr} lead its texts elsewhere. */
    public static CommandLine of(Object command) {
        return new CommandLine(command, new SessionFactory(new Session()))
                .setExpandAtFiles(false)
                .registerConverter(Path.class, Program::path)
                .setExecutionStrategy(Program::run)
                .setParameterExceptionHandler(Program::usageError)
                .setExecutionExceptionHandler((exception, line, parsed) -> failure(exception, line));
    }

    private static Path path(String text) {
        try {
            if (!text.isEmpty() && Terminal.says(text)) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'%s' is no path".formatted(OneLine.of(text)));
        }
        if (!text.isEmpty()) {
            throw new TypeConversionException(Terminal.unsaid(text));
        }
        throw new TypeConversionException("an empty text is no path");
    }

    /** What Java itself has too little of is no fault of anybody. */
    private static int run(ParseResult parsed) {
        UserMistake mistake;
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            mistake = new UserMistake("too little memory for that (%s): ask for less, or give Java more with -Xmx"
                    .formatted(e.getMessage()));
        } catch (StackOverflowError e) {
            mistake = new UserMistake(
                    "something in there is nested too deep: make it flatter, or give Java a larger stack with -Xss");
        }
        throw new ExecutionException(parsed.commandSpec().commandLine(), mistake.getMessage(), mistake);
    }

    private static int usageError(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(OneLine.of(String.valueOf(exception.getMessage())));
        err.println("see " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** A user's mistake is one line; what else goes wrong is ours, and keeps its stack trace. */
    private static int failure(Exception exception, CommandLine command) {
        if (exception instanceof UserMistake
                || exception instanceof MagicException
                || exception instanceof InvalidRequestException) {
            command.getErr().println(exception.getMessage());
            return MISTAKE;
        }
        exception.printStackTrace(command.getErr());
        command.getErr().println(Faults.REPORT);
        return MISTAKE;
    }
}
