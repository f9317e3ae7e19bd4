package org.inversionview.magics.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Function;
import org.knowm.xchart.style.AxesChartStyler;

/** An axis of distances in units of ε, with a tick at every ε. */
final class EpsilonAxis {

    /** Pixels of the plot in a chart of {@link Theme#WIDTH}. */
    static final double PLOT_WIDTH = 520;

    /** Points this near are one to the eye, and not equally spaced: else they were taken for the ticks. */
    static final double NEAR = 1e-6;

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private EpsilonAxis() {}

    /**
     * Makes a chart's horizontal axis one.
     *
     * @param epsilons where it ends
     * @param plotWidth in pixels
     * @param label what a tick says that stands at so many ε
     */
    static void apply(AxesChartStyler styler, double epsilons, double plotWidth, Function<Double, String> label) {
        styler.setXAxisMax(epsilons)
                .setXAxisTickMarkSpacingHint((int) (plotWidth / epsilons))
                .setXAxisTickLabelsFormattingFunction(label);
    }

    /** Returns the distance that is so many ε, to three digits. */
    static String distance(double epsilons, double epsilon) {
        return BigDecimal.valueOf(epsilons * epsilon)
                .round(THREE_DIGITS)
                .stripTrailingZeros()
                .toString();
    }
}
