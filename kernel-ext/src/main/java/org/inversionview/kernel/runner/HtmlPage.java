package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.inversionview.magics.view.MimeBundle;

/**
 * An executed notebook as one static page: no script, nothing to fetch. Text is escaped by the template; HTML passes in
 * Markdown and in outputs of type text/html where their authors are trusted.
 */
public final class HtmlPage {

    private static final String TEMPLATE = "org/inversionview/kernel/runner/notebook.html";

    private final PebbleTemplate template = new PebbleEngine.Builder()
            .loader(new ClasspathLoader(HtmlPage.class.getClassLoader()))
            .build()
            .getTemplate(TEMPLATE);
    private final Parser markdown =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private final HtmlRenderer renderer;
    private final boolean trusted;

    private HtmlPage(boolean trusted) {
        this.trusted = trusted;
        renderer = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .escapeHtml(!trusted)
                .sanitizeUrls(!trusted)
                .build();
    }

    /** Makes pages of notebooks whose authors are trusted. */
    public HtmlPage() {
        this(true);
    }

    /** Makes pages of anybody's notebooks: no HTML of theirs is on them, outputs show their text or picture. */
    public static HtmlPage ofStrangers() {
        return new HtmlPage(false);
    }

    /**
     * A cell as the template shows it.
     *
     * @param kind code, markdown or raw
     * @param label execution count of a code cell, empty if it was not run
     * @param content source of a code or raw cell, HTML of a Markdown cell
     */
    public record PageCell(String kind, String label, String content, List<PageOutput> outputs) {}

    /**
     * An output as the template shows it.
     *
     * @param kind html, image, text, stdout, stderr or error
     * @param content HTML, address of an image's data, or text
     * @param text in place of an image that cannot be seen
     */
    public record PageOutput(String kind, String content, String text) {}

    /** Returns the page. */
    public String render(Notebook notebook, String title) {
        StringWriter page = new StringWriter();
        List<PageCell> cells = notebook.cells().stream().map(this::cell).toList();
        try {
            template.evaluate(page, Map.of("title", title, "cells", cells));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toString();
    }

    private PageCell cell(ObjectNode cell) {
        String kind = cell.path("cell_type").asText();
        String source = Notebook.text(cell.path("source"));
        String content = kind.equals("markdown") ? html(source, cell.path("attachments")) : source;
        List<PageOutput> outputs = new ArrayList<>();
        cell.path("outputs").forEach(output -> outputs.add(output(output)));
        JsonNode count = cell.path("execution_count");
        return new PageCell(kind, count.isInt() ? count.asText() : "", content, outputs);
    }

    private String html(String source, JsonNode attachments) {
        Node document = markdown.parse(source);
        document.accept(new Attached(attachments));
        return renderer.render(document);
    }

    /** Puts the data of attached pictures in place of their names. */
    private static final class Attached extends AbstractVisitor {

        private static final String SCHEME = "attachment:";

        private final JsonNode attachments;

        Attached(JsonNode attachments) {
            this.attachments = attachments;
        }

        @Override
        public void visit(Image image) {
            String address = image.getDestination();
            if (address.startsWith(SCHEME)) {
                String name = address.substring(SCHEME.length()).replace("%20", " ");
                attachments.path(name).properties().stream()
                        .findFirst()
                        .ifPresent(form -> image.setDestination(data(
                                form.getKey(), Notebook.text(form.getValue()).replaceAll("\\s", ""))));
            }
            visitChildren(image);
        }
    }

    private PageOutput output(JsonNode output) {
        return switch (output.path("output_type").asText()) {
            case "stream" -> new PageOutput(output.path("name").asText(), Notebook.text(output.path("text")), "");
            case "error" -> {
                List<String> lines = new ArrayList<>();
                output.path("traceback").forEach(line -> lines.add(line.asText()));
                yield new PageOutput("error", String.join("\n", lines), "");
            }
            default -> richest(output.path("data"));
        };
    }

    private PageOutput richest(JsonNode data) {
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

    private static String data(String type, String base64) {
        return "data:" + type + ";base64," + base64;
    }
}
