package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown cells as HTML; each heading of a page has an id of its own. HTML passes where its author is trusted. */
public final class MarkdownHtml {

    private static final List<TablesExtension> TABLES = List.of((TablesExtension) TablesExtension.create());

    private final Parser parser = Parser.builder().extensions(TABLES).build();
    private final UnaryOperator<String> pictures;
    private final String ids;
    private final boolean trusted;
    private int headings;

    /**
     * Begins a page, or a part of one.
     *
     * @param ids what the ids of its headings begin with
     * @param pictures returns the address that stands on the page for the one in the cell
     * @param trusted whether HTML passes
     */
    public MarkdownHtml(String ids, UnaryOperator<String> pictures, boolean trusted) {
        this.ids = ids;
        this.pictures = pictures;
        this.trusted = trusted;
    }

    /** Returns whether HTML passes. */
    boolean isTrusted() {
        return trusted;
    }

    /**
     * A cell's HTML.
     *
     * @param titles its headings, in their order
     */
    public record Rendered(String html, List<Title> titles) {}

    /**
     * A heading.
     *
     * @param level 1 to 6
     * @param id of its element
     */
    public record Title(int level, String text, String id) {}

    /**
     * Returns a cell's HTML.
     *
     * @param attachments of the cell: pictures by name
     */
    public Rendered render(String source, JsonNode attachments) {
        Node document = parser.parse(source);
        document.accept(new Addressed(attachments, pictures));
        Titles titles = new Titles();
        document.accept(titles);
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(TABLES)
                .escapeHtml(!trusted)
                .sanitizeUrls(!trusted)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    Title title = titles.found.get(node);
                    if (title != null) {
                        attributes.put("id", title.id());
                    }
                })
                .build();
        return new Rendered(renderer.render(document), titles.inOrder);
    }

    private final class Titles extends AbstractVisitor {

        private final Map<Node, Title> found = new IdentityHashMap<>();
        private final List<Title> inOrder = new ArrayList<>();

        @Override
        public void visit(Heading heading) {
            headings++;
            Words words = new Words();
            heading.accept(words);
            Title title = new Title(heading.getLevel(), words.text.toString(), ids + headings);
            found.put(heading, title);
            inOrder.add(title);
        }
    }

    private static final class Words extends AbstractVisitor {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void visit(Text words) {
            text.append(words.getLiteral());
        }

        @Override
        public void visit(Code code) {
            text.append(code.getLiteral());
        }
    }

    /** Puts the data of attached pictures in place of their names, and other addresses as the page has them. */
    private static final class Addressed extends AbstractVisitor {

        private static final String SCHEME = "attachment:";

        private final JsonNode attachments;
        private final UnaryOperator<String> pictures;

        Addressed(JsonNode attachments, UnaryOperator<String> pictures) {
            this.attachments = attachments;
            this.pictures = pictures;
        }

        @Override
        public void visit(Image image) {
            String address = image.getDestination();
            if (address.startsWith(SCHEME)) {
                String name = address.substring(SCHEME.length()).replace("%20", " ");
                attachments.path(name).properties().stream()
                        .findFirst()
                        .ifPresent(form -> image.setDestination(PageCell.data(
                                form.getKey(), Notebook.text(form.getValue()).replaceAll("\\s", ""))));
            } else {
                image.setDestination(pictures.apply(address));
            }
            visitChildren(image);
        }
    }
}
