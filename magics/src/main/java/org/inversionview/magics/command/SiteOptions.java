package org.inversionview.magics.command;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name an activation site, in whatever form. */
final class SiteOptions {

    /** Options of a site, and of the position that is asked about there, that may be lists. */
    static final List<String> LISTED = List.of("site", "layer", "head", "pos");

    @Option(
            names = "site",
            paramLabel = "NAME",
            completionCandidates = Candidates.Sites.class,
            description = "a1.3, x0.mid, m0 … or a full name such as blocks.1.attn.hook_result.3; also a list: a1.*,m1")
    private @Nullable String site;

    @Option(
            names = "layer",
            paramLabel = "N",
            completionCandidates = Candidates.Layers.class,
            description = "block, from 0; with head= or at=; also a list: 0,1 or 0-3 or *")
    private @Nullable Integer layer;

    @Option(
            names = "head",
            paramLabel = "N",
            completionCandidates = Candidates.Heads.class,
            description = "head of that block, from 0; also a list: 0,1 or 0-3 or *")
    private @Nullable Integer head;

    @Option(names = "at", description = "the residual stream of that block at its beginning, middle or end, or its MLP")
    private @Nullable Place at;

    /** Where in a block, beside its heads. */
    enum Place {
        PRE(Kind.RESID_PRE),
        MID(Kind.RESID_MID),
        MLP(Kind.MLP_OUT),
        POST(Kind.RESID_POST);

        private final Kind kind;

        Place(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns whether any of the options was written. */
    boolean isNamed() {
        return site != null || layer != null || head != null || at != null;
    }

    /**
     * Returns the site that the options name.
     *
     * @throws MagicException if they name none, or several
     */
    ActivationSite site() {
        if (site != null) {
            if (layer != null || head != null || at != null) {
                throw new MagicException(
                        "site=%s and layer=, head= or at= name the site twice: keep one".formatted(site));
            }
            return ActivationSite.parse(site);
        }
        if (layer == null) {
            throw new MagicException(
                    "which activation? Add layer=1 head=3, or site=a1.3, or layer=0 at=mid (%sites lists all)");
        }
        Place place = at;
        if ((head == null) == (place == null)) {
            throw new MagicException("layer=%s needs either head= or at=: layer=%s head=0, or layer=%s at=mid"
                    .formatted(layer, layer, layer));
        }
        if (layer < 0 || head != null && head < 0) {
            throw new MagicException("layer and head are counted from 0: layer=%s%s"
                    .formatted(layer, head == null ? "" : " head=" + head));
        }
        return place == null
                ? ActivationSite.headResult(layer, Objects.requireNonNull(head))
                : ActivationSite.ofBlock(place.kind, layer);
    }
}
