package org.inversionview.magics;

import java.util.List;
import org.inversionview.magics.chart.DistanceHistogram;
import org.inversionview.magics.table.SampleTable;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.PreimageView;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Sample;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/**
 * An ε-preimage as {@code %inspect} returns it: it shows itself, and gives its samples as a table and a chart.
 *
 * @param data every number of the result, as plain Java values
 */
public record Preimage(EpsilonPreimage data) implements View {

    /** Returns all distinct samples, closest first: columns D, inside, count, matched, at, text, well-formed. */
    public Table table() {
        return SampleTable.of("ε-preimage of %s at %s".formatted(data.site(), data.positionName()), data.samples());
    }

    /** Returns the histogram of distances, with a line at ε. */
    public XYChart chart() {
        return DistanceHistogram.of(data.samples(), data.settings().epsilon());
    }

    /** Returns all distinct samples, closest first. */
    public List<Sample> samples() {
        return data.samples();
    }

    /** Returns the samples with D ≤ ε, closest first. */
    public List<Sample> inside() {
        return data.inside();
    }

    /** Returns the samples with D &gt; ε, closest first. */
    public List<Sample> outside() {
        return data.outside();
    }

    /** Returns how many inputs the decoder proposed, duplicates counted. */
    public int proposals() {
        return data.proposals();
    }

    /** Returns the share of proposals with D ≤ ε, duplicates counted, from 0 to 1. */
    public double insideShare() {
        return data.insideShare();
    }

    @Override
    public MimeBundle bundle() {
        return PreimageView.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
