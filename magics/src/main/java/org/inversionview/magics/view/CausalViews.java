package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.magics.Ablation;
import org.inversionview.magics.Attribution;
import org.inversionview.magics.PatchMap;
import org.inversionview.models.causal.PatchingExperiment;
import tech.tablesaw.api.Table;

/** How patch maps, ablations and logit attributions are shown. */
public final class CausalViews {

    /** Names and versions of the JSON forms. */
    public static final String MAP_SCHEMA = "inversionview/patch-map/1";

    public static final String ABLATION_SCHEMA = "inversionview/ablation/1";
    public static final String ATTRIBUTION_SCHEMA = "inversionview/attribution/1";

    private static final int STRONGEST = 10;

    private CausalViews() {}

    /** Returns all forms of a patch map: the heat map, and a table of the strongest activations. */
    public static MimeBundle bundle(PatchMap map) {
        String title = "Every activation patched alone: " + map.question().words();
        if (map.effects().clean().inputs() == 0) {
            return new MimeBundle(Page.of(title, List.of("Interrupted before the first inputs were done."))
                    .forms());
        }
        List<String> lines = new ArrayList<>();
        lines.add(VerificationView.outputs(
                map.effects().clean(), map.effects().contrast(), map.question().inputs()));
        if (map.effects().cells().size() < map.effects().asked()) {
            lines.add("⚠ Interrupted: the first %,d of %,d activations, on %,d of %,d inputs."
                    .formatted(
                            map.effects().cells().size(),
                            map.effects().asked(),
                            map.effects().clean().inputs(),
                            map.question().inputs()));
        }
        if (map.effects().warnings().stream()
                .anyMatch(warning -> warning.contains(PatchingExperiment.NO_SUCH_POSITION))) {
            lines.add(
                    "⚠ Some positions exist in a part of the inputs only; the effect there is an average over all inputs, 0 for the others.");
        }
        int rows = Math.min(STRONGEST, map.table().rowCount());
        Page page = new Page(
                title,
                lines,
                map.table().first(rows),
                "The %d strongest of %d. effect: by how much the logit difference falls, with its 95 %% bootstrap interval; share: of the way to the contrast inputs’ runs."
                        .formatted(rows, map.table().rowCount()),
                List.of(Figure.of(map.chart(), "Heat map of the effects: a row a site, a column a position")));
        return page.bundle(MAP_SCHEMA, map);
    }

    /** Returns all forms of a mean ablation. */
    public static MimeBundle bundle(Ablation ablation) {
        String title = "Mean ablation, output at %s".formatted(ablation.answer());
        if (ablation.effects().cells().isEmpty()) {
            return new MimeBundle(Page.of(title, List.of("Interrupted before the first activation was ablated."))
                    .forms());
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "Each activation alone is replaced by its mean over the task’s inputs at the same position; %,d inputs%s, seed %d.%s"
                        .formatted(
                                ablation.effects().inputs(),
                                ablation.where().isEmpty() ? "" : " where " + ablation.where(),
                                ablation.seed(),
                                ablation.effects().inputs() < ablation.asked() ? " Interrupted." : ""));
        lines.addAll(ablation.effects().warnings().stream().map(w -> "⚠ " + w).toList());
        Page page = new Page(
                title,
                lines,
                ablation.table(),
                "KL: divergence of the output’s distribution from that of the clean run, in nats, with its 95 % bootstrap interval.",
                List.of(Figure.of(ablation.chart(), "Divergence of the output for each ablated activation")));
        return page.bundle(ABLATION_SCHEMA, ablation);
    }

    /** Returns all forms of a logit attribution. */
    public static MimeBundle bundle(Attribution attribution) {
        String title = "Direct logit attribution: the output at %s of %s"
                .formatted(attribution.data().answer(), attribution.data().query());
        int inputs = attribution.data().inputs();
        if (inputs == 0) {
            return new MimeBundle(Page.of(title, List.of("Interrupted before the first inputs were done."))
                    .forms());
        }
        Table table = attribution.shownTable();
        int components = attribution.data().components().size();
        Page page = new Page(
                title,
                List.of(String.format(
                        Locale.ROOT,
                        "What each component writes straight into the logit of the right answer, on average over %,d inputs%s; and in the query, where it is %s.",
                        inputs,
                        inputs < attribution.data().asked()
                                ? " (interrupted: of %,d)"
                                        .formatted(attribution.data().asked())
                                : "",
                        attribution.data().right())),
                table,
                (table.rowCount() < components
                                ? "The %d that add most either way, of %d. ".formatted(table.rowCount(), components)
                                : "")
                        + "Through the final LayerNorm’s scale and the unembedding; logits less their mean over the vocabulary. All components sum to the model’s logits.",
                List.of(Figure.of(attribution.chart(), "What each component adds to the right answer’s logit")));
        return page.bundle(ATTRIBUTION_SCHEMA, attribution);
    }
}
