package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.BoundedExamples;
import org.inversionview.models.inversion.DecoderEvaluation;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.DisturbedActivations;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.SameTokenAttention;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;

/**
 * Trains a decoder for a probed model and adds it to the model's card.
 *
 * @param config its shape
 * @param plan how to train
 * @param parts in which a step is computed, one after the other, to need less memory; from 1 to the batch
 * @param sameToken deviation of block 0's first queries and keys where it begins by attending to equal tokens and to BOS,
 *     which helps where the decoder must count; 0 leaves them to chance. See {@link SameTokenAttention}
 * @param rebalance k: each kind of position at each site is drawn in proportion to exp(k · (mean rate − its rate)); 0 draws
 *     all equally often
 * @param measureEvery steps between measurements of the in-preimage rate, which also rebalance; 0 for never
 * @param disturbance what is done to the activations that it learns from; a plain schedule leaves them as they are
 * @param activationCache bytes in which activations are kept, so that a run of the probed model serves many examples; 0 has each
 *     example computed when it is needed. See {@link BoundedExamples}
 * @param evaluation how the finished decoder is measured for its card; on the way it is measured on 256 queries a site, or as
 *     many if these are fewer; its positions that count are those that it learns from, too
 * @param start what it begins from
 * @param command that repeats the training, for the card
 */
