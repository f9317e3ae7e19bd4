package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.InPreimageRate;
import org.inversionview.models.inversion.ProbedActivations;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.Cards;

/**
 * Trains a decoder for a probed model and adds it to the model's card.
 *
 * @param config its shape
 * @param plan how to train
 * @param rebalance k: sites are drawn with probability ∝ exp(k · (mean rate − rate)); 0 draws them equally often
 * @param measureEvery steps between measurements of the in-preimage rate, which also rebalance
 * @param command that repeats the training, for the card
 */
public record DecoderRecipe(
        DecoderConfig config, TrainingPlan plan, double rebalance, long measureEvery, String command) {

    /** Name of the weight file. */
    public static final String FILE = "decoder.safetensors";

    private static final String CHECKPOINT = "decoder.checkpoint.safetensors";
    private static final double EPSILON = 0.1;
    private static final int INPUTS_FOR_STATISTICS = 2048;
    private static final int QUERIES_ON_THE_WAY = 256;
    private static final int QUERIES = 1000;
    private static final long EVALUATION_SEED = 1_000_000;

    /** Rates at the end, and what they were measured on. */
    public record Quality(Map<ActivationSite, Double> rates, int queries) {

        /** Returns the mean over the sites. */
        public double mean() {
            return rates.values().stream().mapToDouble(rate -> rate).average().orElse(0);
        }

        @Override
        public String toString() {
            return rates.entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
                    .collect(Collectors.joining(" ", String.format(Locale.ROOT, "in-preimage rate %.3f: ", mean()), ""));
        }
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
        Shares shares = Shares.equal(manager, config.sites());
        try (Trainer trainer = new Trainer(manager, DecoderTraining.parameters(manager, config, plan.seed()), plan)) {
            Trainer.Loss loss = new DecoderTraining(
                    manager, config, plan, model.task().vocabulary(), statistics, examples);
            boolean finished = trainer.run(
                    shares.steer(loss, examples),
                    new Trainer.Measurement(measureEvery, (weights, step, scratch) -> {
                        Quality quality = quality(model, weights, statistics, QUERIES_ON_THE_WAY, step);
                        shares.rebalance(quality, rebalance);
                        return quality.toString();
                    }),
                    folder.resolve(CHECKPOINT),
                    stopwatch.around(listener));
            if (finished) {
                write(folder, model, trainer, manager, statistics, stopwatch.seconds());
            }
            return finished;
        }
    }

    private Quality quality(
            ProbedModel model, Map<String, NDArray> weights, SiteStatistics statistics, int queries, long seed) {
        ConditionalDecoder decoder = new ConditionalDecoder(config, weights);
        return new Quality(new InPreimageRate(model, EPSILON).measure(decoder, statistics, queries, seed), queries);
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
            Quality quality = quality(model, weights, statistics, QUERIES, EVALUATION_SEED);
            ModelCard.Training training = new ModelCard.Training(
                    command,
                    Plans.describe(plan, Map.of("rebalance", rebalance, "measure_every", measureEvery)),
                    seconds,
                    Plans.device());
            ModelCard.read(folder)
                    .withDecoder(card(WeightFile.sha256(file), quality, training))
                    .write(folder);
        }
    }

    private ModelCard.Decoder card(String sha256, Quality quality, ModelCard.Training training) {
        Map<String, ModelCard.SiteQuality> sites = new LinkedHashMap<>();
        quality.rates()
                .forEach((site, rate) ->
                        sites.put(site.shortName(), new ModelCard.SiteQuality(rate, quality.queries())));
        return new ModelCard.Decoder(
                FILE,
                sha256,
                Cards.shape(config.transformer()),
                Cards.encoder(config),
                quality.mean(),
                EPSILON,
                sites,
                training);
    }

    /** How often each site is drawn: part of the training's state. */
    private record Shares(NDArray values) {

        static Shares equal(NDManager manager, int sites) {
            return new Shares(manager.ones(new Shape(sites)).div(sites));
        }

        void rebalance(Quality quality, double strength) {
            double mean = quality.mean();
            double[] raw = quality.rates().values().stream()
                    .mapToDouble(rate -> Math.exp(strength * (mean - rate)))
                    .toArray();
            double sum = java.util.Arrays.stream(raw).sum();
            float[] shares = new float[raw.length];
            for (int site = 0; site < shares.length; site++) {
                shares[site] = (float) (raw[site] / sum);
            }
            values.set(shares);
        }

        Trainer.Loss steer(Trainer.Loss loss, ProbedActivations examples) {
            return new Trainer.Loss() {
                @Override
                public NDArray of(Map<String, NDArray> weights, long step, NDManager scratch) {
                    examples.setSiteShares(values.toFloatArray());
                    return loss.of(weights, step, scratch);
                }

                @Override
                public List<NDArray> state() {
                    return List.of(values);
                }
            };
        }
    }
}
