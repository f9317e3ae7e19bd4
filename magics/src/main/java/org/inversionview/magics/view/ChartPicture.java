package org.inversionview.magics.view;

import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** XChart charts, of ours or of a user's, as SVG and PNG. */
final class ChartPicture {

    private static final Pattern TEXT = Pattern.compile("<text style=\"([^\"]*)\"");
    private static final Pattern FAMILY = Pattern.compile("font-family:&quot;[^&]*&quot;;");
    private static final Pattern TEXT_FILL = Pattern.compile("(<text style=\")fill:[^;]*;");
    private static final Pattern IDENTIFIER = Pattern.compile("clip\\d+");
    private static final String STROKE = "stroke-miterlimit=\"10\" stroke-linecap=\"square\""; // said once, at the root
    private static final Pattern DEFAULTS =
            Pattern.compile("stroke-miterlimit:10;|stroke-linecap:square;|stroke:none;");

    private ChartPicture() {}

    /** Returns the chart as a file of its own: an {@code <svg>} element, nothing before it, its texts as text. */
    static String svg(Chart<?, ?> chart) {
        String root =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" font-family=\"sans-serif\" font-size=\"12\">"
                        .formatted(chart.getWidth(), chart.getHeight(), chart.getWidth(), chart.getHeight());
        return root + content(chart) + "</svg>";
    }

    /** Returns the chart as an element of a page: it shrinks with the page, its texts have the page's colour. */
    static String inline(Chart<?, ?> chart, String description) {
        String content = TEXT_FILL.matcher(content(chart)).replaceAll("$1fill:currentColor;");
        String hash = Integer.toHexString(content.hashCode()); // identifiers are the page's, which may have two charts
        String root =
                "<svg viewBox=\"0 0 %s %s\" width=\"%s\" style=\"max-width:100%%;height:auto\" font-family=\"sans-serif\" font-size=\"12\" %s role=\"img\" aria-label=\"%s\">"
                        .formatted(
                                chart.getWidth(),
                                chart.getHeight(),
                                chart.getWidth(),
                                STROKE,
                                Templates.escaped(description));
        return root + IDENTIFIER.matcher(content).replaceAll(found -> found.group() + hash) + "</svg>";
    }

    private static String content(Chart<?, ?> chart) {
        TextGraphics graphics = new TextGraphics(chart);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, chart.getWidth(), chart.getHeight()))
                    .writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        int start = text.indexOf('>', text.indexOf("<svg")) + 1;
        String content = text.substring(start, text.lastIndexOf("</svg>"))
                .replaceAll(">\\s+<", "><")
                .strip();
        String slim = DEFAULTS.matcher(fitted(content, graphics)).replaceAll("");
        return SlimSvg.of(slim);
    }

    /** Gives every text the width that the chart has kept free for it, whatever font the reader has. */
    private static String fitted(String content, TextGraphics graphics) {
        Iterator<TextGraphics.Written> written = graphics.written().iterator();
        return TEXT.matcher(content).replaceAll(found -> {
            TextGraphics.Written text = written.next();
            String style = FAMILY.matcher(found.group(1)).replaceAll("");
            return Matcher.quoteReplacement(String.format(
                    Locale.ROOT,
                    "<text style=\"%s\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"",
                    style,
                    text.width()));
        });
    }

    /** Returns the chart as a PNG in base64. */
    static String png(Chart<?, ?> chart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
