package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.inversionview.magics.view.MimeBundle;

/**
 * A cell as a page shows it.
 *
 * @param kind code, markdown or raw
 * @param label execution count of a code cell, empty if it was not run
 * @param content source of a code or raw cell, HTML of a Markdown cell
 * @param titles headings of a Markdown cell
 */
public record PageCell(
        String kind, String label, String content, List<MarkdownHtml.Title> titles, List<PageOutput> outputs) {

    /**
     * An output as a page shows it.
     *
     * @param kind html, image, text, stdout, stderr or error
     * @param content HTML, address of an image's data, or text
     * @param text in place of an image that cannot be seen
     */
    public record PageOutput(String kind, String content, String text) {}

    public PageCell {
        titles = List.copyOf(titles);
        outputs = List.copyOf(outputs);
    }

    /** Returns a notebook's cell. */
    public static PageCell of(ObjectNode cell, MarkdownHtml markdown) {
        String kind = cell.path("cell_type").asText();
        String source = Notebook.text(cell.path("source"));
        if (kind.equals("markdown")) {
            MarkdownHtml.Rendered rendered = markdown.render(source, cell.path("attachments"));
            return new PageCell(kind, "", rendered.html(), rendered.titles(), List.of());
        }
        List<PageOutput> outputs = new ArrayList<>();
        cell.path("outputs").forEach(output -> outputs.add(output(output, markdown.isTrusted())));
        JsonNode count = cell.path("execution_count");
        return new PageCell(kind, count.isInt() ? count.asText() : "", source, List.of(), outputs);
    }

    private static PageOutput output(JsonNode output, boolean trusted) {
        return switch (output.path("output_type").asText()) {
            case "stream" -> new PageOutput(output.path("name").asText(), Notebook.text(output.path("text")), "");
            case "error" -> {
                List<String> lines = new ArrayList<>();
                output.path("traceback").forEach(line -> lines.add(line.asText()));
                yield new PageOutput("error", String.join("\n", lines), "");
            }
            default -> richest(output.path("data"), trusted);
        };
    }

    private static PageOutput richest(JsonNode data, boolean trusted) {
        String text = Notebook.text(data.path(MimeBundle.TEXT));
        if (trusted && data.has(MimeBundle.HTML)) {
            return new PageOutput("html", Notebook.text(data.path(MimeBundle.HTML)), "");
        }
        if (data.has(MimeBundle.SVG)) {
            // As an image and not as part of the page: ids of several charts would clash.
            byte[] svg = Notebook.text(data.path(MimeBundle.SVG)).getBytes(StandardCharsets.UTF_8);
            return image(MimeBundle.SVG, Base64.getEncoder().encodeToString(svg), text);
        }
        if (data.has(MimeBundle.PNG)) {
            String base64 = Notebook.text(data.path(MimeBundle.PNG)).replaceAll("\\s", "");
            return image(MimeBundle.PNG, base64, text);
        }
        return new PageOutput("text", text, "");
    }

    private static PageOutput image(String type, String base64, String text) {
        return new PageOutput("image", data(type, base64), text);
    }

    /** Returns an address that holds what it leads to. */
    public static String data(String type, String base64) {
        return "data:" + type + ";base64," + base64;
    }
}
