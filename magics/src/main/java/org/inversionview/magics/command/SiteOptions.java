package org.inversionview.magics.command;

import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name an activation site, in whatever form. */
final class SiteOptions {

    @Option(
            names = "site",
            paramLabel = "NAME",
            description = "a1.3, x0.mid, m0 … or a full name such as blocks.1.attn.hook_result.3")
    private @Nullable String site;

    @Option(names = "layer", paramLabel = "N", description = "block, from 0; with head= or at=")
    private @Nullable Integer layer;

    @Option(names = "head", paramLabel = "N", description = "head of that block, from 0")
    private @Nullable Integer head;

    @Option(
            names = "at",
            paramLabel = "PLACE",
            description = "pre, mid, mlp or post: the residual stream or the MLP of that block")
    private @Nullable String at;

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
        if ((head == null) == (at == null)) {
            throw new MagicException("layer=%d needs either head= or at=: layer=%d head=0, or layer=%d at=mid"
                    .formatted(layer, layer, layer));
        }
        if (layer < 0 || head != null && head < 0) {
            throw new MagicException("layer and head are counted from 0: layer=%d%s"
                    .formatted(layer, head == null ? "" : " head=" + head));
        }
        return head != null ? ActivationSite.headResult(layer, head) : ActivationSite.ofBlock(kind(layer), layer);
    }

    private Kind kind(int block) {
        return switch (String.valueOf(at)) {
            case "pre" -> Kind.RESID_PRE;
            case "mid" -> Kind.RESID_MID;
            case "mlp" -> Kind.MLP_OUT;
            case "post" -> Kind.RESID_POST;
            default ->
                throw new MagicException(
                        "at=%s: write at=pre, at=mid, at=mlp or at=post of block %d".formatted(at, block));
        };
    }
}
