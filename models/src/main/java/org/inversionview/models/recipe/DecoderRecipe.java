package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.inversion.InPreimageRate;
import org.inversionview.models.inversion.ProbedActivations;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.Cards;

/**
 * Trains a decoder for a probed model and adds it to the model's card.
 *
 * @param config its shape
 * @param plan how to train
 * @param rebalance k: sites, and positions, are drawn in proportion to exp(k · (mean rate − rate)); 0 draws them equally
 *     often
 * @param measureEvery steps between measurements of the in-preimage rate, which also rebalance
 * @param start a decoder's weight file to begin from; nothing begins from random weights
 * @param command that repeats the training, for the card
 */
public record DecoderRecipe(
        DecoderConfig config,
        TrainingPlan plan,
        double rebalance,
        long measureEvery,
        Optional<Path> start,
        String command) {

    /** Name of the weight file. */
    public static final String FILE = "decoder.safetensors";

    private static final String CHECKPOINT = "decoder.checkpoint.safetensors";
    private static final double EPSILON = 0.1;
    private static final int INPUTS_FOR_STATISTICS = 2048;
    private static final int QUERIES_ON_THE_WAY = 256;
    private static final int QUERIES = 1000;
    private static final long EVALUATION_SEED = 1_000_000;

    /** Usual strength of rebalancing. */
    public static final double REBALANCE = 4;

    /** Usual steps between measurements. */
    public static final long MEASURE_EVERY = 1_000;

    private static final int HEAD_WIDTH = 32;
    private static final int ENCODER_WIDTH = 192;
    private static final int ENCODER_BLOCKS = 3;
    private static final int SLOTS = 3; // with 13 tokens a row of attention is 16 numbers long, a whole vector register

    /** What the shipped decoders were trained with. */
    public static TrainingPlan defaultPlan() {
        return new TrainingPlan(17_500, 256, 200, 0.02, 0.002, 0.02, 0.01, 1, 0.998, 0);
    }

    /**
     * Returns the shape of the shipped decoders, for a probed model.
     *
     * @param width of the language model's residual stream, a multiple of 32; 160 is usual
     * @param layers its blocks; 2 is usual
     */
    public static DecoderConfig config(ProbedModel model, int width, int layers) {
        if (width < HEAD_WIDTH || width % HEAD_WIDTH != 0) {
            throw new IllegalArgumentException(
                    "decoder width %d: it must be a multiple of %d".formatted(width, HEAD_WIDTH));
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
        return new DecoderConfig(
                transformer, model.sites().size(), model.config().width(), ENCODER_WIDTH, ENCODER_BLOCKS, SLOTS);
    }

    /**
     * Trains, or goes on from the folder's checkpoint.
     *
     * @param folder holds the probed model's card; checkpoint, weights and the new card are written there
     * @return whether the end was reached; if not, calling again goes on
     */
    public boolean train(ProbedModel model, Path folder, Progress.Listener listener) throws IOException {
        NDManager manager = NDManager.newBaseManager();
        Stopwatch stopwatch = Stopwatch.in(folder, "decoder");
        ProbedActivations examples = new ProbedActivations(model, false);
        SiteStatistics statistics = examples.statistics(INPUTS_FOR_STATISTICS, plan.seed());
        Shares shares = Shares.equal(manager, config.sites(), model.config().positions());
        try (Trainer trainer = new Trainer(manager, parameters(manager), plan)) {
            Trainer.Loss loss =
                    new DecoderTraining(manager, config, plan, model.task().vocabulary(), statistics, examples);
            boolean finished = trainer.run(
                    shares.steer(loss, examples),
                    new Trainer.Measurement(measureEvery, (weights, step, scratch) -> {
                        InPreimageRate.Rates rates = rates(model, weights, statistics, QUERIES_ON_THE_WAY, step);
                        shares.rebalance(rates, rebalance);
                        return rates.toString();
                    }),
                    folder.resolve(CHECKPOINT),
                    stopwatch.around(listener));
            if (finished) {
                write(folder, model, trainer, manager, statistics, stopwatch.seconds());
            }
            return finished;
        }
    }

    private FlatParameters parameters(NDManager manager) throws IOException {
        if (start.isEmpty()) {
            return DecoderTraining.parameters(manager, config, plan.seed());
        }
        try (NDManager scratch = manager.newSubManager()) {
            return DecoderTraining.parameters(manager, config, WeightFile.read(scratch, start.get()));
        }
    }

    private InPreimageRate.Rates rates(
            ProbedModel model, Map<String, NDArray> weights, SiteStatistics statistics, int queries, long seed) {
        ConditionalDecoder decoder = new ConditionalDecoder(config, weights);
        return new InPreimageRate(model, EPSILON).measure(decoder, statistics, queries, seed);
    }

    private void write(
            Path folder,
            ProbedModel model,
            Trainer trainer,
            NDManager manager,
            SiteStatistics statistics,
            double seconds)
            throws IOException {
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> weights = trainer.averaged(scratch);
            Path file = folder.resolve(FILE);
            WeightFile.write(file, TrainedDecoder.arrays(scratch, weights, statistics));
            InPreimageRate.Rates rates = rates(model, weights, statistics, QUERIES, EVALUATION_SEED);
            ModelCard.Training training = new ModelCard.Training(
                    command,
                    Plans.describe(plan, Map.of("rebalance", rebalance, "measure_every", measureEvery)),
                    seconds,
                    Plans.device(),
                    null);
            ModelCard.read(folder)
                    .withDecoder(card(WeightFile.sha256(file), rates, training))
                    .write(folder);
        }
    }

    private ModelCard.Decoder card(String sha256, InPreimageRate.Rates rates, ModelCard.Training training) {
        Map<String, ModelCard.SiteQuality> sites = new LinkedHashMap<>();
        rates.bySite()
                .forEach((site, rate) -> sites.put(site.shortName(), new ModelCard.SiteQuality(rate, rates.queries())));
        return new ModelCard.Decoder(
                FILE,
                sha256,
                Cards.shape(config.transformer()),
                Cards.encoder(config),
                rates.mean(),
                EPSILON,
                sites,
                training);
    }

    /** How often each site and each position is drawn: part of the training's state. */
    private record Shares(NDArray sites, NDArray positions) {

        static Shares equal(NDManager manager, int sites, int positions) {
            return new Shares(manager.ones(new Shape(sites)), manager.ones(new Shape(positions)));
        }

        void rebalance(InPreimageRate.Rates rates, double strength) {
            double mean = rates.mean();
            sites.set(shares(rates.bySite().values().stream().mapToDouble(rate -> rate), mean, strength));
            positions.set(shares(Arrays.stream(rates.byPosition()), mean, strength));
        }

        private static float[] shares(DoubleStream rates, double mean, double strength) {
            double[] raw = rates.map(rate -> Math.exp(strength * (mean - (Double.isNaN(rate) ? mean : rate))))
                    .toArray();
            float[] shares = new float[raw.length];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = (float) raw[i];
            }
            return shares;
        }

        Trainer.Loss steer(Trainer.Loss loss, ProbedActivations examples) {
            return new Trainer.Loss() {
                @Override
                public NDArray of(Map<String, NDArray> weights, long step, NDManager scratch) {
                    examples.setShares(sites.toFloatArray(), positions.toFloatArray());
                    return loss.of(weights, step, scratch);
                }

                @Override
                public List<NDArray> state() {
                    return List.of(sites, positions);
                }
            };
        }
    }
}
