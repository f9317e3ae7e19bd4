package org.inversionview.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.inversion.BosAttention;
import org.inversionview.models.inversion.BoundedExamples;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder's training whose examples are kept: at positions that count, in blocks, from a language model's weights. */
class BoundedTrainingTest {

    private static final TransformerConfig LANGUAGE =
            new TransformerConfig(15, 20, 24, 2, 3, 48, 1e-5f, Activation.GELU_NEW);

    private final Path home;
    private final Path language;

    BoundedTrainingTest(@TempDir Path home) {
        this.home = home;
        this.language = home.resolve("language");
    }

    @BeforeEach
    void write() throws IOException {
        RandomModelFolder.write(home.resolve("probed"), TinyModels.PROBED, 1);
        RandomModelFolder.write(language, LANGUAGE, 2);
    }

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    private Path prepared(String name) throws IOException {
        return new DecoderFolder(new TaskRegistry(), new HubModels(HubSettings.ofThisUser()), HubModels.Listener.NONE)
                .prepare(home.resolve("probed").toString(), Optional.of("addition"), Optional.of(home.resolve(name)));
    }

    private static LoadedModel load(Path path) throws IOException {
        return LoadedModel.load(LoadedModel.Request.ofFolder(path, "cpu"), new TaskRegistry());
    }

    private DecoderRecipe recipe(ProbedModel model, long cache, double bos) throws IOException {
        return new DecoderRecipe(
                DecoderRecipe.config(model, SitePatterns.listed(model.sites(), "a0-1.*"), language),
                new TrainingPlan(60, 16, 5, 0.02, 0.02, 0.1, 0.01, 1, 0.9, 0),
                2,
                0,
                4,
                10,
                SamplingSchedule.PLAIN,
                cache,
                EvaluationSettings.DEFAULT.withQueries(20).at(new BosAttention(bos)),
                new DecoderStart.PretrainedModel(language),
                "the command");
    }

    private ModelCard.Decoder trained(String name, boolean stopped, boolean emptied) throws IOException {
        Path folder = prepared(name);
        Path blocks = folder.resolve(TrainingExamples.FOLDER);
        try (LoadedModel model = load(folder)) {
            DecoderRecipe recipe = recipe(model.probed(), 20_000, 0.2);
            if (stopped) {
                assertThat(recipe.train(model.probed(), folder, progress -> {
                            if (progress.step() >= 20) {
                                Thread.currentThread().interrupt();
                            }
                        }))
                        .isFalse();
                assertThat(Thread.interrupted()).isTrue();
                assertThat(blocks).isNotEmptyDirectory();
            }
            if (emptied) {
                new BoundedExamples.Place(blocks, 0, "", 0).delete();
            }
            assertThat(recipe.train(model.probed(), folder, progress -> {})).isTrue();
            assertThat(blocks).doesNotExist();
        }
        return Objects.requireNonNull(ModelCard.read(folder).decoder());
    }

    @Test
    void what_was_interrupted_goes_on_to_the_same_weights_also_without_its_blocks() throws IOException {
        ModelCard.Decoder whole = trained("whole", false, false);
        assertThat(trained("parts", true, false).sha256()).isEqualTo(whole.sha256());
        assertThat(trained("emptied", true, true).sha256()).isEqualTo(whole.sha256());
        assertThat(whole.training().plan())
                .containsEntry("activation_cache", 20_000)
                .containsEntry("bos_attention", 0.2)
                .containsEntry("accumulate", 2);
        ModelCard.BosAttention bos = Objects.requireNonNull(whole.bosAttention());
        assertThat(bos.most()).isEqualTo(0.2);
        assertThat(bos.leftOut()).isBetween(0.01, 0.99);
        try (LoadedModel model = load(home.resolve("whole"))) {
            assertThat(model.bosAttention()).isEqualTo(new BosAttention(0.2));
        }
    }

    @Test
    void what_cannot_be_kept_is_said_before_anything_is_trained() throws IOException {
        Path folder = prepared("decoder");
        try (LoadedModel model = load(folder)) {
            assertThatThrownBy(() -> recipe(model.probed(), 0, 0.5))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("activation cache 0: with BOS attention 0.5 examples are taken from one: give a size");
            DecoderRecipe large = recipe(model.probed(), 1L << 60, 0.5);
            assertThat(large.with(large.plan().withSteps(2)).train(model.probed(), folder, progress -> {}))
                    .isTrue(); // two steps need one block
            DecoderRecipe endless = large.with(large.plan().withSteps(1_000_000_000));
            assertThatThrownBy(() -> endless.train(model.probed(), prepared("other"), progress -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("MB left, and its activation cache needs")
                    .hasMessageEndingWith("make room, give a smaller one or give another folder");
        }
        try (Stream<Path> left = Files.list(home.resolve("other"))) {
            assertThat(left.map(file -> file.getFileName().toString()).toList())
                    .doesNotContain(TrainingExamples.FOLDER);
        }
        assertThat(List.of(folder.resolve(TrainingExamples.FOLDER))).noneMatch(Files::exists);
    }
}
