package org.inversionview.magics.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
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
        implements Result {

    /**
     * Returns a row an activation: KL(clean ‖ ablated) in nats with its 95 % interval, the probability that the right answer
     * loses, and how often the likeliest token changes.
     */
    @Override
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
    @Override
    public CategoryChart chart() {
        return Bars.ofEffects(
                        new IntervalBars("KL of the output, nats"),
                        "KL",
                        effects.cells(),
                        Cell::patch,
                        Cell::divergence)
                .chart();
    }

    @Override
    public Page page() {
        Page page = Page.titled("Mean ablation, output at %s".formatted(answer));
        if (effects.cells().isEmpty()) {
            return page.line("Interrupted before the first activation was ablated.");
        }
        return page.line(String.format(
                        Locale.ROOT,
                        "Each activation alone is replaced by its mean over the task’s inputs at the same position; %,d inputs%s, seed %s.%s",
                        effects.inputs(),
                        where.isEmpty() ? "" : " where " + where,
                        seed,
                        effects.inputs() < asked ? " Interrupted." : ""))
                .lines(Sentences.warnings(effects.warnings()))
                .and(Grid.of(table()))
                .note(
                        "KL: divergence of the output’s distribution from that of the clean run, in nats, with its 95 % bootstrap interval.")
                .and(new Figure(chart(), "Divergence of the output for each ablated activation"));
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
    }

    @Override
    public String schema() {
        return "inversionview/ablation/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
