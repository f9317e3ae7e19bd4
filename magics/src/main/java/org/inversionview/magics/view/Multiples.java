package org.inversionview.magics.view;

import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/** Small pictures side by side, for comparing. */
public record Multiples(List<Picture> pictures) implements Block {

    /**
     * A small picture.
     *
     * @param caption above it
     */
    public record Picture(String caption, Chart<?, ?> chart) {

        /** Returns the {@code <svg>} element. */
        public String svg() {
            return ChartPicture.inline(chart, caption);
        }
    }

    public Multiples {
        pictures = List.copyOf(pictures);
    }

    @Override
    public String kind() {
        return "multiples";
    }

    @Override
    public String text() {
        return "";
    }
}
