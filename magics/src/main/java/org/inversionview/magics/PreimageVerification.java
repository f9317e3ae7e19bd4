package org.inversionview.magics;

import java.util.List;
import org.inversionview.magics.chart.EffectChart;
import org.inversionview.magics.table.Columns;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.VerificationView;
import org.inversionview.models.causal.PreimageCheck;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %verify preimage} returns: whether activations of samples inside ε leave the output, and near misses move it.
 *
 * @param check every number
 * @param provenance model, weights, device and versions
 */
public record PreimageVerification(PreimageCheck check, Provenance provenance) implements Verification {

    /** A group of donors under its name. */
    private record Named(String name, PreimageCheck.Group group) {}

    private List<Named> groups() {
        return List.of(
                new Named("inside ε", check.inside()),
                new Named("near misses", check.outside()),
                new Named("random inputs", check.random()));
    }

    /** Returns a row a group: how many, how often the likeliest token changes, how far the distribution moves in nats. */
    @Override
    public Table table() {
        List<Named> groups = groups();
        return Table.create(
                "preimage check",
                Columns.texts("activation taken from", groups, Named::name),
                IntColumn.create(
                        "samples",
                        groups.stream().mapToInt(one -> one.group().samples()).toArray()),
                Columns.numbers(
                        "output changes", groups, one -> one.group().changed().value()),
                Columns.numbers(
                        "changes low", groups, one -> one.group().changed().low()),
                Columns.numbers(
                        "changes high", groups, one -> one.group().changed().high()),
                Columns.numbers("KL", groups, one -> one.group().divergence().mean()),
                Columns.numbers(
                        "KL low", groups, one -> one.group().divergence().low()),
                Columns.numbers(
                        "KL high", groups, one -> one.group().divergence().high()));
    }

    /** Returns how far the output moves for each group, in nats. */
    @Override
    public CategoryChart chart() {
        EffectChart chart = new EffectChart("KL of the output, nats");
        chart.add("KL", groups(), Named::name, named -> named.group().divergence());
        return chart.chart();
    }

    @Override
    public MimeBundle bundle() {
        return VerificationView.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
