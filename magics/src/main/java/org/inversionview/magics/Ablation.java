package org.inversionview.magics;

import java.util.List;
import org.inversionview.magics.chart.EffectChart;
import org.inversionview.magics.table.Columns;
import org.inversionview.magics.view.CausalViews;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.causal.AblationEffects;
import org.inversionview.models.causal.AblationEffects.Cell;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %ablate} returns: what is lost when each activation is replaced by its mean.
 *
 * @param answer position of the answer token
 * @param where condition on the inputs; may be empty
 * @param asked how many inputs were asked for
 * @param seed of the inputs
 * @param effects every number
 * @param provenance model, weights, device and versions
 */
public record Ablation(
        String answer, String where, int asked, long seed, AblationEffects effects, Provenance provenance)
        implements View {

    /**
     * Returns a row an activation: KL(clean ‖ ablated) in nats with its 95 % interval, the probability that the right answer
     * loses, and how often the likeliest token changes.
     */
    public Table table() {
        List<Cell> cells = effects.cells();
        return Table.create(
                "mean ablation",
                Columns.texts("activation", cells, Cell::patch),
                Columns.numbers("KL", cells, cell -> cell.divergence().mean()),
                Columns.numbers("KL low", cells, cell -> cell.divergence().low()),
                Columns.numbers("KL high", cells, cell -> cell.divergence().high()),
                Columns.numbers(
                        "right answer loses", cells, cell -> cell.probability().mean()),
                Columns.numbers("output changes", cells, cell -> cell.changed().value()));
    }

    /** Returns the divergences as bars. */
    public CategoryChart chart() {
        EffectChart chart = new EffectChart("KL of the output, nats");
        chart.add("KL", effects.cells(), Cell::patch, Cell::divergence);
        return chart.chart();
    }

    @Override
    public MimeBundle bundle() {
        return CausalViews.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
