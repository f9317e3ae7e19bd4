package org.inversionview.models.recipe;

import java.util.function.LongConsumer;
import org.inversionview.models.inversion.WeightedExamples;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.Seeds;

/**
 * How fast a decoder is trained on this machine.
 *
 * @param steps a second
 * @param stepsInTurn a second where the thread that computes draws the examples too, before each step
 * @param examples that one thread draws a second
 */
public record TrainingSpeed(double steps, double stepsInTurn, double examples) {

    /**
     * Returns the speed of a recipe's training, of which nothing is kept.
     *
     * @param seconds to try each of the three for
     */
    public static TrainingSpeed of(DecoderRecipe recipe, ProbedModel model, double seconds) {
        TrainingExamples given = TrainingExamples.computed(recipe, model, progress -> {});
        WeightedExamples examples = given.examples();
        int batch = recipe.plan().batch();
        LongConsumer draw =
                step -> examples.choose(step, batch, Seeds.ofStep(recipe.plan().seed(), step));
        timesASecond(draw, seconds / 2); // until the compiler has done its work
        double batches = timesASecond(draw, seconds);
        DecoderRecipe inTurn = recipe.with(recipe.plan().withSteps(1)); // behind its last step nothing is drawn ahead
        return new TrainingSpeed(
                recipe.pace(model, given, seconds), inTurn.pace(model, given, seconds), batches * batch);
    }

    private static double timesASecond(LongConsumer work, double seconds) {
        long start = System.nanoTime();
        long times = 0;
        double passed = 0;
        while (passed < seconds) {
            work.accept(times++);
            passed = (System.nanoTime() - start) / 1e9;
        }
        return times / passed;
    }
}
