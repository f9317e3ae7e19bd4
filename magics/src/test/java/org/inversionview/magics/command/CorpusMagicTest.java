package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.transformer.TransformerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corpus=} asked of a small model of GPT-2's vocabulary, which has neither task nor decoder. */
class CorpusMagicTest {

    private static final TransformerConfig TINY =
            new TransformerConfig(50_257, 40, 8, 2, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW);
    private static final String QUESTION = "layer=1 head=1 pos=-1 eps=0.5 corpus=";

    private final Session session = new Session();
    private final Magics magics = new Magics(session);
    private final Path folder;
    private final Path file;

    CorpusMagicTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        file = folder.resolve("letters.txt");
        Files.writeString(file, "The river was cold.\nThe mountain was high and cold, and the river was low.\n");
        Path weights = folder.resolve("tiny-gpt2");
        RandomModelFolder.write(weights, TINY, 1);
        magics.run("model", weights.toString());
        magics.run("query", "The road was cold");
    }

    @AfterEach
    void release() {
        session.close();
    }

    private Preimage asked(String options) {
        return (Preimage) magics.run("inspect", QUESTION + options);
    }

    private void assertRefused(String corpus, String message) {
        assertThatThrownBy(() -> asked(corpus))
                .isInstanceOf(MagicException.class)
                .hasMessage(message);
    }

    @Test
    void a_file_is_the_source() {
        Preimage found = asked(file + " window=4");
        assertThat(found.data().sources()).containsExactly(Source.CORPUS);
        assertThat(found.samples())
                .extracting(Sample::text)
                .contains("<|endoftext|>The river was cold[EOS]", "<|endoftext|>.[EOS]");
        assertThat(found.bundle().text())
                .contains("All of letters.txt was measured, in windows of up to 4 tokens that follow each other.")
                .doesNotContain("not an input of the task");
    }

    @Test
    void a_search_goes_on_from_it() {
        Preimage found = asked(file + " source=search runs=300");
        assertThat(found.data().sources()).containsExactly(Source.CORPUS, Source.SEARCH);
        assertThat(found.data().groups().get(1).proposals()).isEqualTo(300);
    }

    @Test
    void a_registered_corpus_is_named() {
        TextCorpus letters = new TextCorpus("letters", List.of("The river was cold and low"), 3);
        session.tasks().register(letters);
        Corpus whole = asked("letters").data().groups().get(0).corpus().orElseThrow();
        assertThat(whole).isEqualTo(new Corpus("letters", letters.text().sha256(), 3));
        assertThat(asked("letters window=2").proposals()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_read_is_one_line() throws IOException {
        assertRefused(file + ".gz", "corpus=%s.gz: there is no such file".formatted(file));
        assertRefused(folder.toString(), "corpus=%s: it is not a regular file".formatted(folder));
        assertRefused(file + " window=39", "window=39: this model reads windows of 1 to 38 tokens");
        assertRefused(
                file + " source=task",
                "corpus=%s: the source is task; only source=corpus and source=search read one (%%help inspect)"
                        .formatted(file));
        Files.write(file, new byte[] {'a', '\n', (byte) 0xff});
        assertRefused(
                file.toString(),
                "corpus=%s: it is not UTF-8 at byte 2 (line 2): convert it, for example with iconv".formatted(file));
    }
}
