package org.inversionview.models.recipe;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.FlatParameters;
import org.inversionview.models.training.SameTokenAttention;
import org.inversionview.models.weights.WeightFile;

/** The parameters that a decoder's training begins with. */
record FirstParameters(DecoderRecipe recipe) {

    /** Returns those of what the recipe says that it begins from. */
    FlatParameters of(NDManager manager, ProbedModel model) throws IOException {
        if (recipe.start() instanceof DecoderStart.TrainedWeights trained) {
            return trained(manager, trained.file());
        }
        if (recipe.start() instanceof DecoderStart.PretrainedModel pretrained) {
            return new PretrainedParameters(pretrained.folder())
                    .of(manager, recipe.config(), recipe.plan().seed());
        }
        return random(manager, model);
    }

    private FlatParameters trained(NDManager manager, Path file) throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            return DecoderTraining.parameters(
                    manager,
                    recipe.config(),
                    WeightFile.read(scratch, file, recipe.config().shapes()),
                    attention().isPresent());
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns random ones, whatever it begins from. */
    FlatParameters random(NDManager manager, ProbedModel model) {
        int bos = model.task().vocabulary().bos();
        return DecoderTraining.parameters(
                manager, recipe.config(), recipe.plan().seed(), bos, attention());
    }

    private Optional<SameTokenAttention> attention() {
        return recipe.sameToken() > 0 ? Optional.of(new SameTokenAttention(recipe.sameToken())) : Optional.empty();
    }
}
