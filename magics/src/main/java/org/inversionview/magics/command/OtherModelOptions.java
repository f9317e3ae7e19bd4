package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.options.PlacesOptions;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.loading.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name another model, which is asked the same. */
final class OtherModelOptions {

    @Option(
            names = "other",
            paramLabel = "NAME|FOLDER",
            completionCandidates = Candidates.Models.class,
            description =
                    "another model of the same task, as %%model takes it: it is asked the same, with the same inputs")
    private @Nullable String name;

    @Option(
            names = "other-site",
            paramLabel = "NAME,…",
            completionCandidates = Candidates.Sites.class,
            description = "the other model's sites, whose heads may have other numbers; without it the same ones")
    private @Nullable String sites;

    /**
     * Loads the other model, for its user to close; nothing where none is named.
     *
     * @throws IOException with one line on what is missing or damaged
     */
    Optional<LoadedModel> load(Session session) throws IOException {
        if (name == null) {
            if (sites != null) {
                throw new MagicException("other-site=%s: of which model? Add other=".formatted(sites));
            }
            return Optional.empty();
        }
        LoadedModel model = session.requireModel();
        LoadedModel other = LoadedModel.load(
                LoadedModel.Request.like(model, name),
                session.tasks(),
                new HubModels(HubSettings.ofThisUser()).withoutDownload(),
                HubModels.Listener.NONE);
        if (other.provenance().probedSha256().equals(model.provenance().probedSha256())) {
            other.close();
            throw new MagicException(
                    "other=%s: that is the loaded model; site= takes several sites of one".formatted(name));
        }
        return Optional.of(other);
    }

    /** Returns the other model's sites, each once. */
    List<ActivationSite> sites(LoadedModel other, PlacesOptions places) {
        return sites == null ? places.sites(other.probed()) : PlacesOptions.sites(other.probed(), sites);
    }
}
