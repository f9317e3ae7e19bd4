package org.inversionview.magics.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.inversionview.magics.chart.Charts;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A chart inside an HTML page: an image of its own, because identifiers inside two SVGs on one page would clash.
 *
 * @param address of the image, a data: URI
 * @param description in words, for those who cannot see it
 */
public record Figure(String address, String description) {

    /** Returns a chart as an image. */
    static Figure of(Chart<?, ?> chart, String description) {
        return ofSvg(Charts.svg(chart), description);
    }

    static Figure ofSvg(String svg, String description) {
        String base64 = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
        return new Figure("data:image/svg+xml;base64," + base64, description);
    }
}
