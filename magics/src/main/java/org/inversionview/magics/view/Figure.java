package org.inversionview.magics.view;

import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A chart inside a page, as an {@code <svg>} whose text is text and takes its colour from the page.
 *
 * @param chart one of ours, with its colours
 * @param description in words, for those who cannot see it
 */
public record Figure(Chart<?, ?> chart, String description) implements Block {

    @Override
    public String kind() {
        return "figure";
    }

    @Override
    public String text() {
        return "";
    }

    /** Returns the {@code <svg>} element. */
    public String svg() {
        return ChartPicture.inline(chart, description);
    }
}
