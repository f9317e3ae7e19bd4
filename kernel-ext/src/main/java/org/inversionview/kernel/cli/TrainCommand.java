package org.inversionview.kernel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model from nothing; goes on where it was interrupted. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description =
                "Trains a probed model for a task, then a decoder for it; or teaches one new words. Run again to go on after an interrupt.",
        subcommands = {TrainProbedCommand.class, TrainDecoderCommand.class, TrainWordsCommand.class})
final class TrainCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to train? write train probed, train decoder or train words");
    }
}
