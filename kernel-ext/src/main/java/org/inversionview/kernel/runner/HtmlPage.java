package org.inversionview.kernel.runner;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

    private final boolean trusted;

    private HtmlPage(boolean trusted) {
        this.trusted = trusted;
    }

    /** Makes pages of notebooks whose authors are trusted. */
    public HtmlPage() {
        this(true);
    }

    /** Makes pages of anybody's notebooks: no HTML of theirs is on them, outputs show their text or picture. */
    public static HtmlPage ofStrangers() {
        return new HtmlPage(false);
    }

    /** Returns the page. */
    public String render(Notebook notebook, String title) {
        StringWriter page = new StringWriter();
        MarkdownHtml markdown = new MarkdownHtml("h", UnaryOperator.identity(), trusted);
        List<PageCell> cells = notebook.cells().stream()
                .map(cell -> PageCell.of(cell, markdown))
                .toList();
        try {
            template.evaluate(page, Map.of("title", title, "cells", cells));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toString();
    }
}
