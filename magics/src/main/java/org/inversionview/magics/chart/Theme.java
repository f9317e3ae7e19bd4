package org.inversionview.magics.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/**
 * How charts look: no background, and greys that read on white as on black; colours that the colour-blind tell apart
 * (Okabe, Ito 2008).
 */
final class Theme {

    static final int WIDTH = 640;
    static final int HEIGHT = 240;
    static final Color INSIDE = new Color(0, 114, 178);
    static final Color OUTSIDE = new Color(230, 159, 0);
    static final Color EPSILON = new Color(128, 128, 128);

    static final Color TEXT = new Color(118, 118, 118);
    private static final Color GRID = new Color(128, 128, 128, 60);
    private static final Color NOTHING = new Color(255, 255, 255, 0);

    private Theme() {}

    static void apply(AxesChartStyler styler) {
        apply(styler, Styler.LegendPosition.InsideNE);
    }

    static void apply(AxesChartStyler styler, Styler.LegendPosition legend) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        styler.setLocale(Locale.ENGLISH); // of the axes' numbers
        styler.setChartBackgroundColor(NOTHING)
                .setChartFontColor(TEXT)
                .setBaseFont(font)
                .setChartTitleVisible(false)
                .setLegendPosition(legend)
                .setLegendBackgroundColor(NOTHING)
                .setLegendBorderColor(NOTHING)
                .setLegendFont(font)
                .setPlotBackgroundColor(NOTHING)
                .setPlotBorderVisible(false);
        styler.setAxisTickLabelsColor(TEXT)
                .setAxisTickMarksColor(TEXT)
                .setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(0.5f))
                .setXAxisMin(0.0)
                .setYAxisMin(0.0);
    }
}
