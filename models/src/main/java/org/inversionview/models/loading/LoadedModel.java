package org.inversionview.models.loading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.BosAttention;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.Zoo;

/**
 * A model ready to be asked. Owns its weights: close it.
 *
 * @param name the shipped model's name, or the folder
 * @param probed the probed model
 * @param decoder its decoder, if one was found that fits
 * @param provenance what goes into every result
 * @param card the model's card, if it has one
 * @param inputs of its task, with activations that were computed before
 * @param tokensChecked whether its files say into which tokens texts are cut; else its task's are taken on trust
 */
public record LoadedModel(
        String name,
        ProbedModel probed,
        Optional<TrainedDecoder> decoder,
        Provenance provenance,
        Optional<ModelCard> card,
        TaskInputs inputs,
        boolean tokensChecked)
        implements AutoCloseable {

    /**
     * What to load.
     *
     * @param nameOrFolder a shipped model's name, a folder with a card.json or in Hugging Face layout, or a model on the hub
     * @param task whose vocabulary a model without a card has; without it, one that reads any text of that vocabulary
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

        /** Returns the request for another model to be asked what this one is: as it was loaded, and for its task unless a card says which. */
        public static Request like(LoadedModel model, String nameOrFolder) throws IOException {
            boolean carded = Zoo.names().contains(nameOrFolder)
                    || Files.exists(ModelPath.of(nameOrFolder).resolve(ModelCard.FILE));
            return new Request(
                    nameOrFolder,
                    carded ? Optional.empty() : Optional.of(model.probed.task().name()),
                    model.provenance.processed(),
                    model.probed.device());
        }
    }

    /**
     * Loads a model.
     *
     * @param tasks where a card's task, or the request's, is looked up
     * @throws IOException saying in one line what is missing or damaged
     * @throws InvalidRequestException saying in one line what was asked wrongly
     */
    public static LoadedModel load(Request request, TaskRegistry tasks) throws IOException {
        return load(request, tasks, new HubModels(HubSettings.ofThisUser()), HubModels.Listener.NONE);
    }

    /**
     * As above, with the hub to look in for what is neither shipped nor a folder.
     *
     * @param listener hears how far a download is
     */
    public static LoadedModel load(Request request, TaskRegistry tasks, HubModels hub, HubModels.Listener listener)
            throws IOException {
        return new ModelLoader(request, tasks).load(hub, listener);
    }

    /**
     * Returns the model and its decoder joined, for asking.
     *
     * @throws InvalidRequestException if there is no decoder, saying why
     */
    public InversionView inversionView() {
        return new InversionView(probed, requireDecoder(), provenance);
    }

    /**
     * Returns the model joined with a source of samples, for asking; a search goes on from the corpus if one is given, else from
     * the draws.
     *
     * @throws InvalidRequestException if the model has no such source, saying why
     */
    public InversionView inversionView(Source source, SourceSettings settings) {
        return switch (source) {
            case DECODER -> inversionView();
            case TASK -> InversionView.ofDraws(inputs, settings.draws(), settings.seed());
            case EXACT -> InversionView.ofAll(inputs);
            case CORPUS ->
                settings.corpus()
                        .map(windows -> InversionView.ofText(inputs, windows.text(), windows.length()))
                        .orElseThrow(() -> new InvalidRequestException("corpus", "", "a text is needed: name one"));
            case SEARCH ->
                inversionView(settings.corpus().isPresent() ? Source.CORPUS : Source.TASK, settings)
                        .searching(settings.runs());
        };
    }

    /** Returns the source that is asked where none is named: the decoder if there is one, else the task. */
    public Source usualSource() {
        return decoder.isPresent() ? Source.DECODER : Source.TASK;
    }

    /**
     * Returns the decoder.
     *
     * @throws InvalidRequestException if there is none, saying why
     */
    public TrainedDecoder requireDecoder() {
        return decoder.orElseThrow(() -> new InvalidRequestException(
                "decoder of model", name, missing().orElseThrow().reason()));
    }

    /** Returns at which positions the decoder was trained and measured, by its card. */
    public BosAttention bosAttention() {
        return card.map(ModelCard::decoder)
                .map(ModelCard.Decoder::bosAttention)
                .map(bos -> new BosAttention(bos.most()))
                .orElse(BosAttention.ANY);
    }

    /** Returns why there is no decoder; nothing where there is one. */
    public Optional<MissingDecoder> missing() {
        if (decoder.isPresent()) {
            return Optional.empty();
        }
        if (!provenance.processed()) {
            return Optional.of(new MissingDecoder.RawWeights());
        }
        return Optional.of(card.map(ModelCard::decoder)
                .<MissingDecoder>map(
                        described -> new MissingDecoder.NoFile(Path.of(name).resolve(described.file())))
                .orElseGet(MissingDecoder.NeverTrained::new));
    }

    /** Returns the same model, with the same weights, whose results say that they were asked for with these lines. */
    public LoadedModel askedWith(List<String> lines) {
        return new LoadedModel(
                name, probed, decoder, provenance.askedWith(lines), card, inputs.askedWith(lines), tokensChecked);
    }

    /** Returns how many native arrays the model holds: the same before and after a question. */
    public int nativeArrays() {
        return probed.nativeArrays()
                + decoder.map(d -> d.manager().getManagedArrays().size()).orElse(0);
    }

    /** Returns about how many bytes the weights take. */
    public long bytes() {
        return Stream.concat(Stream.of(probed.manager()), decoder.stream().map(TrainedDecoder::manager))
                .flatMap(manager -> manager.getManagedArrays().stream())
                .mapToLong(array -> array.size() * Float.BYTES)
                .sum();
    }

    @Override
    public void close() {
        probed.close();
        decoder.ifPresent(TrainedDecoder::close);
    }
}
