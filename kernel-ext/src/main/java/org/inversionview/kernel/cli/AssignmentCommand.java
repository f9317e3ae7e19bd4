package org.inversionview.kernel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Assignments of a class: from the teacher's notebook to grades. */
@Command(
        name = "assignment",
        mixinStandardHelpOptions = true,
        description = "Releases, checks and grades assignments with nbgrader's metadata.",
        subcommands = {ReleaseCommand.class, CheckCommand.class, GradeCommand.class})
final class AssignmentCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do? write assignment release, assignment check or assignment grade");
    }
}
