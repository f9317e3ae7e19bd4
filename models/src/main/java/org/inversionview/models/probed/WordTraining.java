package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.hooks.Tap;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.training.Ahead;
import org.inversionview.models.training.CrossEntropy;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.training.Seeds;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.Transformer;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;

/**
 * What is particular to training the embeddings of a few words of a model that otherwise stays as it is: its language-model loss
 * on texts with these words.
 */
public final class WordTraining implements Trainer.Loss {

    private static final String ROWS = "words";
    private static final String EMBEDDING = "wte.weight";
    private static final double DEVIATION = 0.02;

    private final TransformerConfig config;
    private final TrainingPlan plan;
    private final Task texts;
    private final int[] words;
    private final Map<String, NDArray> frozen;
    private final Ahead<List<int[]>> inputs;

    /**
     * Prepares a training.
     *
     * @param texts what is read; a quarter is held out
     * @param words the tokens whose embeddings learn
     * @param weights of the model by Hugging Face's names, which live as long as the training
     */
    public WordTraining(
            TransformerConfig config, TrainingPlan plan, Task texts, int[] words, Map<String, NDArray> weights) {
        this.config = config;
        this.plan = plan;
        this.texts = texts;
        this.words = words.clone();
        this.frozen = weights;
        this.inputs = new Ahead<>(this::draw, plan.steps());
    }

    private List<int[]> draw(long step) {
        RandomGenerator random = Seeds.ofStep(plan.seed(), step);
        return Stream.generate(() -> HeldOut.sample(texts, false, random))
                .limit(plan.batch())
                .toList();
    }

    /** Returns the words' first embeddings (n, D): normal, of deviation 0.02, as GPT-2's. */
    public static FlatParameters parameters(NDManager manager, TransformerConfig config, int words, long seed) {
        RandomGenerator random = Seeds.ofStep(seed, -2);
        return new FlatParameters(
                manager,
                Map.of(ROWS, new Shape(words, config.width())),
                (name, shape) -> List.of(),
                (name, shape) -> FlatParameters.normal(random, shape.size(), DEVIATION));
    }

    /** Returns the model's weights with the words' embeddings in place. */
    public Map<String, NDArray> weights(Map<String, NDArray> learned, NDManager scratch) {
        float[] places = new float[config.vocabulary() * words.length];
        float[] kept = new float[config.vocabulary()];
        Arrays.fill(kept, 1);
        for (int word = 0; word < words.length; word++) {
            places[words[word] * words.length + word] = 1;
            kept[words[word]] = 0;
        }
        NDArray others = scratch.create(kept, new Shape(config.vocabulary(), 1)).mul(frozen(EMBEDDING));
        NDArray own = scratch.create(places, new Shape(config.vocabulary(), words.length))
                .matMul(Objects.requireNonNull(learned.get(ROWS), ROWS));
        Map<String, NDArray> all = new LinkedHashMap<>(frozen);
        all.put(EMBEDDING, own.add(others));
        return all;
    }

    private NDArray frozen(String name) {
        return Objects.requireNonNull(frozen.get(name), name);
    }

    @Override
    public NDArray of(Map<String, NDArray> learned, long step, NDManager scratch) {
        CrossEntropy entropy =
                CrossEntropy.of(scratch, inputs.of(step), texts.vocabulary().pad());
        TransformerWeights weights = TransformerWeights.named(scratch, config, weights(learned, scratch));
        return entropy.loss(new Transformer(config, weights)
                .run(entropy.tokens(), new Tap(Hooks.NONE, new ActivationCache(Set.of()), false), Context.NONE)
                .orElseThrow());
    }
}
