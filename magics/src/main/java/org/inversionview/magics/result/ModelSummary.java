package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.magics.MissingDecoderText;
import org.inversionview.magics.view.Page;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.AnyText;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * What {@code %model} returns: what was loaded, how good it is, what to do next.
 *
 * @param provenance model, weights, device and versions
 * @param lines in words
 * @param loaded the model itself, for the engine's own methods; the session owns it and closes it when another is loaded
 */
public record ModelSummary(Provenance provenance, List<String> lines, LoadedModel loaded) implements Result {

    public ModelSummary {
        lines = List.copyOf(lines);
    }

    /** Returns the summary of a model that was just loaded. */
    public static ModelSummary of(LoadedModel model) {
        TransformerConfig config = model.probed().config();
        Task task = model.probed().task();
        List<String> lines = new ArrayList<>();
        lines.add("%s layers, %s heads, width %s, %s tokens, inputs of up to %s tokens; %s weights, on %s."
                .formatted(
                        config.layers(),
                        config.heads(),
                        config.width(),
                        config.vocabulary(),
                        config.positions(),
                        model.provenance().processed() ? "processed" : "raw",
                        model.provenance().device()));
        if (!model.tokensChecked()) {
            lines.add(
                    "Its folder holds no tokenizer (tokenizer.json, or vocab.json with merges.txt): that its tokens are those of task %s is taken on trust."
                            .formatted(task.name()));
        }
        model.card().ifPresent(card -> lines.add(quality(card, model.decoder().isPresent())));
        if (model.decoder().isEmpty()) {
            lines.add("%s. %%inspect works without one: it %s."
                    .formatted(
                            capitalised(MissingDecoderText.of(model)),
                            task instanceof AnyText
                                    ? "reads a text of yours, corpus=FILE"
                                    : "draws inputs from the task"));
        }
        lines.add("Next: %%query %s, then %%inspect site=%s pos=-1 (%%sites, %%help)."
                .formatted(task.examples().get(0), ActivationSite.headResult(config.layers() - 1, 0)));
        return new ModelSummary(model.provenance(), lines, model);
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String quality(ModelCard card, boolean withDecoder) {
        String probed = card.description();
        if (card.probed().heldOutInputs() > 0) {
            probed += String.format(
                    Locale.ROOT,
                    " Right on %.3f %% of %,d held-out inputs.",
                    100 * card.probed().exactMatch(),
                    card.probed().heldOutInputs());
        }
        Map<String, Double> variations = card.probed().variations();
        if (variations != null) {
            probed += variations.entrySet().stream()
                    .map(one -> String.format(Locale.ROOT, "%s: %.1f %%", one.getKey(), 100 * one.getValue()))
                    .collect(Collectors.joining(", ", " Never trained on ", "."));
        }
        ModelCard.@Nullable Decoder decoder = card.decoder();
        return decoder == null || !withDecoder
                ? probed
                : probed
                        + String.format(
                                Locale.ROOT,
                                " Decoder: %.0f %% of its samples lie inside ε = %s%s, on average over %s sites.",
                                100 * decoder.meanInPreimageRate(),
                                decoder.epsilon(),
                                decoder.metric() == null ? "" : " by " + decoder.metric(),
                                decoder.sites().size());
    }

    @Override
    public Page page() {
        return Page.titled("Model %s, task %s".formatted(provenance.model(), provenance.task()))
                .lines(lines);
    }

    @Override
    public String schema() {
        return "inversionview/model/1";
    }

    @Override
    public Object json() {
        return Map.of("provenance", provenance, "lines", lines);
    }

    /** As its JSON form: what is loaded is no part of a file. */
    @Override
    public Object whole() {
        return json();
    }

    @Override
    public String toString() {
        return page().text();
    }
}
