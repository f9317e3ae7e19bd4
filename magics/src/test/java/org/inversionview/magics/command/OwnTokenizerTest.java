package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.transformer.TransformerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a notebook is told about a model whose folder has a tokenizer of its own, or none. */
class OwnTokenizerTest {

    private static final String WORDS = """
            {"version": "1.0", "pre_tokenizer": {"type": "WhitespaceSplit"},
             "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"<s>": 0, "?": 1, "und": 2, "oder": 3, "aber": 4}}}
            """;

    private final Session session = new Session();
    private final Magics magics = new Magics(session);
    private final Path model;

    OwnTokenizerTest(@TempDir Path folder) throws IOException {
        model = folder.resolve("words");
        RandomModelFolder.write(
                model, new TransformerConfig(15, 14, 8, 2, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW), 1);
    }

    @AfterEach
    void release() {
        session.close();
    }

    @Test
    void a_text_is_asked_about_in_the_folders_tokens() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), WORDS);
        Path text = Files.writeString(model.resolve("text.txt"), "und oder aber\noder und\n");
        assertThat(magics.run("model", model.toString()).bundle().text())
                .contains("task text-", "reads a text of yours, corpus=FILE")
                .doesNotContain("on trust");
        assertThat(magics.run("query", "und oder nie").bundle().text()).contains("Query <s> und oder ?[EOS]");
        Preimage found = (Preimage) magics.run("inspect", "site=a1.1 pos=-1 window=3 corpus=" + text);
        assertThat(found.data().samples()).hasSize(2);
    }

    @Test
    void what_cannot_be_drawn_is_said_with_the_way_out() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), WORDS);
        magics.run("model", model.toString());
        magics.run("query", "und oder");
        assertThatThrownBy(() -> magics.run("inspect", "site=a1.1 pos=-1"))
                .isInstanceOf(MagicException.class)
                .hasMessageContaining("none can be drawn: name a corpus (%inspect corpus=FILE");
    }

    @Test
    void tokens_that_no_file_names_are_taken_on_trust() {
        assertThat(magics.run("model", model + " task=addition").bundle().text())
                .contains("Its folder holds no tokenizer", "those of task addition is taken on trust");
    }
}