public record DecoderRecipe(
        DecoderConfig config,
        TrainingPlan plan,
        int parts,
        double sameToken,
        double rebalance,
        long measureEvery,
        SamplingSchedule disturbance,
        long activationCache,
        EvaluationSettings evaluation,
        DecoderStart start,
        String command) {

    public DecoderRecipe {
        if (!(plan.matrixRate() > 0)) {
            throw new InvalidRequestException(
                    "matrix rate", plan.matrixRate(), "a decoder's must be above 0, 0.02 is usual");
        }
        if (parts < 1 || parts > plan.batch()) {
            throw new InvalidRequestException(
                    "accumulate", parts, "from 1 part a step to %s, one for each input".formatted(plan.batch()));
        }
        if (!(sameToken >= 0 && Double.isFinite(sameToken))) {
            throw new InvalidRequestException("same-token attention", sameToken, "a number from 0");
        }
        if (!(rebalance >= 0 && Double.isFinite(rebalance))) {
            throw new InvalidRequestException("rebalance", rebalance, "a number from 0, which draws all equally often");
        }
        if (measureEvery < 0) {
            throw new InvalidRequestException("measure every", measureEvery, "steps from 1, or 0 for never");
        }
        if (activationCache == 0 && evaluation.bos().leavesOut()) {
            throw new InvalidRequestException(
                    "activation cache",
                    activationCache,
                    "with BOS attention %s examples are taken from one: give a size"
                            .formatted(evaluation.bos().most()));
        }
        if (activationCache != 0) {
            BoundedExamples.bytes(activationCache, config.activationWidth(), plan.batch(), plan.steps());
        }
    }

    /** Makes a recipe whose examples are computed when they are needed. */
    public DecoderRecipe(
            DecoderConfig config,
            TrainingPlan plan,
            int parts,
            double sameToken,
            double rebalance,
            long measureEvery,
            SamplingSchedule disturbance,
            EvaluationSettings evaluation,
            DecoderStart start,
            String command) {
        this(config, plan, parts, sameToken, rebalance, measureEvery, disturbance, 0, evaluation, start, command);
    }

    /** Name of the weight file. */
    public static final String FILE = "decoder.safetensors";

    /** What the mean over the sites is called in a training's readings; the other values are called as the sites. */
    public static final String MEAN = "mean in-preimage rate";

    private static final String NAME = "decoder";
    private static final double SECONDS_TO_PACE = 5;
    private static final int QUERIES_ON_THE_WAY = 256;

    /** Usual strength of rebalancing. */
    public static final double REBALANCE = 4;

    /** Usual steps between measurements. */
    public static final long MEASURE_EVERY = 1_000;

    /** Usual width of the language model. */
    public static final int WIDTH = 160;

    private static final int HEAD_WIDTH = 32;
    private static final int ENCODER_WIDTH = 192;
    private static final int ENCODER_BLOCKS = 3;
    private static final int SLOTS = 3;

    /** Returns the usual plan. Longer inputs want more steps: a shipped decoder's card has the plan that it was trained with. */
    public static TrainingPlan defaultPlan() {
        return new TrainingPlan(22_000, 256, 200, 0.02, 0.002, 0.02, 0.01, 1, 0.998, 0);
    }

    /** Returns the usual plan of a decoder that begins from a language model: gentler, so that what that knows is kept. */
    public static TrainingPlan planFromLanguageModel() {
        return new TrainingPlan(22_000, 256, 200, 0.002, 0.0005, 0.02, 0.01, 1, 0.998, 0);
    }

    /**
     * Returns the usual shape of a decoder for a probed model: heads, encoder and slots as the shipped ones have them.
     *
     * @param sites of the model that it is to read
     * @param width of the language model's residual stream, a multiple of 32; 160 is usual
     * @param layers its blocks; 2 is usual
     */
    public static DecoderConfig config(ProbedModel model, List<ActivationSite> sites, int width, int layers) {
        if (width < HEAD_WIDTH || width % HEAD_WIDTH != 0) {
            throw new InvalidRequestException(
                    "width", width, "a decoder's must be a multiple of %s".formatted(HEAD_WIDTH));
        }
        TransformerConfig transformer = new TransformerConfig(
                model.task().vocabulary().size(),
                model.config().positions(),
                width,
                layers,
                width / HEAD_WIDTH,
                4 * width,
                1e-5f,
                TransformerConfig.Activation.RELU);
        return new DecoderConfig(transformer, sites, model.config().width(), ENCODER_WIDTH, ENCODER_BLOCKS, SLOTS);
    }

    /**
     * Returns the usual shape of a decoder that begins from a language model: that model's, with encoder and slots as usual.
     *
     * @param sites of the model that it is to read
     * @param folder of a GPT-2 in Hugging Face layout, with the tokens of the model's task
     * @throws IOException if it cannot be read, in one line
     */
    public static DecoderConfig config(ProbedModel model, List<ActivationSite> sites, Path folder) throws IOException {
        TransformerConfig transformer = new PretrainedParameters(folder)
                .shape(model.task().vocabulary(), model.config().positions());
        return new DecoderConfig(
                transformer, sites, model.config().width(), ENCODER_WIDTH, ENCODER_BLOCKS, SLOTS, true);
    }

    /**
     * Trains, or goes on from the folder's checkpoint.
     *
     * @param folder holds the probed model's card; checkpoint, weights and the new card are written there
     * @return whether the end was reached; if not, calling again goes on
     */
    public boolean train(ProbedModel model, Path folder, Progress.Listener listener) throws IOException {
        try (TrainingFolder opened =
                TrainingFolder.open(folder, NAME, Plans.describe(this, model), Plans.count(config.shapes()))) {
            return train(model, opened, folder, listener);
        }
    }

    private boolean train(ProbedModel model, TrainingFolder opened, Path folder, Progress.Listener listener)
            throws IOException {
        Optional<TrainingExamples> made = TrainingExamples.of(this, model, folder, opened.around(listener));
        if (made.isEmpty()) {
            return false; // interrupted
        }
        TrainingExamples examples = made.get();
        SiteStatistics statistics = examples.statistics();
        try (NDManager manager = PyTorch.open(model.manager().getDevice());
                Trainer trainer = new Trainer(manager, new FirstParameters(this).of(manager, model), plan)) {
            RebalancedTraining rebalanced = new RebalancedTraining(
                    manager,
                    training(manager, model, examples),
                    examples.examples(),
                    config.sites().size());
            boolean finished = trainer.run(
                    rebalanced,
                    new Trainer.Measurement(measureEvery, (weights, step, scratch) -> {
                        DecoderQuality quality =
                                quality(model, weights, statistics, evaluation.quick(QUERIES_ON_THE_WAY, step));
                        if (quality.sites().size() < config.sites().size()) {
                            return Optional.empty(); // interrupted
                        }
                        rebalanced.rebalance(quality, rebalance);
                        return Optional.of(reading(quality));
                    }),
                    opened.checkpoint(),
                    opened.around(listener));
            return finished && write(folder, model, trainer, manager, examples, opened.seconds());
        } catch (UncheckedIOException e) {
            throw e.getCause(); // of examples that are kept in files
        }
    }

    /**
     * Returns the same recipe with as many steps as fit into a time on this machine; where a training was begun in the
     * folder, with its steps.
     */
    public DecoderRecipe lasting(double minutes, ProbedModel model, Path folder) throws IOException {
        long steps = TrainingFolder.stepsFor(minutes, folder, NAME, () -> paceIn(folder, model));
        return with(plan.withSteps(steps));
    }

    private double paceIn(Path folder, ProbedModel model) {
        try {
            return pace(
                    model,
                    TrainingExamples.of(this, model, folder, progress -> {})
                            .orElseThrow(() -> new CancellationException("interrupted while a pace was found")),
                    SECONDS_TO_PACE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the steps a second of a training that is thrown away, tried for so many seconds. */
    double pace(ProbedModel model, TrainingExamples examples, double seconds) {
        try (NDManager manager = PyTorch.open(model.manager().getDevice());
                Trainer trainer = new Trainer(manager, new FirstParameters(this).random(manager, model), plan)) {
            return examples.pace(trainer.pace(training(manager, model, examples), seconds));
        }
    }

    private DecoderTraining training(NDManager manager, ProbedModel model, TrainingExamples examples) {
        return new DecoderTraining(
                manager,
                config,
                plan,
                model.task().vocabulary(),
                examples.statistics(),
                new DisturbedActivations(examples.examples(), disturbance),
                parts);
    }

    /** Returns the same recipe with another plan. */
    DecoderRecipe with(TrainingPlan other) {
        return new DecoderRecipe(
                config,
                other,
                parts,
                sameToken,
                rebalance,
                measureEvery,
                disturbance,
                activationCache,
                evaluation,
                start,
                command);
    }

    private static Progress.Reading reading(DecoderQuality quality) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(MEAN, quality.mean());
        quality.sites().forEach(site -> values.put(site.name(), site.inside().value()));
        return new Progress.Reading(quality.toString(), values);
    }

    private DecoderQuality quality(
            ProbedModel model, Map<String, NDArray> weights, SiteStatistics statistics, EvaluationSettings settings) {
        NDManager scratch = model.manager().newSubManager(); // the weights stay the training's
        ConditionalDecoder network = new ConditionalDecoder(scratch, config, weights);
        try (TrainedDecoder decoder =
                new TrainedDecoder(scratch, network, statistics, model.task().vocabulary())) {
            return new DecoderEvaluation(model, settings).measure(decoder, soFar -> {});
        }
    }

    /** Measures and writes; returns false, with nothing written, if interrupted while measuring. */
    private boolean write(
            Path folder,
            ProbedModel model,
            Trainer trainer,
            NDManager manager,
            TrainingExamples examples,
            double seconds)
            throws IOException {
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> weights = trainer.averaged(scratch);
            DecoderQuality quality = quality(model, weights, examples.statistics(), evaluation);
            if (quality.sites().size() < config.sites().size()) {
                return false;
            }
            Path file = folder.resolve(FILE);
            WeightFile.write(file, TrainedDecoder.arrays(scratch, weights, examples.statistics()));
            ModelCard.Training training = new ModelCard.Training(
                    command, Plans.describe(this, model), seconds, Plans.device(manager.getDevice()), null);
            ModelCard.read(folder)
                    .withDecoder(Cards.decoder(FILE, WeightFile.sha256(file), config, model.sites(), quality, training)
                            .with(examples.bos(evaluation.bos())))
                    .write(folder);
            examples.delete();
            return true;
        }
    }
}
