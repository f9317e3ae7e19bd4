package org.inversionview.kernel.cli;

import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.bench.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
        return Program.of(new Main());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand");
    }

    private static int refused(String complaint) {
        System.err.println(complaint);
        return Program.MISTAKE;
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
