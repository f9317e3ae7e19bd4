package org.inversionview.models.recipe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.ProbedModelTraining;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.jspecify.annotations.Nullable;

/**
 * Trains a probed model for a task and writes it with its card.
 *
 * @param task whose inputs it learns
 * @param config its shape
 * @param plan how to train
 * @param shaping what makes its heads concentrate on few tokens
 * @param device where to compute: {@code auto}, {@code cpu} or {@code gpu0}
 * @param command that repeats the training, for the card
 */
public record ProbedModelRecipe(
        Task task,
        TransformerConfig config,
        TrainingPlan plan,
        AttentionShaping shaping,
        String device,
        String command) {

    /** Name of the weight file. */
    public static final String FILE = "probed.safetensors";

    /** What the share of right answers is called in a training's readings. */
    public static final String EXACT_MATCH = "exact match";

    private static final String NAME = "probed";

    /** Usual width of the residual stream. */
    public static final int WIDTH = 32;

    /** Usual heads of a block. */
    public static final int HEADS = 4;

    /** Usual dropout. */
    public static final double DROPOUT = 0.1;

    /** Usual price of a nat of attention entropy. */
    public static final double ATTENTION_ENTROPY = 0.01;

    private static final double SECONDS_TO_PACE = 3;
    private static final int EVALUATED = 20_000;
    private static final int EVALUATED_ON_THE_WAY = 2_000;

    /**
     * Returns a GPT-2 style shape for a task.
     *
     * @param width of the residual stream, a multiple of {@code heads}; the paper has 32 and 64
     * @param layers blocks, from 1; the paper has 2
     * @param heads of each block, from 1; the paper has 4 and 1
     */
    public static TransformerConfig config(Task task, int width, int layers, int heads) {
        return new TransformerConfig(
                task.vocabulary().size(),
                task.maxLength(),
                width,
                layers,
                heads,
                4 * width,
                1e-5f,
                TransformerConfig.Activation.GELU_NEW);
    }

    /**
     * Returns the usual plan: AdamW alone, as in the paper. What it does not learn may be learned with a matrix rate, which
     * trains the hidden matrices with Muon; a shipped model's card has the plan that it was trained with.
     */
    public static TrainingPlan defaultPlan() {
        return new TrainingPlan(9_000, 512, 200, 0, 0.003, 0, 0.1, 1, 0.999, 0);
    }

    /**
     * Trains, or goes on from the folder's checkpoint.
     *
     * @param folder where checkpoint, weights and card are written
     * @return whether the end was reached; if not, calling again goes on
     */
    public boolean train(Path folder, Progress.Listener listener) throws IOException {
        Device where = Devices.named(device);
        long parameters = Plans.count(ParameterShapes.of(config));
        try (TrainingFolder opened = TrainingFolder.open(folder, NAME, described(), parameters);
                NDManager manager = PyTorch.open(where);
                Trainer trainer = trainer(manager)) {
            Trainer.Measurement measurement = new Trainer.Measurement(
                    Math.max(1, plan.steps() / 10), (weights, step, scratch) -> Optional.of(reading(weights, scratch)));
            boolean finished = trainer.run(
                    new ProbedModelTraining(config, plan, task, shaping),
                    measurement,
                    opened.checkpoint(),
                    opened.around(listener));
            if (finished) {
                write(folder, trainer, manager, opened.seconds());
            }
            return finished;
        }
    }

    /**
     * Returns the same recipe with as many steps as fit into a time on this machine; where a training was begun in the
     * folder, with its steps.
     */
    public ProbedModelRecipe lasting(double minutes, Path folder) throws IOException {
        long steps = TrainingFolder.stepsFor(minutes, folder, NAME, () -> {
            try (NDManager manager = PyTorch.open(Devices.named(device));
                    Trainer trainer = trainer(manager)) {
                return trainer.pace(new ProbedModelTraining(config, plan, task, shaping), SECONDS_TO_PACE);
            }
        });
        return new ProbedModelRecipe(task, config, plan.withSteps(steps), shaping, device, command);
    }

    private Trainer trainer(NDManager manager) {
        return new Trainer(manager, ProbedModelTraining.parameters(manager, config, plan, task, shaping), plan);
    }

    private Progress.Reading reading(Map<String, NDArray> weights, NDManager scratch) {
        double exactMatch = exactMatch(weights, scratch, EVALUATED_ON_THE_WAY);
        return new Progress.Reading(
                String.format(Locale.ROOT, "exact match %.4f", exactMatch), Map.of(EXACT_MATCH, exactMatch));
    }

    /** Every number of the recipe, by name. */
    private Map<String, Object> described() {
        return Plans.describe(
                plan,
                Map.of(
                        "dropout", shaping.dropout(),
                        "attention_entropy", shaping.entropy(),
                        "same_token_attention", shaping.sameToken()));
    }

    private void write(Path folder, Trainer trainer, NDManager manager, double seconds) throws IOException {
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> weights = trainer.averaged(scratch);
            NDList named = new NDList();
            weights.forEach((name, array) -> {
                array.setName("transformer." + name);
                named.add(array);
            });
            Path file = folder.resolve(FILE);
            WeightFile.write(file, named);
            ModelCard.Training training =
                    new ModelCard.Training(command, described(), seconds, Plans.device(manager.getDevice()), null);
            ModelCard.Probed probed = new ModelCard.Probed(
                    FILE,
                    WeightFile.sha256(file),
                    Cards.shape(config),
                    exactMatch(weights, scratch, EVALUATED),
                    EVALUATED,
                    variations(weights, scratch),
                    training);
            String description = "A %s-layer transformer trained on %s.".formatted(config.layers(), task.name());
            new ModelCard(TrainingFolder.name(folder), task.name(), description, probed, null).write(folder);
        }
    }

    private @Nullable Map<String, Double> variations(Map<String, NDArray> weights, NDManager manager) {
        Map<String, Double> measured = new LinkedHashMap<>();
        task.variations()
                .forEach((what, inputs) ->
                        measured.put(what, exactMatch(weights, manager, EVALUATED_ON_THE_WAY, inputs::sample)));
        return measured.isEmpty() ? null : measured;
    }

    private double exactMatch(Map<String, NDArray> weights, NDManager manager, int count) {
        return exactMatch(weights, manager, count, random -> HeldOut.sample(task, true, random));
    }

    private double exactMatch(
            Map<String, NDArray> weights, NDManager manager, int count, Function<RandomGenerator, int[]> draw) {
        NDManager own = manager.newSubManager();
        try (ProbedModel model = new ProbedModel(own, config, TransformerWeights.named(own, config, weights), task)) {
            return new ExactMatch(model).of(count, draw);
        }
    }
}
