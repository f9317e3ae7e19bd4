package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.command.Download;
import org.inversionview.magics.options.DecoderOptions;
import org.inversionview.magics.options.TrainingOptions;
import org.inversionview.magics.options.Work;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.recipe.DecoderFolder;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a decoder for a probed model. */
@Command(
        name = "decoder",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        modelTransformer = WithDashes.class,
        description =
                "Trains a decoder over all sites of a probed model; writes decoder.safetensors, and its quality into card.json.")
final class TrainDecoderCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME|FOLDER",
            description = "The probed model: shipped, in a folder, or a GPT-2 of the Hugging Face hub.")
    private String model = "";

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where decoder and checkpoint go; the model's folder if train probed wrote that, else"
                    + " trained/MODEL.")
    private @Nullable Path out;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Whose inputs the decoder learns; the model's own if not given.")
    private @Nullable String task;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private DecoderOptions decoder = new DecoderOptions();

    @Mixin
    private Threads threads = new Threads();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        threads.apply();
        TaskRegistry tasks = new TaskRegistry();
        DecoderFolder folders = folders(tasks, spec.commandLine().getErr());
        Path folder;
        Optional<Path> language;
        try {
            language = decoder.start(folders, training);
            folder = folders.prepare(model, Optional.ofNullable(task), Optional.ofNullable(out));
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
        Work work = decoder.of(folder, language, tasks, training, InterruptibleTraining.command(spec));
        return InterruptibleTraining.run(work, folder, spec);
    }

    private static DecoderFolder folders(TaskRegistry tasks, PrintWriter err) {
        Download download = new Download(view -> {
            err.println(view.bundle().text());
            err.flush();
        });
        return new DecoderFolder(tasks, new HubModels(HubSettings.ofThisUser()), download);
    }
}
