package org.inversionview.models.hooks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.models.InvalidRequestException;

/**
 * A place in a transformer where an activation can be read or replaced.
 *
 * <p>Names follow TransformerLens ({@code blocks.1.attn.hook_result.3}); the short forms are the paper's
 * ({@code a1.3}). Both are accepted everywhere.
 *
 * @param kind what is computed there
 * @param layer the block, from 0; −1 where the kind lies outside of the blocks
 * @param head the head, from 0; −1 where the kind has none
 */
public record ActivationSite(Kind kind, int layer, int head) {

    /** What a site holds; B batch, T positions, D width, H heads, d = D / H, V vocabulary. */
    public enum Kind {
        EMBED("hook_embed", "", "token embedding (B, T, D)"),
        POS_EMBED("hook_pos_embed", "", "position embedding (B, T, D)"),
        RESID_PRE("blocks.%s.hook_resid_pre", "x%s.pre", "residual stream entering the block (B, T, D)"),
        PATTERN("blocks.%s.attn.hook_pattern", "", "attention pattern (B, H, T, T)"),
        Z("blocks.%s.attn.hook_z", "", "heads' weighted values (B, T, H, d)"),
        RESULT("blocks.%s.attn.hook_result.%s", "a%s.%s", "output of one head (B, T, D)"),
        ATTN_OUT("blocks.%s.hook_attn_out", "", "attention output, all heads and bias (B, T, D)"),
        RESID_MID("blocks.%s.hook_resid_mid", "x%s.mid", "residual stream after attention (B, T, D)"),
        MLP_OUT("blocks.%s.hook_mlp_out", "m%s", "MLP output (B, T, D)"),
        RESID_POST("blocks.%s.hook_resid_post", "x%s.post", "residual stream leaving the block (B, T, D)"),
        LN_FINAL("ln_final.hook_normalized", "", "final LayerNorm's output (B, T, D)"),
        LOGITS("logits", "", "logits (B, T, V)");

        private final String full;
        private final String brief;
        private final String description;

        Kind(String full, String brief, String description) {
            this.full = full;
            this.brief = brief;
            this.description = description;
        }

        public String description() {
            return description;
        }

        /** Returns whether the site holds one vector of width D a position and has a short name: a decoder can read it. */
        public boolean isProbed() {
            return !brief.isEmpty();
        }

        boolean hasLayer() {
            return full.contains("%s");
        }

        boolean hasHead() {
            return this == RESULT;
        }
    }

    public ActivationSite {
        if (kind.hasLayer() != layer >= 0 || kind.hasHead() != head >= 0) {
            throw new IllegalArgumentException(
                    "site of kind %s with layer %s and head %s".formatted(kind, layer, head));
        }
    }

    public static ActivationSite residPre(int layer) {
        return new ActivationSite(Kind.RESID_PRE, layer, -1);
    }

    public static ActivationSite headResult(int layer, int head) {
        return new ActivationSite(Kind.RESULT, layer, head);
    }

    public static ActivationSite residMid(int layer) {
        return new ActivationSite(Kind.RESID_MID, layer, -1);
    }

    public static ActivationSite mlpOut(int layer) {
        return new ActivationSite(Kind.MLP_OUT, layer, -1);
    }

    public static ActivationSite residPost(int layer) {
        return new ActivationSite(Kind.RESID_POST, layer, -1);
    }

    /** Returns a site of a kind that every block has once. */
    public static ActivationSite ofBlock(Kind kind, int layer) {
        return new ActivationSite(kind, layer, -1);
    }

    /** Returns a site of a kind that the model has once. */
    public static ActivationSite ofModel(Kind kind) {
        return new ActivationSite(kind, -1, -1);
    }

    /** Returns the TransformerLens name, such as {@code blocks.1.attn.hook_result.3}. */
    public String fullName() {
        return kind.full.formatted(layer, head);
    }

    /** Returns the paper's name, such as {@code a1.3}; the full name where the paper has none. */
    public String shortName() {
        return kind.brief.isEmpty() ? fullName() : kind.brief.formatted(layer, head);
    }

    /**
     * Returns the site that either form of name means.
     *
     * @throws InvalidRequestException listing the forms
     */
    public static ActivationSite parse(String name) {
        for (Kind kind : Kind.values()) {
            Optional<ActivationSite> site = match(kind, kind.full, name)
                    .or(() -> kind.brief.isEmpty() ? Optional.empty() : match(kind, kind.brief, name));
            if (site.isPresent()) {
                return site.get();
            }
        }
        throw new InvalidRequestException(
                "site",
                name,
                "write x0.pre, a1.3, x1.mid, m0, x1.post or a full name such as blocks.1.attn.hook_result.3");
    }

    private static Optional<ActivationSite> match(Kind kind, String template, String name) {
        Matcher matcher = Pattern.compile(template.replace(".", "\\.").replace("%s", "(\\d{1,4})"))
                .matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int layer = matcher.groupCount() >= 1 ? Integer.parseInt(matcher.group(1)) : -1;
        int head = matcher.groupCount() >= 2 ? Integer.parseInt(matcher.group(2)) : -1;
        return Optional.of(new ActivationSite(kind, layer, head));
    }

    @Override
    public String toString() {
        return shortName();
    }
}
