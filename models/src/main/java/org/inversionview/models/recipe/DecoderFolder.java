package org.inversionview.models.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubName;
import org.inversionview.models.loading.Cards;
import org.inversionview.models.loading.FolderTask;
import org.inversionview.models.loading.ModelPath;
import org.inversionview.models.probed.HuggingFaceConfig;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFolder;
import org.inversionview.models.zoo.Zoo;

/** The folder in which a decoder for a model is trained: with a card that says which probed model it belongs to. */
public final class DecoderFolder {

    private static final Path USUAL = Path.of("trained");

    private final TaskRegistry tasks;
    private final HubModels hub;
    private final HubModels.Listener listener;

    /**
     * Prepares folders.
     *
     * @param tasks whose inputs decoders may learn
     * @param hub where models are looked for that are neither shipped nor a folder
     * @param listener hears how far a download is
     */
    public DecoderFolder(TaskRegistry tasks, HubModels hub, HubModels.Listener listener) {
        this.tasks = tasks;
        this.hub = hub;
        this.listener = listener;
    }

    /**
     * Returns the folder, made ready: a model's own where that has a card and no other is given; else another, with a card
     * and, of a shipped model, a copy of the weights. A folder that is ready already is left as it is.
     *
     * @param model a shipped model's name, a folder, or a model on the hub
     * @param task whose inputs the decoder learns, in place of the model's own
     * @param out the folder wanted
     * @throws IOException saying in one line what is missing, or that the folder belongs to another model or task
     * @throws InvalidRequestException if there is no such task
     */
    public Path prepare(String model, Optional<String> task, Optional<Path> out) throws IOException {
        task.filter(name -> !FolderTask.isOwn(name)).ifPresent(tasks::named);
        Path own = ModelPath.of(model);
        boolean shipped = Zoo.names().contains(model);
        boolean carded = !shipped && Files.exists(own.resolve(ModelCard.FILE));
        if (carded && out.isEmpty() && task.isEmpty()) {
            return own;
        }
        Path folder = out.isPresent() ? out.get() : USUAL.resolve(TrainingFolder.name(own));
        ModelCard card = card(model, task);
        if (Files.exists(folder.resolve(ModelCard.FILE))) {
            requireSame(ModelCard.read(folder), card, folder);
            return folder;
        }
        String name = TrainingFolder.name(folder);
        TrainingFolder.requireWritable(folder);
        if (shipped) {
            Zoo.copy(folder, model, card.probed().file());
        }
        new ModelCard(name, card.task(), card.description(), card.probed(), null).write(folder);
        return folder;
    }

    /** Returns a card of the model, with the task that was asked for in place of its own. */
    private ModelCard card(String model, Optional<String> task) throws IOException {
        Path own = ModelPath.of(model);
        if (Zoo.names().contains(model)) {
            return learning(task, Zoo.card(model));
        }
        if (Files.exists(own.resolve(ModelCard.FILE))) {
            return learning(task, absolute(ModelCard.read(own), own));
        }
        return Files.isDirectory(own)
                ? foreign(TrainingFolder.name(own), task, own)
                : foreign(model, task, fetched(model));
    }

    private static ModelCard learning(Optional<String> task, ModelCard card) {
        return new ModelCard(card.name(), task.orElse(card.task()), card.description(), card.probed(), card.decoder());
    }

    private static void requireSame(ModelCard there, ModelCard wanted, Path folder) throws IOException {
        if (!there.task().equals(wanted.task())
                || !there.probed().sha256().equals(wanted.probed().sha256())) {
            throw new IOException("%s holds a decoder's training for another model or task (%s): give another folder"
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

    /**
     * Returns the folder of a language model that a decoder may begin from.
     *
     * @param model a folder, or a model on the hub
     * @throws IOException if there is none, in one line
     */
    public Path languageModel(String model) throws IOException {
        Path folder = ModelPath.of(model);
        return Files.isDirectory(folder) ? folder : fetched(model);
    }

    private Path fetched(String model) throws IOException {
        HubName name = HubName.of(model)
                .orElseThrow(() ->
                        new IOException("no model '%s': it is neither shipped, nor a folder, nor owner/name on the hub"
                                .formatted(OneLine.brief(model))));
        return hub.folder(name, listener);
    }

    private ModelCard foreign(String name, Optional<String> task, Path folder) throws IOException {
        TransformerConfig config = HuggingFaceConfig.read(folder).transformer();
        String learned = FolderTask.of(folder, task, tasks).task().name();
        ModelCard.Probed probed = new ModelCard.Probed(
                folder.toAbsolutePath().normalize().toString(),
                WeightFolder.sha256(folder),
                Cards.shape(config),
                0,
                0,
                null,
                null);
        return new ModelCard(name, learned, "%s, trained by others.".formatted(name), probed, null);
    }
}
