package org.inversionview.models.recipe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * How often a probed model is right: the share of inputs whose every answer token is the likeliest, given what precedes it.
 * Inputs of which no token is an answer, such as general sentences between prompts, do not count.
 *
 * @param model that is measured
 */
record ExactMatch(ProbedModel model) {

    private static final long SEED = 99;
    private static final int DRAWS = 1_000;

    /** Returns the share, from 0 to 1, over so many inputs. */
    double of(int count, Function<RandomGenerator, int[]> draw) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<int[]> inputs =
                Stream.generate(() -> answered(draw, random)).limit(count).toList();
        int[] right = {0};
        int length = model.task().maxLength();
        long bytes = model.bytesOfRun(length) + length * model.bytesOfLogits();
        model.runner()
                .runToEnd(inputs, bytes, batch -> right(batch.items()), (batch, answered) -> right[0] += answered);
        return (double) right[0] / count;
    }

    /** Returns an input that has an answer; where none of many has, any. */
    private int[] answered(Function<RandomGenerator, int[]> draw, RandomGenerator random) {
        int[] drawn = draw.apply(random);
        for (int i = 1; i < DRAWS && !hasAnswer(drawn); i++) {
            drawn = draw.apply(random);
        }
        return drawn;
    }

    private boolean hasAnswer(int[] input) {
        return model.task().answerStart(input) < Positions.last(model.task(), input);
    }

    private int right(List<int[]> inputs) {
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray logits = model.run(model.batch(scratch, inputs), Hooks.NONE, new ActivationCache(Set.of()));
            long[] likeliest = logits.argMax(2).toLongArray();
            int length = likeliest.length / inputs.size();
            int right = 0;
            for (int row = 0; row < inputs.size(); row++) {
                right += isRight(inputs.get(row), likeliest, row * length) ? 1 : 0;
            }
            return right;
        }
    }

    private boolean isRight(int[] input, long[] likeliest, int start) {
        for (int position = model.task().answerStart(input); position < input.length - 1; position++) {
            if (likeliest[start + position] != input[position + 1]) {
                return false;
            }
        }
        return true;
    }
}
