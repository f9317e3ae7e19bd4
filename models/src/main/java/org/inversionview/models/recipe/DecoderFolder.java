package org.inversionview.models.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubName;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.HuggingFaceConfig;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFolder;
import org.inversionview.models.zoo.Zoo;

/** The folder in which a decoder for a model is trained: with a card that says which probed model it belongs to. */
public final class DecoderFolder {

    private static final Path USUAL = Path.of("trained");

    private DecoderFolder() {}

    /**
     * Returns the folder, made ready: a model's own where that has a card and no other is given; else another, with a card
     * and, of a shipped model, a copy of the weights. A folder that is ready already is left as it is.
     *
     * @param model a shipped model's name, a folder, or a model on the hub
     * @param task whose inputs the decoder learns, in place of the model's own
     * @param out the folder wanted
     * @throws IOException saying in one line what is missing, or that the folder belongs to another model or task
     */
    public static Path prepare(
            String model, Optional<String> task, Optional<Path> out, HubModels hub, HubModels.Listener listener)
            throws IOException {
        Path own = Path.of(model);
        boolean shipped = Zoo.names().contains(model);
        boolean carded = !shipped && Files.exists(own.resolve(ModelCard.FILE));
        if (carded && out.isEmpty() && task.isEmpty()) {
            return own;
        }
        Path folder = out.orElse(USUAL.resolve(own.toAbsolutePath().normalize().getFileName()));
        ModelCard card = shipped
                ? Zoo.card(model)
                : carded
                        ? absolute(ModelCard.read(own), own)
                        : foreign(model, Files.isDirectory(own) ? own : fetched(model, hub, listener));
        if (Files.exists(folder.resolve(ModelCard.FILE))) {
            requireSame(ModelCard.read(folder), card, task.orElse(card.task()), folder);
            return folder;
        }
        Files.createDirectories(folder);
        if (shipped) {
            Zoo.copy(folder, model, card.probed().file());
        }
        new ModelCard(
                        folder.toAbsolutePath().normalize().getFileName().toString(),
                        task.orElse(card.task()),
                        card.description(),
                        card.probed(),
                        null)
                .write(folder);
        return folder;
    }

    private static void requireSame(ModelCard there, ModelCard wanted, String task, Path folder) throws IOException {
        if (!there.task().equals(task)
                || !there.probed().sha256().equals(wanted.probed().sha256())) {
            throw new IOException("%s holds a decoder's training for another model or task (%s): give another out="
                    .formatted(folder, there.task()));
        }
    }

    private static ModelCard absolute(ModelCard card, Path folder) {
        ModelCard.Probed probed = card.probed();
        return new ModelCard(
                card.name(),
                card.task(),
                card.description(),
                new ModelCard.Probed(
                        folder.resolve(probed.file())
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        probed.sha256(),
                        probed.config(),
                        probed.exactMatch(),
                        probed.heldOutInputs(),
                        probed.variations(),
                        probed.training()),
                null);
    }

    private static Path fetched(String model, HubModels hub, HubModels.Listener listener) throws IOException {
        HubName name = HubName.of(model)
                .orElseThrow(() ->
                        new IOException("no model '%s': it is neither shipped, nor a folder, nor owner/name on the hub"
                                .formatted(model)));
        return hub.folder(name, listener);
    }

    private static ModelCard foreign(String model, Path folder) throws IOException {
        ModelCard.Probed probed = new ModelCard.Probed(
                folder.toAbsolutePath().normalize().toString(),
                WeightFolder.sha256(folder),
                Cards.shape(HuggingFaceConfig.read(folder)),
                0,
                0,
                null,
                null);
        return new ModelCard(model, LoadedModel.GPT2_TASK, "%s, trained by others.".formatted(model), probed, null);
    }
}
