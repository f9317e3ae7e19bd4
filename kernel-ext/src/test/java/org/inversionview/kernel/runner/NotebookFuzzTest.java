package org.inversionview.kernel.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.fuzz.ForAWhile;
import org.inversionview.models.fuzz.HostileFiles;
import org.inversionview.models.fuzz.Refusal;

/** Notebooks that were right once: each is read, and can be cleared and shown, or is refused in a plain line. */
class NotebookFuzzTest {

    private static final String RIGHT = """
            {"nbformat": 4, "nbformat_minor": 4,
             "metadata": {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"},
                          "language_info": {"name": "java", "version": "17", "file_extension": ".jshell"}},
             "cells": [
              {"cell_type": "markdown", "metadata": {}, "source": ["# Title\\n", "text"],
               "attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}},
              {"cell_type": "raw", "metadata": {"format": "text/plain"}, "source": "raw"},
              {"cell_type": "code", "execution_count": 1, "metadata": {"tags": ["parameters"]}, "source": "int a = 1;",
               "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["one\\n", "two"]},
                {"output_type": "execute_result", "execution_count": 1, "metadata": {},
                 "data": {"text/plain": "2", "text/html": ["<b>2</b>"], "image/png": "iVBORw0KGgo=", "application/json": {"a": 1}}},
                {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": "<svg/>"}},
                {"output_type": "error", "ename": "E", "evalue": "wrong", "traceback": ["at one", "at two"]}]}]}
            """;

    private final Refusal notebooks = new Refusal("notebook");
    private final HtmlPage page = new HtmlPage();

    @Provide
    Arbitrary<byte[]> notebooks() throws IOException {
        List<byte[]> all = new ArrayList<>(List.of(RIGHT.getBytes(StandardCharsets.UTF_8)));
        all.addAll(notebooks.found());
        return HostileFiles.json(all);
    }

    @Property(seed = "17", tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(ForAWhile.class)
    void a_notebook_is_read_or_refused(@ForAll("notebooks") byte[] notebook) throws IOException {
        notebooks.check(notebook, notebooks.folder().resolve("hostile.ipynb"), this::read);
    }

    /** A mistake of the user's is what a refusal is here. */
    private void read(Path file) throws IOException {
        try {
            Notebook notebook = Notebook.read(file);
            page.render(notebook.cleared(), "a title");
            page.render(notebook, "a title");
        } catch (UserMistake e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Example
    void what_was_found_once_is_mended() throws IOException {
        for (byte[] notebook : notebooks.found()) {
            a_notebook_is_read_or_refused(notebook);
        }
    }
}
