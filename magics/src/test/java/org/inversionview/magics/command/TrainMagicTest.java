package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.magics.result.ModelSummary;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.Training;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.tasks.TextTask;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.Zoo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task of a user's own, from its definition to a preimage, in magics; and what can go wrong. */
class TrainMagicTest {

    private final Path folder;
    private final Session session = new Session();
    private final Magics magics = new Magics(session);
    private final List<View> shown = new ArrayList<>();

    TrainMagicTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void register() {
        session.tasks().register(new TextTask("copy", "ab", '>', 2, TrainMagicTest::word, prompt -> prompt));
    }

    private static String word(RandomGenerator random) {
        return random.nextBoolean() ? (random.nextBoolean() ? "ab" : "aa") : (random.nextBoolean() ? "ba" : "bb");
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        session.close();
    }

    private Training train(String arguments) {
        return (Training) magics.run("train", arguments, shown::add);
    }

    private Training probed(Path where) {
        return train("probed task=copy out=%s steps=6 batch=8 width=8 heads=2 layers=1".formatted(where));
    }

    private Training decoder(int steps) {
        return train("decoder model=%s steps=%s batch=8 width=32 layers=1 measure-every=2".formatted(folder, steps));
    }

    @Test
    void from_a_task_of_ones_own_to_a_preimage() throws IOException {
        Training probed = probed(folder);
        assertThat(probed.state()).isEqualTo(Training.State.ENDED);
        assertThat(probed.headline()).isEqualTo("exact match");
        assertThat(session.requireModel().probed().task().name()).isEqualTo("copy");

        Training decoder = train("decoder steps=4 batch=8 width=32 layers=1 measure-every=2"); // of the loaded model
        assertThat(decoder.readings()).extracting(Training.Reading::step).containsExactly(2L, 4L);
        assertThat(decoder.readings().get(0).values()).containsKeys("mean in-preimage rate", "a0.1");
        assertThat(decoder.table().columnNames()).containsExactly("step", "loss");

        magics.run("query", "ab>");
        Preimage preimage = (Preimage) magics.run("inspect", "site=a0.1 pos=> n=64");
        assertThat(preimage.proposals()).isEqualTo(64);

        ModelCard card = ModelCard.read(folder);
        assertThat(card.task()).isEqualTo("copy");
        assertThat(Objects.requireNonNull(card.probed().training()).command())
                .isEqualTo("%%train probed task=copy out=%s steps=6 batch=8 width=8 heads=2 layers=1"
                        .formatted(folder.getFileName()));
        assertThat(Objects.requireNonNull(card.decoder()).sites()).hasSize(6);
    }

    @Test
    void shows_how_far_it_is_in_one_place() {
        Training ended = probed(folder);
        assertThat(shown).isNotEmpty().allMatch(view -> view instanceof Training);
        assertThat(((Training) shown.get(0)).latest()).isNull();
        assertThat(shown.get(shown.size() - 1)).isEqualTo(ended);
        MimeBundle bundle = ended.bundle();
        assertThat(bundle.text()).contains("Training a probed model for copy", "Step 6 of 6", "Done: weights and card");
        assertThat(String.valueOf(bundle.data().get(MimeBundle.HTML))).contains("<svg");
        assertThat(bundle.data()).containsKey(MimeBundle.INVERSIONVIEW);
    }

