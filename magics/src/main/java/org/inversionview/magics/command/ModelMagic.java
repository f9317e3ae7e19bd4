package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.ModelSummary;
import org.inversionview.magics.session.Session;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.Precision;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.loading.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "model", description = "Loads a probed model and its decoder.")
final class ModelMagic extends MagicCommand<ModelSummary> {

    @Parameters(
            paramLabel = "NAME|FOLDER",
            arity = "1",
            completionCandidates = Candidates.Models.class,
            description =
                    "a shipped model (%%models), a folder with card.json, or with config.json and model.safetensors, or a GPT-2 of the Hugging Face hub: gpt2, or OWNER/NAME")
    private String name = "";

    @Option(
            names = "task",
            paramLabel = "NAME",
            completionCandidates = Candidates.TaskNames.class,
            description =
                    "what a model without a card is asked about: ioi-gpt2, which reads any text, for GPT-2; with a tokenizer of its own, any text")
    private @Nullable String task;

    @Option(
            names = "processed",
            defaultValue = "true",
            paramLabel = "true|false",
            description = "process the weights as the paper does; false for the raw ones, without decoder")
    private boolean processed;

    @Option(
            names = "device",
            defaultValue = "auto",
            paramLabel = "auto|cpu|gpu0",
            completionCandidates = Candidates.Devices.class,
            description = "where to compute")
    private String device = "auto";

    @Option(
            names = "precision",
            paramLabel = "float32|tf32",
            completionCandidates = Candidates.Precisions.class,
            description =
                    "how a GPU multiplies matrices; what the kernel was started with if not given, mostly float32")
    private @Nullable String precision;

    @Option(
            names = "download",
            defaultValue = "true",
            paramLabel = "true|false",
            description = "fetch a model of the hub that is in no cache; false to say so instead")
    private boolean download;

    @Override
    ModelSummary run(Session session) throws IOException {
        if (precision != null) {
            Precision.named(precision).require(Devices.named(device));
        }
        HubModels hub = new HubModels(HubSettings.ofThisUser());
        LoadedModel model = LoadedModel.load(
                new LoadedModel.Request(name, Optional.ofNullable(task), processed, device),
                session.tasks(),
                download ? hub : hub.withoutDownload(),
                new Download(session.screen()));
        session.use(model);
        return ModelSummary.of(model);
    }

    @Override
    Class<ModelSummary> resultType() {
        return ModelSummary.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%model addition",
                "%model gpt2",
                "%model gpt2 download=false",
                "%model addition device=cpu",
                "%model path/to/folder task=addition processed=false");
    }
}
