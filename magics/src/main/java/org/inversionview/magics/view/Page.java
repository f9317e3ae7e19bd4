package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a result is shown, from top to bottom: one tree that becomes text as well as HTML.
 *
 * @param blocks in their order
 */
public record Page(List<Block> blocks) implements View {

    public Page {
        blocks = List.copyOf(blocks);
    }

    /** Returns a page with a title. */
    public static Page titled(String title) {
        return new Page(title.isEmpty() ? List.of() : List.of(new Block.Title(title)));
    }

    /** Returns the page with one block more. */
    public Page and(Block block) {
        List<Block> all = new ArrayList<>(blocks);
        all.add(block);
        return new Page(all);
    }

    /** Returns the page with blocks more. */
    public Page andAll(List<Block> more) {
        List<Block> all = new ArrayList<>(blocks);
        all.addAll(more);
        return new Page(all);
    }

    /** Returns the page with a line more; an empty one is left out. */
    public Page line(String text) {
        return text.isEmpty() ? this : and(new Block.Line(text));
    }

    /** Returns the page with lines more. */
    public Page lines(List<String> texts) {
        Page page = this;
        for (String text : texts) {
            page = page.line(text);
        }
        return page;
    }

    /** Returns the page with a small explanation more; an empty one is left out. */
    public Page note(String text) {
        return text.isEmpty() ? this : and(new Block.Note(text));
    }

    /** Returns the page as text: what can only be drawn is left out. */
    public String text() {
        return blocks.stream().map(Block::text).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** Returns the page as HTML: static, without script or anything from elsewhere. */
    public String html() {
        return Templates.fill("page", Map.of("blocks", blocks));
    }

    /** Returns the page as an HTML document that stands alone: nothing is fetched, no script runs. */
    public String document() {
        return Templates.fill("document", Map.of("page", html()));
    }

    /** Returns text and HTML. */
    @Override
    public MimeBundle bundle() {
        return MimeBundle.of(this::text).with(MimeBundle.HTML, this::html);
    }
}
