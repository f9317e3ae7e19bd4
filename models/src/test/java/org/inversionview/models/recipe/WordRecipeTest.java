package org.inversionview.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.weights.WeightFile;
import org.inversionview.models.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped model of indirect objects, and the eight names that its first training lacked. */
class WordRecipeTest {

    private static final String EMBEDDING = "transformer.wte.weight";

    private final TaskRegistry tasks = new TaskRegistry();

    @TempDir
    private Path folder = Path.of("");

    private WordRecipe recipe(String texts, int steps) {
        TrainingPlan usual = WordRecipe.defaultPlan();
        TrainingPlan plan =
                new TrainingPlan(steps, 64, usual.warmUp(), 0, usual.otherRate(), 0, 0, 1, usual.averaging(), 5);
        return new WordRecipe(tasks, tasks.named(texts), plan, "cpu", "the command");
    }

    @Test
    void names_that_were_only_ever_subjects_are_answered_and_nothing_else_changes() throws IOException {
        Path out = folder.resolve("ioi");
        assertThat(recipe("ioi-subjects", 40).train("ioi", out, progress -> {})).isTrue();

        ModelCard card = ModelCard.read(out);
        assertThat(Objects.requireNonNull(card.probed().variations()).get("new names"))
                .isGreaterThan(0.9);
        assertThat(card.probed().exactMatch()).isGreaterThan(0.999);
        assertThat(card.decoder()).isEqualTo(Zoo.card("ioi").decoder());
        assertThat(Objects.requireNonNull(card.probed().training()).note()).contains("ioi-subjects", "the command");
        requireOnlyNamesChanged(out.resolve(card.probed().file()));
        try (LoadedModel loaded = LoadedModel.load(LoadedModel.Request.ofFolder(out, "cpu"), tasks)) {
            assertThat(loaded.decoder()).isPresent();
        }
    }

    private void requireOnlyNamesChanged(Path file) throws IOException {
        Path shipped = Files.createDirectory(folder.resolve("shipped"));
        Zoo.copyTo(shipped, "ioi");
        Task task = tasks.named("ioi");
        List<String> names = List.of("Alan Patrick Simon Victor Amanda Christine Diana Sophie".split(" "));
        try (NDManager manager = PyTorch.open(Devices.named("cpu"))) {
            Map<String, NDArray> before = WeightFile.read(manager, shipped.resolve("probed.safetensors"));
            Map<String, NDArray> after = WeightFile.read(manager, file);
            assertThat(after).hasSameSizeAs(before);
            before.forEach((name, array) -> {
                float[] old = array.toFloatArray();
                float[] now = Objects.requireNonNull(after.get(name)).toFloatArray();
                int width = old.length / Math.toIntExact(array.getShape().get(0));
                for (int row = 0; row < old.length / width; row++) {
                    boolean learned = name.equals(EMBEDDING)
                            && names.contains(task.vocabulary().token(row).strip());
                    assertThat(Arrays.equals(old, row * width, (row + 1) * width, now, row * width, (row + 1) * width))
                            .as("%s %s", name, row)
                            .isEqualTo(!learned);
                }
            });
        }
    }

    @Test
    void an_interrupted_training_goes_on_and_ends_as_one_that_was_not() throws IOException {
        Path whole = folder.resolve("a");
        Path parts = folder.resolve("b");
        assertThat(recipe("ioi-subjects", 10).train("ioi", whole, progress -> {}))
                .isTrue();
        assertThat(recipe("ioi-subjects", 10)
                        .train("ioi", parts, progress -> Thread.currentThread().interrupt()))
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(parts.resolve(ModelCard.FILE)).doesNotExist();
        assertThat(recipe("ioi-subjects", 10).train("ioi", parts, progress -> {}))
                .isTrue();
        assertThat(parts.resolve("probed.safetensors")).hasSameBinaryContentAs(whole.resolve("probed.safetensors"));
        assertThat(recipe("ioi-subjects", 10).train("ioi", parts, progress -> {}))
                .isTrue(); // at its end already
        assertThat(parts.resolve("probed.safetensors")).hasSameBinaryContentAs(whole.resolve("probed.safetensors"));
    }

    @Test
    void weights_that_a_card_names_elsewhere_are_copied_and_left_alone() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Zoo.copyTo(own, "ioi");
        Path weights = own.resolve("probed.safetensors");
        byte[] before = Files.readAllBytes(weights);
        Path named = Files.createDirectory(folder.resolve("named"));
        ModelCard card = ModelCard.read(own);
        ModelCard.Probed probed = card.probed();
        new ModelCard(
                        "named",
                        card.task(),
                        card.description(),
                        new ModelCard.Probed(
                                weights.toAbsolutePath().toString(),
                                probed.sha256(),
                                probed.config(),
                                probed.exactMatch(),
                                probed.heldOutInputs(),
                                probed.variations(),
                                probed.training()),
                        null)
                .write(named);
        Path out = folder.resolve("out");
        assertThat(recipe("ioi-subjects", 1).train(named.toString(), out, progress -> {}))
                .isTrue();
        assertThat(Files.readAllBytes(weights)).isEqualTo(before);
        assertThat(ModelCard.read(out).probed().file()).isEqualTo("probed.safetensors");
        assertThat(out.resolve("probed.safetensors")).exists();
    }

    @Test
    void what_cannot_be_learned_is_refused_in_one_line() throws IOException {
        assertThatThrownBy(() -> recipe("ioi", 1).train("ioi", folder.resolve("c"), progress -> {}))
                .hasMessage(
                        "task ioi: its texts have no word that inputs of the model's task, ioi, lack: there is nothing to learn");
        assertThatThrownBy(() -> recipe("addition", 1).train("ioi", folder.resolve("c"), progress -> {}))
                .hasMessage(
                        "task addition: its tokens are not those of the model's task, ioi: texts are needed that have them");
        assertThatThrownBy(() -> recipe("ioi-subjects", 1).train("nosuch", folder.resolve("c"), progress -> {}))
                .hasMessageContaining("nosuch");
        Zoo.copyTo(folder, "ioi");
        assertThatThrownBy(() -> recipe("ioi-subjects", 1).train("ioi", folder, progress -> {}))
                .hasMessageContaining("holds a model already");
    }
}