    @Test
    void what_was_interrupted_goes_on_to_the_same_weights() throws IOException {
        probed(folder.resolve("whole"));
        String whole = ModelCard.read(folder.resolve("whole")).probed().sha256();

        Path parts = folder.resolve("parts");
        String line = "probed task=copy out=%s steps=6 batch=8 width=8 heads=2 layers=1".formatted(parts);
        Training stopped = (Training) magics.run("train", line, view -> {
            Training.Latest latest = ((Training) view).latest();
            if (latest != null && latest.step() == 3) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(stopped.state()).isEqualTo(Training.State.STOPPED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.bundle().text()).contains("The same line goes on from the checkpoint in " + parts);
        assertThat(parts.resolve("card.json")).doesNotExist();

        assertThat(train(line).state()).isEqualTo(Training.State.ENDED);
        assertThat(ModelCard.read(parts).probed().sha256()).isEqualTo(whole);
        assertThat(WeightFile.sha256(parts.resolve("probed.safetensors"))).isEqualTo(whole);
    }

    @Test
    void evaluate_measures_what_was_trained_and_writes_it_into_the_card() throws IOException {
        probed(folder);
        decoder(4);
        List<View> progress = new ArrayList<>();
        Evaluation evaluation = (Evaluation) magics.run("evaluate", "queries=50 eps=0.2 write=true", progress::add);
        assertThat(progress).hasSize(6);
        assertThat(evaluation.table().columnNames())
                .containsExactly(
                        "site",
                        "rate",
                        "low",
                        "high",
                        "at P1",
                        "at P2",
                        "at >",
                        "at A1",
                        "at A2",
                        "well-formed",
                        "distinct");
        assertThat(evaluation.bundle().text()).contains("Mean in-preimage rate over 6 sites", "50 held-out queries");
        ModelCard.Decoder card = Objects.requireNonNull(ModelCard.read(folder).decoder());
        assertThat(card.epsilon()).isEqualTo(0.2);
        assertThat(card.sites().values()).allMatch(site -> site.queries() == 50);
        assertThat(card.meanInPreimageRate()).isEqualTo(Math.round(1e4 * evaluation.mean()) / 1e4);
    }

    @Test
    void a_decoder_learns_from_turned_activations_and_is_measured_by_cosine() throws IOException {
        probed(folder);
        train(
                "decoder model=%s steps=4 batch=8 width=32 layers=1 measure-every=2 queries=30 metric=cosine eps=0.25 schedule=cosine"
                        .formatted(folder));
        ModelCard.Decoder card = Objects.requireNonNull(ModelCard.read(folder).decoder());
        assertThat(card.epsilon()).isEqualTo(0.25);
        assertThat(card.metric()).isEqualTo("cosine");
        assertThat(card.schedule()).isNull(); // measured on activations as they are
        assertThat(card.training().plan()).containsEntry("schedule", "0.5+cosine,1+cosine");
        Evaluation evaluation =
                (Evaluation) magics.run("evaluate", "queries=20 eps=0.3 metric=cosine schedule=cosine write=true");
        assertThat(evaluation.toString())
                .contains("(schedule 0.5+cosine,1+cosine, ε = 0.3 by cosine, 20 held-out queries a site");
        assertThat(Objects.requireNonNull(ModelCard.read(folder).decoder()).schedule())
                .isEqualTo("0.5+cosine,1+cosine");
        assertThat(magics.run("model", folder.toString()).toString()).contains("lie inside ε = 0.3 by cosine");
    }

    @Test
    void evaluate_measures_the_coverage_too_and_inspect_says_what_the_card_knows_of_it() throws IOException {
        probed(folder);
        decoder(4);
        List<View> progress = new ArrayList<>();
        Evaluation evaluation = (Evaluation)
                magics.run("evaluate", "queries=10 eps=0.2 coverage=true coverage-queries=5 write=true", progress::add);
        assertThat(progress).hasSize(12);
        assertThat(evaluation.coverage().orElseThrow().sites()).hasSize(6);
        assertThat(evaluation.coverageTable().columnNames())
                .startsWith("site", "coverage", "low", "high")
                .contains("at P1", "at >", "at A2");
        assertThat(evaluation.bundle().text())
                .contains("1,024 proposals find ", " of a preimage, mean over 6 sites", "coverage: the chance that");
        ModelCard.Coverage card = Objects.requireNonNull(
                Objects.requireNonNull(ModelCard.read(folder).decoder()).coverage());
        assertThat(card.epsilon()).isEqualTo(0.2);
        assertThat(card.sites()).hasSize(6);

        magics.run("model", folder.toString());
        magics.run("query", "ab>");
        assertThat(magics.run("inspect", "site=x0.post pos=A1 eps=0.2 n=64")
                        .bundle()
                        .text())
                .contains("by the model's card, mean over held-out queries there (%coverage measures it)");
        assertThat(magics.run("inspect", "site=x0.post pos=A1 n=64").bundle().text())
                .doesNotContain("by the model's card");
        assertThat(magics.run("coverage", "site=x0.post pos=A1 eps=0.2 members=10")
                        .bundle()
                        .text())
                .contains("20,000 draws from task copy");
        assertThat(magics.run("inspect", "site=x0.post pos=A1 eps=0.2 n=64")
                        .bundle()
                        .text())
                .contains("as measured before (%coverage measures it)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "probed steps=3 | %train probed needs task=NAME: there is addition, counting, ioi, ioi-gpt2, ioi-subjects, facts, copy;",
                "probed task=nosuch | task=nosuch: there is none of that name, but addition, counting, ioi, ioi-gpt2, ioi-subjects, facts, copy;",
                "probed task=copy rebalance=2 | %train probed has no option rebalance=, it is for %train decoder (%help train)",
                "decoder model=nowhere | no model 'nowhere': it is neither shipped, nor a folder, nor owner/name on the hub",
                "decoder | no model is loaded: write %model addition first",
                "probed task=copy steps=3 minutes=1 | minutes=1.0: 3 steps are given too, and one of the two says when it ends",
                "probed task=copy minutes=-1 | minutes=-1.0: it must be above 0",
                "probed task=copy steps=0 | steps=0: at least 1",
                "probed task=copy dropout=1 steps=2 | dropout=1.0: from 0 to below 1",
                "probed task=copy width=9 heads=2 | width=9: it must be a multiple of the 2 heads",
                "decoder model=addition start=gpt2 width=64 | width=64: the decoder begins as gpt2 is, with its own: leave this out",
                "decoder model=addition start=gpt2 layers=2 | layers=2: the decoder begins as gpt2 is, with its own: leave this out",
                "decoder model=addition start=gpt2 same-token-attention=0.1 | same-token-attention=0.1: the decoder begins as gpt2 is, with its own",
                "decoder model=addition start=gpt2 start-from=a.safetensors | start=gpt2: it begins from a.safetensors already: give one",
                "decoder model=addition rebalance=2 measure-every=0 out=none | rebalance=2.0: it goes by what is measured, and measure-every=0",
                "both task=copy | probed",
                "probed task=copy stepps=3 | %train has no option 'stepps': did you mean steps=3? (%help train)"
            })
    void a_mistake_is_one_line(String arguments, String line) {
        assertThatThrownBy(() -> train(arguments + " "))
                .isInstanceOf(MagicException.class)
                .hasMessageContaining(line)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_shipped_model_gets_a_decoder_of_the_users_own_in_another_folder() throws IOException {
        Path out = folder.resolve("mine");
        Training training =
                train("decoder model=addition out=" + out + " steps=2 batch=8 width=32 measure-every=2 queries=20");
        assertThat(training.state()).isEqualTo(Training.State.ENDED);
        ModelCard card = ModelCard.read(out);
        assertThat(card.task()).isEqualTo("addition");
        assertThat(card.probed().sha256())
                .isEqualTo(Zoo.card("addition").probed().sha256());
        assertThat(Objects.requireNonNull(card.decoder()).transformer().width()).isEqualTo(32);
        assertThat(((ModelSummary) magics.run("model", out.toString())).bundle().text())
                .contains("Decoder: ");
    }

    @Test
    void a_folder_of_another_model_is_refused() throws IOException {
        Path out = folder.resolve("mine");
        train("decoder model=addition out=" + out + " steps=2 batch=8 width=32 measure-every=2 queries=20");
        String again = "decoder out=" + out + " steps=2 batch=8 width=32 measure-every=2 queries=20 model=";
        assertThat(train(again + "addition").state()).isEqualTo(Training.State.ENDED);
        for (String other : List.of("counting", "addition task=copy")) {
            assertThatThrownBy(() -> train(again + other))
                    .isInstanceOf(MagicException.class)
                    .hasMessage(
                            "%s holds a decoder's training for another model or task (addition): give another folder"
                                    .formatted(out));
        }
    }

    @Test
    void nothing_is_left_by_a_mistake_nor_trained_into_a_folder_that_cannot_be_written() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> probed(file.resolve("x")))
                .isInstanceOf(MagicException.class)
                .hasMessage("cannot write into %s: give another folder".formatted(file.resolve("x")));
        magics.run("model", "addition");
        assertThatThrownBy(() -> magics.run("evaluate", "write=true"))
                .hasMessageContaining("its card cannot be written");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    }
}
