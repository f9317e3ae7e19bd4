package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.loading.ModelPath;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.WordTraining;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.Zoo;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a probed model words that its training lacked, from texts in which they occur: only their embeddings learn. On inputs
 * without them every activation stays what it was, so a decoder of the model goes on to fit.
 *
 * @param tasks where the model's task is looked up
 * @param texts with that task's vocabulary; the words are those that occur in them and not in the task's inputs
 * @param plan how to train
 * @param device where to compute: {@code auto}, {@code cpu} or {@code gpu0}
 * @param command that repeats the training, for the card
 */
public record WordRecipe(TaskRegistry tasks, Task texts, TrainingPlan plan, String device, String command) {

    /** What the share of right answers is called in a training's readings. */
    public static final String EXACT_MATCH = ProbedModelRecipe.EXACT_MATCH;

    private static final String NAME = "words";
    private static final String PREFIX = "transformer.";
    private static final int DRAWN = 20_000;
    private static final int EVALUATED = 20_000;
    private static final int EVALUATED_ON_THE_WAY = 2_000;

    /** Returns the usual plan: 300 steps of AdamW. */
    public static TrainingPlan defaultPlan() {
        return new TrainingPlan(300, 128, 30, 0, 0.01, 0, 0, 1, 0.99, 0);
    }

    /**
     * Trains, or goes on from the folder's checkpoint.
     *
     * @param model a shipped model's name, or a folder with a card
     * @param folder where a copy of the model goes, with the words learned; its card keeps how the rest came about
     * @return whether the end was reached; if not, calling again goes on
     * @throws IOException in one line, if there is no such model, or the folder holds another
     */
    public boolean train(String model, Path folder, Progress.Listener listener) throws IOException {
        ModelCard card = card(model);
        Task task = tasks.named(card.task());
        requireSameTokens(task);
        int[] words = words(task);
        TransformerConfig config = Cards.config(card.probed().config());
        requireOther(folder);
        try (TrainingFolder opened = TrainingFolder.open(
                        folder, NAME, described(task, words, card), (long) words.length * config.width());
                NDManager manager = PyTorch.open(Devices.named(device));
                Trainer trainer = new Trainer(
                        manager, WordTraining.parameters(manager, config, words.length, plan.seed()), plan)) {
            copy(model, card, folder);
            WordTraining training = new WordTraining(
                    config, plan, texts, words, weights(manager, config, folder.resolve(ProbedModelRecipe.FILE)));
            Measured measured = new Measured(task, config, training);
            Trainer.Measurement measurement = new Trainer.Measurement(
                    Math.max(1, plan.steps() / 5),
                    (learned, step, scratch) -> Optional.of(measured.reading(learned, scratch)));
            boolean finished = trainer.run(training, measurement, opened.checkpoint(), opened.around(listener));
            if (finished) {
                write(folder, card, measured, trainer, manager, opened.seconds());
            }
            return finished;
        }
    }

    private void requireSameTokens(Task task) {
        int[] all = IntStream.range(0, task.vocabulary().size()).toArray();
        if (texts.vocabulary().size() != all.length
                || !texts.vocabulary().tokens(all).equals(task.vocabulary().tokens(all))) {
            throw new InvalidRequestException(
                    "task",
                    texts.name(),
                    "its tokens are not those of the model's task, %s: texts are needed that have them"
                            .formatted(task.name()));
        }
    }

    /**
     * Returns the tokens that occur in the texts and not in the task's inputs, among as many of each.
     *
     * @throws InvalidRequestException if there is none
     */
    private int[] words(Task task) {
        BitSet found = tokens(texts);
        found.andNot(tokens(task));
        if (found.isEmpty()) {
            throw new InvalidRequestException(
                    "task",
                    texts.name(),
                    "its texts have no word that inputs of the model's task, %s, lack: there is nothing to learn"
                            .formatted(task.name()));
        }
        return found.stream().toArray();
    }

    private static BitSet tokens(Task task) {
        RandomGenerator random = new SplittableRandom(0);
        BitSet found = new BitSet();
        for (int i = 0; i < DRAWN; i++) {
            IntStream.of(task.sample(random)).forEach(found::set);
        }
        return found;
    }

    private static ModelCard card(String model) throws IOException {
        if (Zoo.names().contains(model)) {
            return Zoo.card(model);
        }
        Path folder = ModelPath.of(model);
        if (!Files.exists(folder.resolve(ModelCard.FILE))) {
            throw new IOException("no model '%s': it is neither shipped (%s) nor a folder with a card.json"
                    .formatted(OneLine.brief(model), String.join(", ", Zoo.names())));
        }
        return ModelCard.read(folder);
    }

    private static void requireOther(Path folder) throws IOException {
        if (Files.exists(folder.resolve(ModelCard.FILE)) && !TrainingFolder.isBegun(folder, NAME)) {
            throw new IOException(
                    "%s holds a model already, and a copy with the words learned goes into a folder of its own: give another"
                            .formatted(folder));
        }
    }

