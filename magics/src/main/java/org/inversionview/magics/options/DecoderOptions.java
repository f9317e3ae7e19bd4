package org.inversionview.magics.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.inversion.BosAttention;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.recipe.DecoderFolder;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.recipe.DecoderStart;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that only the training of a decoder has. */
public final class DecoderOptions {

    private static final String USUAL_CACHE = "2GB";

    @Option(
            names = "start-from",
            paramLabel = "FILE",
            description =
                    "decoder: a decoder.safetensors of the same shape to train further; random weights if not given")
    private @Nullable Path startFrom;

    @Option(
            names = "start",
            paramLabel = "NAME|FOLDER",
            description =
                    "decoder: a GPT-2 with the task's tokens to begin from, in a folder or on the hub, such as gpt2-medium; its width and layers are the decoder's")
    private @Nullable String start;

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
            paramLabel = "K",
            description = "decoder: draw sites in proportion to exp(K · (mean rate − rate)), " + DecoderRecipe.REBALANCE
                    + " if not given; 0 for never")
    private @Nullable Double rebalance;

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

    @Option(
            names = "bos-attention",
            defaultValue = "1",
            paramLabel = "SHARE",
            description =
                    "decoder: leaves out positions at which the head gives BOS more than this share of its attention, such as 0.9; 1 leaves none out")
    private double bosAttention;

    @Option(
            names = "activation-cache",
            paramLabel = "SIZE",
            description =
                    "decoder: keeps activations in its folder while it is trained, up to this size, such as 4GB: a run of the model then serves 16 examples and more; if not given, "
                            + USUAL_CACHE + " with bos-attention below 1, else 0, which keeps none")
    private @Nullable String activationCache;

    /**
     * Returns the folder of the language model to begin from, where one is given.
     *
     * @throws IOException if there is no such model, in one line
     * @throws InvalidRequestException if something else was given too that says what to begin from
     */
    public Optional<Path> start(DecoderFolder folders, TrainingOptions training) throws IOException {
        if (start == null) {
            return Optional.empty();
        }
        if (startFrom != null) {
            throw new InvalidRequestException(
                    "start", start, "it begins from %s already: give one of the two".formatted(startFrom));
        }
        training.refuseOwnShape(start);
        return Optional.of(folders.languageModel(start));
    }

    /**
     * Returns the training that the options describe, of a decoder for the model in a folder.
     *
     * @param folder that was made ready for it; takes the decoder
     * @param language folder of {@link #start}
     * @param tasks where the folder's task is looked up
     * @param command that repeats it, for the card
     * @throws org.inversionview.models.InvalidRequestException naming a number that is out of its bounds
     */
    public Work of(Path folder, Optional<Path> language, TaskRegistry tasks, TrainingOptions training, String command) {
        OptionalDouble minutes = training.minutes();
        if (measureEvery == 0 && rebalance != null && rebalance > 0) {
            throw new InvalidRequestException(
                    "rebalance",
                    rebalance,
                    "it goes by what is measured, and measure-every=0 measures nothing on the way");
        }
        activationCache(); // what is wrong with it is said at once
        TrainingPlan plan = training.over(
                language.isPresent() ? DecoderRecipe.planFromLanguageModel() : DecoderRecipe.defaultPlan());
        return listener -> {
            try (LoadedModel loaded =
                    LoadedModel.load(LoadedModel.Request.ofFolder(folder, training.device()), tasks)) {
                ProbedModel probed = loaded.probed();
                DecoderRecipe recipe = recipe(probed, language, plan, training, command);
                return (minutes.isEmpty() ? recipe : recipe.lasting(minutes.getAsDouble(), probed, folder))
                        .train(probed, folder, listener);
            }
        };
    }

    private DecoderStart begun(Optional<Path> language) {
        if (language.isPresent()) {
            return new DecoderStart.PretrainedModel(language.get());
        }
        return startFrom == null ? DecoderStart.RANDOM : new DecoderStart.TrainedWeights(startFrom);
    }

    private DecoderConfig config(ProbedModel probed, Optional<Path> language, TrainingOptions training)
            throws IOException {
        List<ActivationSite> read = SitePatterns.listed(probed.sites(), sites);
        return language.isPresent()
                ? DecoderRecipe.config(probed, read, language.get())
                : DecoderRecipe.config(probed, read, training.width(DecoderRecipe.WIDTH), training.layers());
    }

    private long activationCache() {
        if (activationCache == null) {
            return bosAttention < 1 ? ByteSize.parse("activation cache", USUAL_CACHE) : 0;
        }
        return ByteSize.parse("activation cache", activationCache);
    }

    private DecoderRecipe recipe(
            ProbedModel probed, Optional<Path> language, TrainingPlan plan, TrainingOptions training, String command)
            throws IOException {
        return new DecoderRecipe(
                config(probed, language, training),
                plan,
                accumulate,
                training.sameTokenAttention(),
                rebalance == null ? DecoderRecipe.REBALANCE : rebalance,
                measureEvery,
                SamplingSchedule.parse(schedule),
                activationCache(),
                EvaluationSettings.DEFAULT
                        .withQueries(queries)
                        .within(epsilon, metric)
                        .at(new BosAttention(bosAttention)),
                begun(language),
                command);
    }
}
