package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * What {@code %model} shows: what was loaded, how good it is, what to do next.
 *
 * @param provenance model, weights, device and versions
 * @param lines in words
 */
public record ModelView(Provenance provenance, List<String> lines) implements View {

    public static final String SCHEMA = "inversionview/model/1";

    public ModelView {
        lines = List.copyOf(lines);
    }

    /** Returns the view of a model that was just loaded. */
    public static ModelView of(LoadedModel model) {
        TransformerConfig config = model.probed().config();
        Task task = model.probed().task();
        List<String> lines = new ArrayList<>();
        lines.add("%d layers, %d heads, width %d, %d tokens, inputs of up to %d tokens; %s weights, on %s."
                .formatted(
                        config.layers(),
                        config.heads(),
                        config.width(),
                        config.vocabulary(),
                        config.positions(),
                        model.provenance().processed() ? "processed" : "raw",
                        model.provenance().device()));
        model.card().ifPresent(card -> lines.add(quality(card, model.decoder().isPresent())));
        lines.add(
                model.decoder().isPresent()
                        ? "Next: %%query %s, then %%inspect site=%s pos=-1 (%%sites, %%help)."
                                .formatted(task.examples().get(0), ActivationSite.headResult(config.layers() - 1, 0))
                        : "No %%inspect: %s. All other questions work.".formatted(MissingDecoderText.of(model)));
        return new ModelView(model.provenance(), lines);
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
                                " Decoder: %.0f %% of its samples lie inside ε = %s, on average over %d sites.",
                                100 * decoder.meanInPreimageRate(),
                                decoder.epsilon(),
                                decoder.sites().size());
    }

    @Override
    public MimeBundle bundle() {
        String title = "Model %s, task %s".formatted(provenance.model(), provenance.task());
        return new Page(title, lines, Table.create(), "").bundle(SCHEMA, this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
