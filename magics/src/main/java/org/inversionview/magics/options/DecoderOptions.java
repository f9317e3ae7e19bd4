package org.inversionview.magics.options;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that only the training of a decoder has. */
public final class DecoderOptions {

    @Option(
            names = "start-from",
            paramLabel = "FILE",
            description =
                    "decoder: a decoder.safetensors of the same shape to train further; random weights if not given")
    private @Nullable Path start;

    @Option(
            names = "sites",
            defaultValue = "*",
            paramLabel = "SITE,…",
            description =
                    "decoder: the sites that it learns to read, with * for anything and - for numbers from to, such as a24-47.*")
    private String sites = "";

    @Option(
            names = "accumulate",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "decoder: computes each step in so many parts, one after the other: a large batch in little memory")
    private int accumulate;

    @Option(
            names = "rebalance",
            defaultValue = "" + DecoderRecipe.REBALANCE,
            paramLabel = "K",
            description = "decoder: draw sites in proportion to exp(K · (mean rate − rate)); 0 for never")
    private double rebalance;

    @Option(
            names = "measure-every",
            defaultValue = "" + DecoderRecipe.MEASURE_EVERY,
            paramLabel = "N",
            description = "decoder: steps between measurements of the in-preimage rate; 0 for never")
    private long measureEvery;

    @Option(
            names = "queries",
            defaultValue = "1000",
            paramLabel = "N",
            description = "decoder: held-out queries a site by which it is measured at its end")
    private int queries;

    @Option(
            names = "eps",
            defaultValue = "0.1",
            paramLabel = "ε",
            description = "decoder: largest distance at which a sample counts as inside when it is measured")
    private double epsilon;

    @Option(
            names = "metric",
            defaultValue = "euclidean",
            description = "decoder: of that distance, ‖a − z‖ / ‖z‖, or 1 − cosine similarity")
    private Distance metric = Distance.EUCLIDEAN;

    @Option(
            names = "schedule",
            defaultValue = "1",
            paramLabel = "LIST",
            completionCandidates = Candidates.Schedules.class,
            description =
                    "decoder: what is done to activations before it learns from them: cosine turns them, 1+0.1 adds noise, 1 leaves them")
    private String schedule = "";

    /**
     * Returns the training that the options describe, of a decoder for the model in a folder.
     *
     * @param folder that was made ready for it; takes the decoder
     * @param tasks where the folder's task is looked up
     * @param command that repeats it, for the card
     * @throws org.inversionview.models.InvalidRequestException naming a number that is out of its bounds
     */
    public Work of(Path folder, TaskRegistry tasks, TrainingOptions training, String command) {
        OptionalDouble minutes = training.minutes();
        TrainingPlan plan = training.over(DecoderRecipe.defaultPlan());
        return listener -> {
            try (LoadedModel loaded =
                    LoadedModel.load(LoadedModel.Request.ofFolder(folder, training.device()), tasks)) {
                ProbedModel probed = loaded.probed();
                DecoderRecipe recipe = recipe(probed, plan, training, command);
                return (minutes.isEmpty() ? recipe : recipe.lasting(minutes.getAsDouble(), probed, folder))
                        .train(probed, folder, listener);
            }
        };
    }

    private DecoderRecipe recipe(ProbedModel probed, TrainingPlan plan, TrainingOptions training, String command) {
        return new DecoderRecipe(
                DecoderRecipe.config(
                        probed,
                        SitePatterns.listed(probed.sites(), sites),
                        training.width(DecoderRecipe.WIDTH),
                        training.layers()),
                plan,
                accumulate,
                training.sameTokenAttention(),
                rebalance,
                measureEvery,
                SamplingSchedule.parse(schedule),
                EvaluationSettings.DEFAULT.withQueries(queries).within(epsilon, metric),
                Optional.ofNullable(start),
                command);
    }
}
