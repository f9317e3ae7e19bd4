package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.Training;
import org.inversionview.magics.session.Session;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder of some heads that begins from a language model and learns from a corpus, where a head does not just attend to BOS. */
class TrainFromLanguageModelTest {

    private final Path home;
    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    TrainFromLanguageModelTest(@TempDir Path home) throws IOException {
        this.home = home;
        RandomModelFolder.write(home.resolve("probed"), gpt2(8), 1);
        RandomModelFolder.write(home.resolve("start"), gpt2(12), 2);
        List<String> lines = IntStream.range(0, 300)
                .mapToObj(i -> "Letter %s was read in room %s today".formatted(i % 50, i % 7))
                .toList();
        Path text = Files.write(home.resolve("letters.txt"), lines);
        session.tasks().register(TextCorpus.ofLines("letters", text, 8));
    }

    /** GPT-2's tokens in narrow blocks. */
    private static TransformerConfig gpt2(int width) {
        return new TransformerConfig(50_257, 16, width, 2, 2, 2 * width, 1e-5f, Activation.GELU_NEW);
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        session.close();
    }

    private String line(String out, String more) {
        return ("decoder model=%s start=%s task=letters out=%s accumulate=2 steps=12 batch=8 measure-every=4"
                        + " queries=10 learning-rate=0.02 matrix-rate=0.02 %s")
                .formatted(home.resolve("probed"), home.resolve("start"), home.resolve(out), more);
    }

    private ModelCard.Decoder card(String out) throws IOException {
        return Objects.requireNonNull(ModelCard.read(home.resolve(out)).decoder());
    }

    @Test
    void learns_goes_on_where_it_was_stopped_is_measured_and_sampled() throws IOException {
        String options = "sites=a1.1 bos-attention=0.5 activation-cache=200KB";
        Training whole = (Training) magics.run("train", line("whole", options));
        assertThat(whole.state()).isEqualTo(Training.State.ENDED);
        List<Training.Loss> losses = whole.losses();
        assertThat(losses.get(losses.size() - 1).value())
                .isLessThan(losses.get(0).value());

        Training stopped = (Training) magics.run("train", line("parts", options), view -> {
            Training.Latest latest = ((Training) view).latest();
            if (latest != null && latest.step() == 4) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(stopped.state()).isEqualTo(Training.State.STOPPED);
        assertThat(Thread.interrupted()).isTrue();
        magics.run("train", line("parts", options));
        assertThat(card("parts").sha256()).isEqualTo(card("whole").sha256());

        ModelCard.BosAttention bos = Objects.requireNonNull(card("whole").bosAttention());
        assertThat(bos.most()).isEqualTo(0.5);
        assertThat(bos.leftOut()).isBetween(0.0, 0.9);
        Evaluation evaluation = (Evaluation) magics.run("evaluate", "queries=10 write=true");
        assertThat(evaluation.table().columnNames()).startsWith("site", "rate");
        assertThat(card("parts").bosAttention()).isEqualTo(bos);
        magics.run("query", "Letter 7 was read");
        assertThat(((Preimage) magics.run("inspect", "site=a1.1 pos=-1 n=32")).proposals())
                .isEqualTo(32);
    }

    @Test
    void what_cannot_be_is_one_line_naming_the_option() {
        refused("bos-attention=0", "bos-attention=0.0: a share above 0 and up to 1, at which every position counts");
        refused(
                "bos-attention=0.5 activation-cache=0",
                "activation-cache=0: with BOS attention 0.5 examples are taken");
        refused("activation-cache=12", "activation-cache=12: a size such as 500MB or 4GB, or 0 for none");
        refused("activation-cache=1B", "activation-cache=1: it must be 2,304 bytes at least, or 0 for none");
        refused("bos-attention=0.00001", "bos-attention=1.0E-5: a1.0, a1.1 give BOS more than that at every position");
    }

    private void refused(String options, String message) {
        assertThatThrownBy(() -> magics.run("train", line("refused", "sites=a1.* " + options)))
                .as(options)
                .isInstanceOf(MagicException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }
}
