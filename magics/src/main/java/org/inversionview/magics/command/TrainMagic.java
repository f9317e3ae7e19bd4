package org.inversionview.magics.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.options.DecoderOptions;
import org.inversionview.magics.options.ProbedOptions;
import org.inversionview.magics.options.RepeatingLine;
import org.inversionview.magics.options.TrainingOptions;
import org.inversionview.magics.options.Work;
import org.inversionview.magics.result.Training;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.recipe.DecoderFolder;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description =
                "Trains a probed model for a task, or a decoder for a probed model; goes on where it was stopped.")
final class TrainMagic extends MagicCommand<Training> {

    /** What can be trained; picocli reads the words from the user's line. */
    enum What {
        probed,
        decoder
    }

    @Parameters(
            paramLabel = "probed|decoder",
            arity = "1",
            description = "a model that learns a task, or what inverts its activations")
    private What what = What.probed;

    @Option(
            names = "task",
            paramLabel = "NAME",
            completionCandidates = Candidates.TaskNames.class,
            description = "the task, built in or given to Tasks.register; for a decoder the model's own if not given")
    private @Nullable String task;

    @Option(
            names = "out",
            paramLabel = "FOLDER",
            description =
                    "where it goes; if not given, trained/TASK for probed, and for decoder the model's folder or trained/MODEL")
    private @Nullable Path out;

    @Option(
            names = "model",
            paramLabel = "NAME|FOLDER",
            completionCandidates = Candidates.Models.class,
            description = "decoder: its probed model, as %%model takes it; the loaded one if not given")
    private @Nullable String model;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin(name = "probed")
    private ProbedOptions ofProbed = new ProbedOptions();

    @Mixin(name = "decoder")
    private DecoderOptions ofDecoder = new DecoderOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    Training run(Session session) throws IOException {
        refuseOptionsOf(what == What.probed ? What.decoder : What.probed);
        return what == What.probed ? trainProbed(session) : trainDecoder(session);
    }

    private Training trainProbed(Session session) throws IOException {
        if (model != null) {
            throw notFor("model", What.decoder);
        }
        if (task == null) {
            throw new MagicException("%%train probed needs task=NAME: there is %s"
                    .formatted(session.tasks().listed()));
        }
        Path folder = out == null ? Path.of("trained", task) : out;
        Work work = ofProbed.of(session.tasks().named(task), folder, training, line());
        String title = "a probed model for " + task;
        return watched(session, Training.begun(title, folder.toString(), ProbedModelRecipe.EXACT_MATCH), work);
    }

    private Training trainDecoder(Session session) throws IOException {
        String probed = model == null ? session.requireModel().name() : model;
        DecoderFolder folders = new DecoderFolder(
                session.tasks(), new HubModels(HubSettings.ofThisUser()), new Download(session.screen()));
        Optional<Path> language = ofDecoder.start(folders, training);
        Path folder = folders.prepare(probed, Optional.ofNullable(task), Optional.ofNullable(out));
        Work work = ofDecoder.of(folder, language, session.tasks(), training, line());
        String title = "a decoder for " + probed;
        return watched(session, Training.begun(title, folder.toString(), DecoderRecipe.MEAN), work);
    }

    /** Shows a training while it runs, and loads the model at its end. */
    private Training watched(Session session, Training begun, Work work) throws IOException {
        session.screen().show(begun);
        Training[] latest = {begun}; // the listener runs on this thread
        boolean finished = work.train(progress -> {
            latest[0] = latest[0].with(progress);
            session.screen().show(latest[0]);
        });
        Training ended = latest[0].with(finished ? Training.State.ENDED : Training.State.STOPPED);
        session.screen().show(ended); // also where the cell was interrupted and shows no result
        if (finished) {
            session.use(load(session, Path.of(begun.folder())));
        }
        return ended;
    }

    private LoadedModel load(Session session, Path folder) throws IOException {
        return LoadedModel.load(LoadedModel.Request.ofFolder(folder, training.device()), session.tasks());
    }

    private void refuseOptionsOf(What other) {
        Set<OptionSpec> theirs = Set.copyOf(
                Objects.requireNonNull(spec.mixins().get(other.name())).options());
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            if (theirs.contains(given)) {
                throw notFor(given.longestName(), other);
            }
        }
    }

    private MagicException notFor(String option, What other) {
        return new MagicException(
                "%%train %s has no option %s=, it is for %%train %s (%%help train)".formatted(what, option, other));
    }

    /** Returns the line that does it again: what the card keeps. */
    private String line() {
        return RepeatingLine.of("%train", spec.commandLine().getParseResult().originalArgs());
    }

    @Override
    boolean isRepeatable(List<String> arguments) {
        return false;
    }

    @Override
    Class<Training> resultType() {
        return Training.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%train probed task=reverse minutes=1",
                "%train decoder minutes=3",
                "%train probed task=counting heads=1 width=64 dropout=0 matrix-rate=0.01 out=my/counting");
    }
}
