package org.inversionview.models.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.inversion.BosAttention;
import org.inversionview.models.inversion.BoundedExamples;
import org.inversionview.models.inversion.ProbedActivations;
import org.inversionview.models.inversion.SiteSurvey;
import org.inversionview.models.inversion.WeightedExamples;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.Progress;
import org.inversionview.models.weights.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder's training learns from.
 *
 * @param kept where and of what size its blocks are; null where examples are computed when they are needed
 */
record TrainingExamples(
        WeightedExamples examples,
        SiteStatistics statistics,
        @Nullable Kept kept) {

    /** What the folder of the blocks is called, beside the decoder. */
    static final String FOLDER = "decoder.activations";

    private static final int INPUTS_FOR_STATISTICS = 2048;

    /** Examples in blocks, in their place, and the share of positions that do not count. */
    record Kept(BoundedExamples examples, BoundedExamples.Place place, double leftOut) {}

    /** Returns examples that are computed when they are needed. */
    static TrainingExamples computed(DecoderRecipe recipe, ProbedModel model, Progress.Listener listener) {
        ProbedActivations examples =
                new ProbedActivations(model, recipe.config().sites(), false);
        return new TrainingExamples(
                examples,
                examples.statistics(INPUTS_FOR_STATISTICS, recipe.plan().seed(), surveying(recipe, listener)),
                null);
    }

    /**
     * Returns the examples of a recipe; nothing if the thread was interrupted meanwhile.
     *
     * @param folder with the probed model's card, which takes the decoder
     * @param listener hears how far a survey of the sites is, and blocks that steps wait for
     * @throws IOException in one line, if there is no room for what is kept of them
     */
    static Optional<TrainingExamples> of(
            DecoderRecipe recipe, ProbedModel model, Path folder, Progress.Listener listener) throws IOException {
        if (recipe.activationCache() == 0) {
            return Optional.of(computed(recipe, model, listener));
        }
        long seed = recipe.plan().seed();
        BoundedExamples.Place place = new BoundedExamples.Place(
                folder.resolve(FOLDER),
                recipe.activationCache(),
                ModelCard.read(folder).probed().sha256(),
                seed);
        int batch = recipe.plan().batch();
        long steps = recipe.plan().steps();
        long bytes = BoundedExamples.bytes(place.bytes(), model.config().width(), batch, steps);
        TrainingFolder.requireSpace(
                folder, bytes - place.used(), "its activation cache needs", "make room, give a smaller one");
        BosAttention bos = recipe.evaluation().bos();
        return SiteSurvey.of(
                        model, recipe.config().sites(), bos, INPUTS_FOR_STATISTICS, seed, surveying(recipe, listener))
                .map(survey -> {
                    BoundedExamples examples = new BoundedExamples(model, survey, place, batch, steps, listener);
                    return new TrainingExamples(
                            examples, survey.statistics(), new Kept(examples, place, survey.leftOut()));
                });
    }

    private static ProgressListener surveying(DecoderRecipe recipe, Progress.Listener listener) {
        return work ->
                listener.on(Progress.preparing(0, recipe.plan().steps(), "computing activations of every site", work));
    }

    /** Returns how many steps a second are made where so many are, once examples are at hand. */
    double pace(double stepsASecond) {
        return kept == null ? stepsASecond : kept.examples().paceWithMaking(stepsASecond);
    }

    /** Returns what a card says of positions that do not count; null where all do. */
    ModelCard.@Nullable BosAttention bos(BosAttention bos) {
        return kept == null || !bos.leavesOut() ? null : new ModelCard.BosAttention(bos.most(), kept.leftOut());
    }

    /** Removes what was kept. */
    void delete() throws IOException {
        if (kept != null) {
            kept.place().delete();
        }
    }
}
