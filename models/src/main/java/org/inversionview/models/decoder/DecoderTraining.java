package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.training.Ahead;
import org.inversionview.models.training.CrossEntropy;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.SameTokenAttention;
import org.inversionview.models.training.Seeds;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.WeightFile;

/** What is particular to training a decoder: its first weights and its loss, −log p(x | z, s) a token. */
public final class DecoderTraining implements Trainer.Loss {

    private final DecoderConfig config;
    private final Vocabulary vocabulary;
    private final ActivationExamples examples;
    private final int parts;
    private final Ahead<ActivationExamples.Chosen> chosen;
    private final NDArray means; // (sites, D)
    private final NDArray deviations; // (sites, 1)

    /**
     * Prepares a training.
     *
     * @param manager owns the statistics; lives as long as the training
     * @param parts in which a step is computed, one after the other, to need less memory; from 1 to the batch
     */
    public DecoderTraining(
            NDManager manager,
            DecoderConfig config,
            TrainingPlan plan,
            Vocabulary vocabulary,
            SiteStatistics statistics,
            ActivationExamples examples,
            int parts) {
        this.config = config;
        this.vocabulary = vocabulary;
        this.examples = examples;
        this.parts = parts;
        this.chosen =
                new Ahead<>(step -> examples.choose(step, plan.batch(), Seeds.ofStep(plan.seed(), step)), plan.steps());
        this.means = manager.create(statistics.means());
        this.deviations = manager.create(statistics.deviations()).expandDims(1);
    }

    /**
     * Returns the parameters' first values: small where they write to the residual stream, unit gains, zero biases.
     *
     * @param attention how block 0 begins; left to chance if it is not given
     */
    public static FlatParameters parameters(
            NDManager manager, DecoderConfig config, long seed, int bos, Optional<SameTokenAttention> attention) {
        RandomGenerator random = Seeds.ofStep(seed, -2);
        FlatParameters parameters = new FlatParameters(
                manager,
                config.shapes(),
                (name, shape) -> DecoderConfig.hiddenMatrices(name, shape, attention.isPresent()),
                (name, shape) -> initial(config, name, shape, random));
        try (NDManager scratch = manager.newSubManager()) {
            attention.ifPresent(it -> it.begin(parameters.views(parameters.values(), scratch), bos, random));
        }
        return parameters;
    }

    /**
     * Returns the parameters of a decoder that was trained before, to train it further.
     *
     * @param beganAtEqualTokens whether its block 0 began so, and is to go on learning slowly
     * @throws IllegalArgumentException naming the parameter that is missing or of another shape
     */
    public static FlatParameters parameters(
            NDManager manager, DecoderConfig config, Map<String, NDArray> trained, boolean beganAtEqualTokens) {
        return new FlatParameters(
                manager,
                config.shapes(),
                (name, shape) -> DecoderConfig.hiddenMatrices(name, shape, beganAtEqualTokens),
                (name, shape) -> WeightFile.require(trained, name, shape).toFloatArray());
    }

    /**
     * Returns first values of which some are given, such as those of a language model that was trained before.
     *
     * @param given values by name and shape; nothing for a parameter that begins as usual
     */
    public static FlatParameters parameters(
            NDManager manager, DecoderConfig config, long seed, BiFunction<String, Shape, Optional<float[]>> given) {
        RandomGenerator random = Seeds.ofStep(seed, -2);
        return new FlatParameters(
                manager,
                config.shapes(),
                (name, shape) -> DecoderConfig.hiddenMatrices(name, shape, false),
                (name, shape) -> given.apply(name, shape).orElseGet(() -> initial(config, name, shape, random)));
    }

    private static float[] initial(DecoderConfig config, String name, Shape shape, RandomGenerator random) {
        if (shape.dimension() == 1) {
            boolean gain = name.endsWith(".weight");
            return FlatParameters.constant(shape.size(), gain ? 1 : 0);
        }
        if (name.endsWith("c_proj.weight")
                || name.endsWith("down.weight")
                || (config.gated() && name.startsWith("encoder.add."))) {
            return FlatParameters.constant(shape.size(), 0); // every branch begins by adding nothing
        }
        if (name.equals("wte.weight") || name.equals("wpe.weight") || name.equals("encoder.site.weight")) {
            return FlatParameters.normal(random, shape.size(), 0.05);
        }
        // a site's rows of encoder.in see D coordinates, whatever the number of sites
        long in = name.equals("encoder.in.weight") ? config.activationWidth() : shape.get(0);
        return FlatParameters.normal(random, shape.size(), 0.5 / Math.sqrt(in));
    }

    @Override
    public NDArray of(Map<String, NDArray> weights, long step, NDManager scratch) {
        return loss(chosen.of(step), weights, scratch);
    }

    @Override
    public List<Part> parts(long step) {
        if (parts == 1) {
            return Trainer.Loss.super.parts(step);
        }
        ActivationExamples.Chosen batch = chosen.of(step);
        int rows = batch.positions().length;
        return IntStream.range(0, parts)
                .mapToObj(i -> batch.rows(i * rows / parts, (i + 1) * rows / parts))
                .<Part>map(part -> (weights, scratch) ->
                        Torch.scaled(loss(part, weights, scratch), (double) part.predicted() / batch.predicted()))
                .toList();
    }

    @Override
    public boolean prepare(long step) {
        return examples.prepare(step);
    }

    private NDArray loss(ActivationExamples.Chosen batch, Map<String, NDArray> weights, NDManager scratch) {
        NDArray z;
        CrossEntropy entropy;
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray sites =
                    scratch.create(Arrays.stream(batch.sites()).asLongStream().toArray());
            z = examples.activations(batch, scratch)
                    .sub(Torch.embedding(sites, means))
                    .div(Torch.embedding(sites, deviations));
            entropy = CrossEntropy.of(scratch, batch.inputs(), vocabulary.pad());
        }
        return entropy.loss(
                new ConditionalDecoder(scratch, config, weights).logits(z, batch.sites(), entropy.tokens()));
    }

    /** Has the next step's examples chosen anew, because they are to be others from now on. */
    public void chooseAnew() {
        chosen.forget();
    }
}
