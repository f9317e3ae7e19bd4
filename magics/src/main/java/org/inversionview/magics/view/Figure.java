package org.inversionview.magics.view;

import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A chart inside a page, as an {@code <svg>} whose text is text and takes its colour from the page.
 *
 * @param chart one of ours, with its colours
 * @param description in words, for those who cannot see it
 * @param text what a terminal shows in its place; may be empty
 */
public record Figure(Chart<?, ?> chart, String description, String text) implements Block {

    /** A chart in whose place a terminal shows nothing. */
    public Figure(Chart<?, ?> chart, String description) {
        this(chart, description, "");
    }

    @Override
    public String kind() {
        return "figure";
    }

    /** Returns the {@code <svg>} element. */
    public String svg() {
        return ChartPicture.inline(chart, description);
    }
}
