package org.inversionview.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.tasks.CorpusText;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.transformer.TransformerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose folder has a tokenizer of its own is asked in that one's tokens, from loading to a preimage. */
class FolderTaskTest {

    private static final String TOKENIZER = """
            {"version": "1.0", "pre_tokenizer": {"type": "WhitespaceSplit"},
             "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"<s>": 0, "?": 1, "und": 2, "oder": 3, "aber": 4}}}
            """;

    private final TaskRegistry tasks = new TaskRegistry();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        RandomModelFolder.write(
                folder, new TransformerConfig(6, 12, 8, 2, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW), 3);
        Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    }

    private LoadedModel load(Optional<String> task) throws IOException {
        return LoadedModel.load(new LoadedModel.Request(folder.toString(), task, true, "cpu"), tasks);
    }

    @Test
    void any_text_can_be_asked_about_in_the_folders_tokens() throws IOException {
        try (LoadedModel model = load(Optional.empty())) {
            Task task = model.probed().task();
            assertThat(model.tokensChecked()).isTrue();
            assertThat(task.name()).matches("text-[0-9a-f]{8}");
            int[] query = task.parse("und aber nie");
            assertThat(query).containsExactly(0, 2, 4, 1, 6);
            CorpusText text = CorpusText.of("words", List.of("und oder aber und aber", "oder"));
            SourceSettings settings = new SourceSettings(1, 0, 1, Optional.of(new SourceSettings.Windows(text, 3)));
            EpsilonPreimage found = model.inversionView(Source.CORPUS, settings)
                    .inspect(new Query(query, ActivationSite.parse("a1.1"), 2), SamplingSettings.DEFAULT);
            assertThat(found.samples()).hasSize(3);
            assertThatThrownBy(() -> model.inversionView(Source.TASK, settings)
                            .inspect(new Query(query, ActivationSite.parse("a1.1"), 2), SamplingSettings.DEFAULT))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("so none can be drawn: name a corpus");
            try (LoadedModel again = load(Optional.of(task.name()))) {
                assertThat(again.probed().task().name()).isEqualTo(task.name());
            }
        }
    }

    @Test
    void a_corpus_is_cut_anew() throws IOException {
        tasks.register(new TextCorpus("words", List.of("und oder aber und aber"), 3));
        try (LoadedModel model = load(Optional.of("words"))) {
            assertThat(model.probed().task().parse("oder und")).containsExactly(0, 3, 2, 6);
        }
    }

    @Test
    void a_task_of_other_tokens_is_refused() {
        assertThatThrownBy(() -> load(Optional.of("addition")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "task addition: its tokens are not those of %s (id 0 is '<s>' there, '0' here): leave the task out, and any text can be asked about"
                                .formatted(folder));
        assertThatThrownBy(() -> load(Optional.of("text-00000000")))
                .hasMessage(
                        "task text-00000000: %s cuts texts into other tokens: leave the task out".formatted(folder));
    }

    @Test
    void what_no_file_says_is_taken_on_trust() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        RandomModelFolder.write(
                folder, new TransformerConfig(15, 14, 8, 1, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW), 3);
        try (LoadedModel model = load(Optional.of("addition"))) {
            assertThat(model.tokensChecked()).isFalse();
        }
    }
}
