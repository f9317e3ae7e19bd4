package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hook;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.hooks.Tap;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.training.Ahead;
import org.inversionview.models.training.CrossEntropy;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.training.HiddenMatrices;
import org.inversionview.models.training.SameTokenAttention;
import org.inversionview.models.training.Seeds;
import org.inversionview.models.training.Trainer;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.Transformer;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;

/** What is particular to training a probed model: its first weights and its language-model loss on a task's inputs. */
public final class ProbedModelTraining implements Trainer.Loss {

    /** Keeps the logarithm of an attention weight of 0 finite. */
    private static final double SMALLEST_WEIGHT = 1e-6;

    private final TransformerConfig config;
    private final TrainingPlan plan;
    private final Task task;
    private final AttentionShaping shaping;
    private final Ahead<List<int[]>> inputs;

    /** Prepares a training. */
    public ProbedModelTraining(TransformerConfig config, TrainingPlan plan, Task task, AttentionShaping shaping) {
        this.config = config;
        this.plan = plan;
        this.task = task;
        this.shaping = shaping;
        this.inputs = new Ahead<>(this::draw, plan.steps());
    }

    private List<int[]> draw(long step) {
        RandomGenerator random = Seeds.ofStep(plan.seed(), step);
        return IntStream.range(0, plan.batch())
                .mapToObj(row -> HeldOut.sample(task, false, random))
                .toList();
    }

    /**
     * Returns GPT-2's first values: normal of deviation 0.02, residual projections smaller by √(2 L); but for what shapes
     * the attention.
     *
     * <p>With a matrix rate of 0 no parameter counts as a hidden matrix: AdamW trains them all, as in the paper.
     */
    public static FlatParameters parameters(
            NDManager manager, TransformerConfig config, TrainingPlan plan, Task task, AttentionShaping shaping) {
        RandomGenerator random = Seeds.ofStep(plan.seed(), -2);
        double queriesAndKeys = shaping.sameToken() > 0 ? SameTokenAttention.QUERY_KEY_RATE : 1;
        FlatParameters parameters = new FlatParameters(
                manager,
                ParameterShapes.of(config),
                (name, shape) -> plan.matrixRate() > 0 ? HiddenMatrices.rates(name, shape, queriesAndKeys) : List.of(),
                (name, shape) -> {
                    if (shape.dimension() == 1) {
                        return FlatParameters.constant(shape.size(), name.endsWith(".weight") ? 1 : 0);
                    }
                    double scale = name.endsWith("c_proj.weight") ? 1 / Math.sqrt(2.0 * config.layers()) : 1;
                    return FlatParameters.normal(random, shape.size(), 0.02 * scale);
                });
        if (shaping.sameToken() > 0) {
            try (NDManager scratch = manager.newSubManager()) {
                new SameTokenAttention(shaping.sameToken())
                        .begin(
                                parameters.views(parameters.values(), scratch),
                                task.vocabulary().bos(),
                                random);
            }
        }
        return parameters;
    }

    @Override
    public NDArray of(Map<String, NDArray> weights, long step, NDManager scratch) {
        CrossEntropy entropy = CrossEntropy.of(
                scratch,
                inputs.of(step),
                task.vocabulary().pad(),
                task.learnsAnswersOnly() ? task::answerStart : input -> 0);
        ActivationCache patterns = new ActivationCache(IntStream.range(0, shaping.entropy() > 0 ? config.layers() : 0)
                .mapToObj(layer -> ActivationSite.ofBlock(Kind.PATTERN, layer))
                .collect(Collectors.toSet()));
        Tap tap = new Tap(dropoutHooks(step), patterns, false);
        Transformer transformer = new Transformer(config, TransformerWeights.named(scratch, config, weights));
        NDArray loss = entropy.loss(
                transformer.run(entropy.tokens(), tap, Context.NONE).orElseThrow());
        for (ActivationSite site : patterns.wanted()) {
            loss = loss.add(entropy(patterns.get(site), shaping.entropy() / config.layers()));
        }
        return loss;
    }

    /** Mean entropy, in nats, of attention patterns (B, H, T, T), times a factor. */
    private static NDArray entropy(NDArray pattern, double factor) {
        return Torch.scaled(pattern, factor)
                .mul(pattern.add(SMALLEST_WEIGHT).log())
                .sum(new int[] {-1})
                .mean()
                .neg();
    }

    /** Dropout where GPT-2 has it: on what is written to the residual stream. */
    private Hooks dropoutHooks(long step) {
        if (shaping.dropout() == 0) {
            return Hooks.NONE;
        }
        PyTorch.seed(Seeds.ofStep(plan.seed(), step).nextInt());
        Hook drop = activation -> Torch.dropout(activation, shaping.dropout());
        Hooks hooks = Hooks.NONE.with(ActivationSite.residPre(0), drop);
        for (int layer = 0; layer < config.layers(); layer++) {
            hooks = hooks.with(ActivationSite.ofBlock(Kind.ATTN_OUT, layer), drop)
                    .with(ActivationSite.mlpOut(layer), drop);
        }
        return hooks;
    }
}
