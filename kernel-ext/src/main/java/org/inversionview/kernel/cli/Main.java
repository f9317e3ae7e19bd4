package org.inversionview.kernel.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.Faults;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.bench.BenchCommand;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.SessionFactory;
import org.inversionview.magics.session.Session;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line. A subcommand is one class, named here. */
@Command(
        name = "inversionview",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "What information does a neural activation hold? ε-preimages in a Java notebook.",
        subcommands = {
            RunCommand.class,
            ReportCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            SweepCommand.class,
            ReplayCommand.class,
            AssignmentCommand.class,
            BenchCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            DoctorCommand.class,
            KernelCommand.class
        })
public final class Main implements Runnable {

    private static final int MISTAKE = 1;

    /** Set unless given: no network, no messages home, no display. */
    private static final Map<String, String> PROPERTIES =
            Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true", "java.awt.headless", "true");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a subcommand and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PROPERTIES.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
        System.exit(Terminal.complaint()
                .map(Main::refused)
                .orElseGet(() -> commandLine().execute(args)));
    }

    /** Returns the command line; {@code setOut} and {@code setErr} lead its texts elsewhere. */
    static CommandLine commandLine() {
        return new CommandLine(new Main(), new SessionFactory(new Session()))
                .setExpandAtFiles(false)
                .registerConverter(Path.class, Main::path)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::usageError)
                .setExecutionExceptionHandler((exception, command, parsed) -> failure(exception, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand");
    }

    private static int refused(String complaint) {
        System.err.println(complaint);
        return MISTAKE;
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

    /** Returns the version that the jar says, or what stands for it where classes are not run from a jar. */
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("0-development");
    }

    /** Asked by picocli. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"inversionview " + version() + " (Java " + System.getProperty("java.version") + ")"};
        }
    }
}
