package org.inversionview.spark;

import org.inversionview.kernel.cli.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code spark-submit} starts. Says all that it has to say, mistakes too, on standard output: Spark writes its log to the other. */
@Command(
        name = "inversionview-spark",
        mixinStandardHelpOptions = true,
        description = "Sweeps on Apache Spark.",
        subcommands = SweepCommand.class)
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a subcommand; ends the JVM where that fails. */
    public static void main(String[] args) {
        CommandLine program = Program.of(new Main());
        int code = program.setErr(program.getOut()).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand");
    }
}