    /** Copies the model, but for its card, which is written at the end: a card may name weights that lie elsewhere. */
    private static void copy(String model, ModelCard card, Path folder) throws IOException {
        copy(model, card.probed().file(), folder.resolve(ProbedModelRecipe.FILE));
        ModelCard.Decoder decoder = card.decoder();
        if (decoder != null) {
            copy(model, decoder.file(), folder.resolve(decoder.file()));
        }
    }

    private static void copy(String model, String file, Path to) throws IOException {
        if (Zoo.names().contains(model)) {
            Zoo.copy(Objects.requireNonNull(to.getParent()), model, file);
            return;
        }
        Path from = ModelPath.of(model).resolve(file);
        if (Files.isDirectory(from)) {
            throw new IOException(
                    "the weights of %s are others' (%s): words are learned by models that train probed wrote"
                            .formatted(model, from));
        }
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, NDArray> weights(NDManager manager, TransformerConfig config, Path file)
            throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        ParameterShapes.of(config).forEach((name, shape) -> shapes.put(PREFIX + name, shape));
        Map<String, NDArray> weights = new LinkedHashMap<>();
        WeightFile.read(manager, file, shapes)
                .forEach((name, array) -> weights.put(name.substring(PREFIX.length()), array));
        return weights;
    }

    /** Every number of the recipe, by name; the words and the model too. */
    private Map<String, Object> described(Task task, int[] words, ModelCard card) {
        return Plans.describe(
                plan,
                Map.of(
                        "texts",
                        texts.name(),
                        "words",
                        IntStream.of(words)
                                .mapToObj(task.vocabulary()::token)
                                .map(String::strip)
                                .collect(Collectors.joining(" ")),
                        "model",
                        card.probed().sha256()));
    }

    /** Measures the model with the words learned so far. */
    private final class Measured {

        private final Task task;
        private final TransformerConfig config;
        private final WordTraining training;

        Measured(Task task, TransformerConfig config, WordTraining training) {
            this.task = task;
            this.config = config;
            this.training = training;
        }

        Progress.Reading reading(Map<String, NDArray> learned, NDManager scratch) {
            double right = with(learned, scratch, model -> of(model, texts, EVALUATED_ON_THE_WAY));
            return new Progress.Reading(
                    String.format(Locale.ROOT, "exact match %.4f", right), Map.of(EXACT_MATCH, right));
        }

        /** Returns the share of right answers to held-out inputs. */
        double of(ExactMatch model, Task asked, int count) {
            return model.of(count, random -> HeldOut.sample(asked, true, random));
        }

        Map<String, Double> variations(ExactMatch model) {
            Map<String, Double> measured = new LinkedHashMap<>();
            task.variations()
                    .forEach((what, inputs) -> measured.put(what, model.of(EVALUATED_ON_THE_WAY, inputs::sample)));
            return measured;
        }

        <T> T with(Map<String, NDArray> learned, NDManager scratch, Function<ExactMatch, T> measure) {
            NDManager own = scratch.newSubManager();
            TransformerWeights weights = TransformerWeights.named(own, config, training.weights(learned, own));
            try (ProbedModel model = new ProbedModel(own, config, weights, task)) {
                return measure.apply(new ExactMatch(model));
            }
        }
    }

    private void write(
            Path folder, ModelCard card, Measured measured, Trainer trainer, NDManager manager, double seconds)
            throws IOException {
        ModelCard.Probed before = card.probed();
        Path file = folder.resolve(ProbedModelRecipe.FILE);
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            Map<String, NDArray> learned = trainer.averaged(scratch);
            NDList named = new NDList();
            measured.training.weights(learned, scratch).forEach((name, array) -> {
                array.setName(PREFIX + name);
                named.add(array);
            });
            WeightFile.write(file, named);
            double exactMatch = measured.with(learned, scratch, model -> measured.of(model, measured.task, EVALUATED));
            Map<String, Double> variations = measured.with(learned, scratch, measured::variations);
            new ModelCard(
                            TrainingFolder.name(folder),
                            card.task(),
                            card.description(),
                            new ModelCard.Probed(
                                    ProbedModelRecipe.FILE,
                                    WeightFile.sha256(file),
                                    before.config(),
                                    exactMatch,
                                    EVALUATED,
                                    variations.isEmpty() ? null : variations,
                                    noted(before.training(), seconds)),
                            card.decoder())
                    .write(folder);
        }
    }

    /** Keeps how the model came about, and says that the words were learned after. */
    private ModelCard.@Nullable Training noted(ModelCard.@Nullable Training before, double seconds) {
        if (before == null) {
            return null;
        }
        String learned = String.format(
                Locale.ROOT,
                "the embeddings of words that it lacks (%s) learned afterwards: %s (%.0f s more)",
                texts.name(),
                command,
                seconds);
        String note = before.note() == null ? learned : before.note() + "; " + learned;
        return new ModelCard.Training(before.command(), before.plan(), before.seconds(), before.device(), note);
    }
}
