package org.inversionview.magics.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Training;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.recipe.DecoderFolder;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
            description = "decoder: its probed model, as %%model takes it; the loaded one if not given")
    private @Nullable String model;

    @Option(names = "steps", paramLabel = "N", description = "optimiser steps; 9000 for probed, 22000 for decoder")
    private @Nullable Long steps;

    @Option(names = "minutes", paramLabel = "X", description = "as many steps as fit into this time, found by trying")
    private @Nullable Double minutes;

    @Option(names = "batch", paramLabel = "N", description = "inputs a step; 512 for probed, 256 for decoder")
    private @Nullable Integer batch;

    @Option(names = "rate", paramLabel = "X", description = "AdamW's peak rate; 0.003 for probed, 0.002 for decoder")
    private @Nullable Double rate;

    @Option(
            names = "matrix",
            paramLabel = "X",
            description =
                    "Muon's peak rate, for hidden matrices; 0 for probed (AdamW trains them; 0.01 learns counting), 0.02 for decoder")
    private @Nullable Double matrixRate;

    @Option(names = "decay", paramLabel = "X", description = "weight decay; 0.1 for probed, 0.01 for decoder")
    private @Nullable Double decay;

    @Option(names = "seed", defaultValue = "0", paramLabel = "N", description = "of every random choice")
    private long seed;

    @Option(names = "device", defaultValue = "auto", paramLabel = "auto|cpu|gpu0", description = "where to compute")
    private String device = "auto";

    @Option(names = "width", paramLabel = "N", description = "of the residual stream; 32 for probed, 160 for decoder")
    private @Nullable Integer width;

    @Option(names = "layers", defaultValue = "2", paramLabel = "N", description = "blocks, from 1")
    private int layers;

    @Option(names = "heads", paramLabel = "N", description = "probed: attention heads of each block, 4 if not given")
    private @Nullable Integer heads;

    @Option(names = "dropout", paramLabel = "X", description = "probed: from 0 to below 1, 0.1 if not given")
    private @Nullable Double dropout;

    @Option(
            names = "entropy",
            paramLabel = "X",
            description =
                    "probed: what a nat of attention entropy adds to the loss, 0.01 if not given; crisp heads are easier to read")
    private @Nullable Double entropy;

    @Option(
            names = "sametoken",
            paramLabel = "X",
            description =
                    "has block 0 begin by attending to equal tokens and BOS, which helps counting, such as 0.1; 0, off, if not given")
    private @Nullable Double sametoken;

    @Option(
            names = "rebalance",
            paramLabel = "K",
            description =
                    "decoder: draw sites in proportion to exp(K · (mean rate − rate)); 4 if not given, 0 for never")
    private @Nullable Double rebalance;

    @Option(
            names = "measure",
            paramLabel = "N",
            description = "decoder: steps between measurements of the in-preimage rate; 1000 if not given")
    private @Nullable Long measure;

    @Option(
            names = "queries",
            paramLabel = "N",
            description = "decoder: held-out queries a site by which it is measured at its end; 1000 if not given")
    private @Nullable Integer queries;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    Training run(Session session) throws IOException {
        if (minutes != null && steps != null) {
            throw new MagicException("minutes=%s and steps=%d: give one of them".formatted(minutes, steps));
        }
        return what == What.probed ? trainProbed(session) : trainDecoder(session);
    }

    private Training trainProbed(Session session) throws IOException {
        refuse("model", model);
        refuse("rebalance", rebalance);
        refuse("measure", measure);
        refuse("queries", queries);
        if (task == null) {
            throw new MagicException("%%train probed needs task=NAME: there is %s"
                    .formatted(session.tasks().listed()));
        }
        Task learned = session.tasks().named(task);
        Path folder = out == null ? Path.of("trained", task) : out;
        ProbedModelRecipe recipe = new ProbedModelRecipe(
                learned,
                ProbedModelRecipe.config(learned, or(width, 32), layers, or(heads, 4)),
                over(ProbedModelRecipe.defaultPlan()),
                new AttentionShaping(
                        or(dropout, ProbedModelRecipe.DROPOUT),
                        or(entropy, ProbedModelRecipe.ATTENTION_ENTROPY),
                        or(sametoken, 0)),
                device,
                line());
        String title = "a probed model for " + task;
        return watched(session, Training.begun(title, folder.toString(), ProbedModelRecipe.EXACT_MATCH), listener -> {
            ProbedModelRecipe planned = minutes == null ? recipe : recipe.lasting(minutes, folder);
            return planned.train(folder, listener);
        });
    }

    private Training trainDecoder(Session session) throws IOException {
        refuse("heads", heads);
        refuse("dropout", dropout);
        refuse("entropy", entropy);
        String probed = model == null ? session.requireModel().name() : model;
        Path folder = new DecoderFolder(
                        session.tasks(), new HubModels(HubSettings.ofThisUser()), new Download(session.screen()))
                .prepare(probed, Optional.ofNullable(task), Optional.ofNullable(out));
        String title = "a decoder for " + probed;
        return watched(session, Training.begun(title, folder.toString(), DecoderRecipe.MEAN), listener -> {
            try (LoadedModel loaded = load(session, folder)) {
                DecoderRecipe recipe = new DecoderRecipe(
                        DecoderRecipe.config(loaded.probed(), or(width, DecoderRecipe.WIDTH), layers),
                        over(DecoderRecipe.defaultPlan()),
                        or(sametoken, 0),
                        or(rebalance, DecoderRecipe.REBALANCE),
                        measure == null ? DecoderRecipe.MEASURE_EVERY : measure,
                        queries == null ? EvaluationSettings.DEFAULT : EvaluationSettings.DEFAULT.withQueries(queries),
                        Optional.empty(),
                        line());
                DecoderRecipe planned = minutes == null ? recipe : recipe.lasting(minutes, loaded.probed(), folder);
                return planned.train(loaded.probed(), folder, listener);
            }
        });
    }

    /** What is trained: returns whether its end was reached. */
    @FunctionalInterface
    private interface Work {
        boolean train(Progress.Listener listener) throws IOException;
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
        return LoadedModel.load(LoadedModel.Request.ofFolder(folder, device), session.tasks());
    }

    private TrainingPlan over(TrainingPlan usual) {
        return new TrainingPlan(
                steps == null ? usual.steps() : steps,
                or(batch, usual.batch()),
                usual.warmUp(),
                or(matrixRate, usual.matrixRate()),
                or(rate, usual.otherRate()),
                usual.floor(),
                or(decay, usual.weightDecay()),
                usual.clip(),
                usual.averaging(),
                seed);
    }

    private void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new MagicException("%%train %s has no option %s=, it is for %%train %s (%%help train)"
                    .formatted(what, option, what == What.probed ? What.decoder : What.probed));
        }
    }

    private static int or(@Nullable Integer given, int usual) {
        return Objects.requireNonNullElse(given, usual);
    }

    private static double or(@Nullable Double given, double usual) {
        return Objects.requireNonNullElse(given, usual);
    }

    /** Returns the line that does it again: what the card keeps. */
    private String line() {
        return "%train " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
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
                "%train probed task=counting heads=1 width=64 dropout=0 matrix=0.01 out=my/counting");
    }
}
