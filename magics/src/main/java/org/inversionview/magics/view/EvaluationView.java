package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.magics.Evaluation;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Proportion;

/** How a decoder's quality is shown: mean, weakest site, the table of all sites, the rates as bars. */
public final class EvaluationView {

    /** Name and version of the JSON form. */
    public static final String SCHEMA = "inversionview/evaluation/1";

    private EvaluationView() {}

    /** Returns all forms of an evaluation. */
    public static MimeBundle bundle(Evaluation evaluation) {
        DecoderQuality quality = evaluation.quality();
        String title = "Decoder of " + evaluation.provenance().model();
        if (quality.sites().isEmpty()) {
            return new MimeBundle(Page.of(title, List.of("Measuring …")).forms());
        }
        Page page = new Page(
                title,
                lines(evaluation),
                evaluation.table(),
                "rate: share of samples at temperature 1 in the ε-preimage of a held-out query, one sample a query; low and high end its"
                        + " 95 % interval (Wilson). well-formed: samples that are inputs of the task with the right answer."
                        + " distinct: share of distinct inputs among several samples of one query.",
                List.of(Figure.of(evaluation.chart(), "In-preimage rate of every site, with 95 % intervals")));
        return page.bundle(SCHEMA, evaluation);
    }

    private static List<String> lines(Evaluation evaluation) {
        DecoderQuality quality = evaluation.quality();
        Proportion weakest = quality.weakest().inside();
        Proportion wellFormed = quality.wellFormed();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Mean in-preimage rate over %d sites: %.3f ± %.3f (T = 1, ε = %s, %,d held-out queries a site, seed %d).",
                quality.sites().size(),
                quality.mean(),
                quality.margin(),
                PreimageView.plain(quality.epsilon()),
                quality.queries(),
                quality.seed()));
        lines.add(String.format(
                Locale.ROOT,
                "Lowest: %s, %.3f (%.3f to %.3f). Well-formed: %.2f %% of the samples.",
                quality.weakest().name(),
                weakest.value(),
                weakest.low(),
                weakest.high(),
                100 * wellFormed.value()));
        if (quality.sites().size() < evaluation.of()) {
            lines.add("%d of %d sites so far.".formatted(quality.sites().size(), evaluation.of()));
        }
        return lines;
    }
}
