package org.inversionview.models.loading;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.inversionview.models.OneLine;
import org.inversionview.models.Version;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubName;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.weights.WeightFolder;
import org.inversionview.models.zoo.Zoo;

/** Answers one request: finds the files, checks that they are what the card describes, and reads them. */
final class ModelLoader {

    private static final int SHORT_HASH = 16;

    private final LoadedModel.Request request;
    private final TaskRegistry tasks;
    private final Device device;

    ModelLoader(LoadedModel.Request request, TaskRegistry tasks) {
        this.request = request;
        this.tasks = tasks;
        this.device = Devices.named(request.device());
    }

    LoadedModel load(HubModels hub, HubModels.Listener listener) throws IOException {
        if (Zoo.names().contains(request.nameOrFolder())) {
            return shipped();
        }
        Path folder = ModelPath.of(request.nameOrFolder());
        if (!Files.isDirectory(folder)) {
            HubName name = HubName.of(request.nameOrFolder())
                    .orElseThrow(() -> new IOException(
                            "no model '%s': it is neither shipped (%s) nor a folder, and on the hub a model is owner/name, or one of %s"
                                    .formatted(
                                            OneLine.brief(request.nameOrFolder()),
                                            String.join(", ", Zoo.names()),
                                            String.join(", ", HubName.shortNames()))));
            return plain(hub.folder(name, listener));
        }
        return Files.exists(folder.resolve(ModelCard.FILE)) ? carded(folder) : plain(folder);
    }

    private LoadedModel shipped() throws IOException {
        Path folder = Files.createTempDirectory("inversionview");
        try {
            Zoo.copyTo(folder, request.nameOrFolder());
            return carded(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private LoadedModel plain(Path folder) throws IOException {
        FolderTask own = FolderTask.of(folder, request.task(), tasks);
        Task task = own.task();
        Provenance provenance = provenance(task, WeightFolder.sha256(folder), "");
        ProbedModel probed = ProbedModelLoader.folder(folder, task, request.processed(), device);
        return loaded(probed, Optional.empty(), provenance, Optional.empty(), own.checked());
    }

    private LoadedModel loaded(
            ProbedModel probed,
            Optional<TrainedDecoder> decoder,
            Provenance provenance,
            Optional<ModelCard> card,
            boolean tokensChecked) {
        TaskInputs inputs =
                new TaskInputs(probed, provenance, HubSettings.ofThisUser().activations());
        return new LoadedModel(request.nameOrFolder(), probed, decoder, provenance, card, inputs, tokensChecked);
    }

    /** Checks all files before any of them takes native memory. */
    private LoadedModel carded(Path folder) throws IOException {
        ModelCard card = ModelCard.read(folder);
        TransformerConfig shape =
                described(folder, () -> Cards.config(card.probed().config()));
        Path weights = checked(file(folder, card.probed().file()), card.probed().sha256());
        String asked = request.task().orElse(card.task());
        FolderTask read = Files.isDirectory(weights)
                ? FolderTask.of(weights, Optional.of(asked), tasks)
                : new FolderTask(tasks.named(asked), true);
        Task task = read.task();
        Optional<ModelCard.Decoder> decoder = decoder(folder, card);
        if (decoder.isPresent()) {
            described(folder, () -> Cards.config(decoder.get(), ProbedModel.sites(shape)));
            checked(file(folder, decoder.get().file()), decoder.get().sha256());
        }
        Provenance provenance = provenance(
                task,
                card.probed().sha256(),
                decoder.map(ModelCard.Decoder::sha256).orElse(""));
        ProbedModel probed = Files.isDirectory(weights)
                ? ProbedModelLoader.folder(weights, task, request.processed(), device)
                : ProbedModelLoader.file(weights, shape, task, request.processed(), device);
        try {
            Optional<TrainedDecoder> trained =
                    decoder.isEmpty() ? Optional.empty() : Optional.of(read(folder, decoder.get(), probed));
            return loaded(probed, trained, provenance, Optional.of(card), read.checked());
        } catch (IOException | RuntimeException e) {
            probed.close();
            throw e;
        }
    }

    /** Returns what the card in a folder describes, if that can be. */
    private static <T> T described(Path folder, Supplier<T> config) throws IOException {
        try {
            return config.get();
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(folder.resolve(ModelCard.FILE), e.getMessage()), e);
        }
    }

    /** Returns the decoder that the card describes, if the request has a use for it and its file is there. */
    private Optional<ModelCard.Decoder> decoder(Path folder, ModelCard card) throws IOException {
        ModelCard.Decoder described = card.decoder();
        return described != null && request.processed() && Files.exists(file(folder, described.file()))
                ? Optional.of(described)
                : Optional.empty();
    }

    private TrainedDecoder read(Path folder, ModelCard.Decoder described, ProbedModel probed) throws IOException {
        Path file = file(folder, described.file());
        NDManager manager = PyTorch.open(device);
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            DecoderConfig config = Cards.config(described, probed.sites());
            requireFit(config, probed);
            Map<String, NDArray> arrays = WeightFile.read(manager, file, TrainedDecoder.shapes(config));
            return TrainedDecoder.of(manager, config, arrays, probed.task().vocabulary());
        } catch (IllegalArgumentException e) {
            manager.close();
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static void requireFit(DecoderConfig decoder, ProbedModel probed) {
        requireEqual(
                "widths of activations",
                decoder.activationWidth(),
                probed.config().width());
        requireEqual(
                "tokens",
                decoder.transformer().vocabulary(),
                probed.task().vocabulary().size());
    }

    private static void requireEqual(String what, int decoder, int probed) {
        if (decoder != probed) {
            throw new IllegalArgumentException(
                    "it is another model's decoder: its %s are %s, this model's %s".formatted(what, decoder, probed));
        }
    }

    /** Returns a file that the card names. */
    private static Path file(Path folder, String name) throws IOException {
        String refusal = "%s names a file that cannot be, %s: fetch it again"
                .formatted(folder.resolve(ModelCard.FILE), OneLine.brief(name));
        if (!OneLine.brief(name).equals(name)) {
            throw new IOException(refusal);
        }
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException(refusal, e);
        }
    }

    /** Returns the file if it has the hash that the card promises. */
    private static Path checked(Path file, String promised) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("no weight file %s: the model's card.json names it; put it back".formatted(file));
        }
        String found = Files.isDirectory(file) ? WeightFolder.sha256(file) : WeightFile.sha256(file);
        if (!found.equals(promised)) {
            throw new IOException(
                    "%s is not the file that card.json describes (sha256 %s…, expected %s…): fetch both again"
                            .formatted(
                                    file,
                                    found.substring(0, SHORT_HASH),
                                    OneLine.brief(promised.substring(0, Math.min(SHORT_HASH, promised.length())))));
        }
        return file;
    }

    private Provenance provenance(Task task, String probedHash, String decoderHash) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("inversionview", Version.current());
        versions.put("java", Runtime.version().toString());
        versions.put("djl", Engine.getDjlVersion());
        versions.put("pytorch", PyTorch.version());
        versions.put("threads", String.valueOf(PyTorch.threads()));
        return new Provenance(
                request.nameOrFolder(),
                task.name(),
                request.processed(),
                probedHash,
                decoderHash,
                Devices.fullName(device),
                versions);
    }
}
