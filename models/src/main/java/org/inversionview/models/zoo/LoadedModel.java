package org.inversionview.models.zoo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.NativeSettings;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubName;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.probed.HuggingFaceConfig;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.Tasks;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;

/**
 * A model ready to be asked. Owns its weights: close it.
 *
 * @param name the shipped model's name, or the folder
 * @param probed the probed model
 * @param decoder its decoder, if one was found that fits
 * @param provenance what goes into every result
 * @param card the model's card, if it has one
 */
public record LoadedModel(
        String name,
        ProbedModel probed,
        Optional<TrainedDecoder> decoder,
        Provenance provenance,
        Optional<ModelCard> card)
        implements AutoCloseable {

    private static final int SHORT_HASH = 16;
    /** What GPT-2 is asked about where nothing else is said. */
    static final String GPT2_TASK = "ioi-gpt2";

    /**
     * What to load.
     *
     * @param nameOrFolder a shipped model's name, a folder with a card.json or in Hugging Face layout, or a model on the hub
     * @param task whose vocabulary a model without a card has; one that reads any text where that is GPT-2's
     * @param processed whether to process the weights; a decoder reads processed activations only
     * @param device {@code auto}, {@code cpu} or {@code gpu0}
     */
    public record Request(String nameOrFolder, Optional<String> task, boolean processed, String device) {

        /** Returns the request for a folder with a card, also where it has the name of a shipped model. */
        public static Request ofFolder(Path folder, String device) {
            String path = Zoo.names().contains(folder.toString())
                    ? Path.of(".", folder.toString()).toString()
                    : folder.toString();
            return new Request(path, Optional.empty(), true, device);
        }
    }

    /**
     * Loads a model.
     *
     * @throws IOException saying in one line what is missing or damaged
     * @throws IllegalArgumentException saying in one line what was asked wrongly
     */
    public static LoadedModel load(Request request) throws IOException {
        return load(request, new HubModels(HubSettings.ofThisUser()), HubModels.Listener.NONE);
    }

    /**
     * As above, with the hub to look in for what is neither shipped nor a folder.
     *
     * @param listener hears how far a download is
     */
    public static LoadedModel load(Request request, HubModels hub, HubModels.Listener listener) throws IOException {
        NativeSettings.apply();
        Device device = Devices.named(request.device());
        if (Zoo.names().contains(request.nameOrFolder())) {
            return shipped(request, device);
        }
        Path folder = Path.of(request.nameOrFolder());
        if (!Files.isDirectory(folder)) {
            HubName name = HubName.of(request.nameOrFolder())
                    .orElseThrow(() -> new IOException(
                            "no model '%s': it is neither shipped (%s) nor a folder, and on the hub a model is owner/name, or one of %s"
                                    .formatted(
                                            request.nameOrFolder(),
                                            String.join(", ", Zoo.names()),
                                            String.join(", ", HubName.shortNames()))));
            return plain(request, hub.folder(name, listener), device);
        }
        return Files.exists(folder.resolve(ModelCard.FILE))
                ? carded(request, folder, device)
                : plain(request, folder, device);
    }

    private static LoadedModel shipped(Request request, Device device) throws IOException {
        Path folder = Files.createTempDirectory("inversionview");
        try {
            Zoo.copyTo(folder, request.nameOrFolder());
            return carded(request, folder, device);
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

    private static LoadedModel plain(Request request, Path folder, Device device) throws IOException {
        boolean gpt2 =
                HuggingFaceConfig.read(folder).vocabulary() == BytePairs.gpt2().known();
        Task task = Tasks.named(request.task()
                .or(() -> Optional.of(GPT2_TASK).filter(it -> gpt2))
                .orElseThrow(() ->
                        new IllegalArgumentException("folder %s does not say which vocabulary it has: add task=%s"
                                .formatted(folder, String.join(" or task=", Tasks.names())))));
        Path vocabulary = folder.resolve(HubModels.VOCABULARY);
        if (task.vocabulary() instanceof BytePairs && Files.isRegularFile(vocabulary)) {
            BytePairs.requireSame(vocabulary);
        }
        ProbedModel probed = ProbedModelLoader.folder(folder, task, request.processed(), device);
        String hash = HubModels.sha256(folder);
        return new LoadedModel(
                request.nameOrFolder(),
                probed,
                Optional.empty(),
                provenance(request, task.name(), hash, "", device),
                Optional.empty());
    }

    private static LoadedModel carded(Request request, Path folder, Device device) throws IOException {
        ModelCard card = ModelCard.read(folder);
        Task task = Tasks.named(request.task().orElse(card.task()));
        Path weights = folder.resolve(card.probed().file());
        checked(weights, card.probed().sha256());
        ProbedModel probed = Files.isDirectory(weights)
                ? ProbedModelLoader.folder(weights, task, request.processed(), device)
                : ProbedModelLoader.file(
                        weights, Cards.config(card.probed().config()), task, request.processed(), device);
        ModelCard.Decoder described = card.decoder();
        if (described == null || !request.processed() || !Files.exists(folder.resolve(described.file()))) {
            Provenance provenance =
                    provenance(request, task.name(), card.probed().sha256(), "", device);
            return new LoadedModel(request.nameOrFolder(), probed, Optional.empty(), provenance, Optional.of(card));
        }
        NDManager manager = NDManager.newBaseManager(device);
        try (Torch.GradientMode off = Torch.withoutGradient()) {
            Path file = checked(folder.resolve(described.file()), described.sha256());
            TrainedDecoder decoder = TrainedDecoder.of(
                    manager, Cards.config(described), WeightFile.read(manager, file), task.vocabulary());
            Provenance provenance =
                    provenance(request, task.name(), card.probed().sha256(), described.sha256(), device);
            return new LoadedModel(request.nameOrFolder(), probed, Optional.of(decoder), provenance, Optional.of(card));
        } catch (IOException | RuntimeException e) {
            manager.close();
            probed.close();
            throw e;
        }
    }

    /** Returns the file if it has the hash that the card promises. */
    private static Path checked(Path file, String promised) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("no weight file %s: the model's card.json names it; put it back".formatted(file));
        }
        String found = Files.isDirectory(file) ? HubModels.sha256(file) : WeightFile.sha256(file);
        if (!found.equals(promised)) {
            throw new IOException(
                    "%s is not the file that card.json describes (sha256 %s…, expected %s…): fetch both again"
                            .formatted(
                                    file,
                                    found.substring(0, SHORT_HASH),
                                    promised.substring(0, Math.min(SHORT_HASH, promised.length()))));
        }
        return file;
    }

    private static Provenance provenance(
            Request request, String task, String probedHash, String decoderHash, Device device) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("inversionview", Version.current());
        versions.put("java", Runtime.version().toString());
        versions.put("djl", Engine.getDjlVersion());
        versions.put("pytorch", Engine.getInstance().getVersion());
        return new Provenance(
                request.nameOrFolder(),
                task,
                request.processed(),
                probedHash,
                decoderHash,
                Devices.label(device),
                versions);
    }

    /**
     * Returns the model and its decoder joined, for asking.
     *
     * @throws IllegalArgumentException if there is no decoder, saying why
     */
    public InversionView inversionView() {
        return new InversionView(probed, requireDecoder(), provenance);
    }

    /**
     * Returns the decoder.
     *
     * @throws IllegalArgumentException if there is none, saying why
     */
    public TrainedDecoder requireDecoder() {
        return decoder.orElseThrow(() -> new IllegalArgumentException(whyNoDecoder()));
    }

    /** Returns, of a model without a decoder, in one line why it has none and what to do. */
    public String whyNoDecoder() {
        if (!provenance.processed()) {
            return "model %s was loaded with processed=false, and its decoder reads processed activations: load it with processed=true"
                    .formatted(name);
        }
        return card.map(ModelCard::decoder)
                .map(missing ->
                        "the decoder of model %s is missing: put back %s, which its card.json names, or %%train decoder"
                                .formatted(name, Path.of(name).resolve(missing.file())))
                .orElse("model %s has no decoder: %%train decoder trains one".formatted(name));
    }

    /** Returns how many native arrays the model holds: the same before and after a question. */
    public int nativeArrays() {
        return probed.nativeArrays()
                + decoder.map(d -> d.manager().getManagedArrays().size()).orElse(0);
    }

    @Override
    public void close() {
        probed.close();
        decoder.ifPresent(TrainedDecoder::close);
    }
}
