package org.inversionview.models.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hub.HubModels;
import org.inversionview.models.hub.HubSettings;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TrainingFolderTest {

    private static final ThreeDigitAddition TASK = new ThreeDigitAddition();

    @TempDir
    private Path folder = Path.of("");

    private static ProbedModelRecipe recipe(int width, double rate) {
        TrainingPlan plan = new TrainingPlan(40, 16, 2, 0, rate, 0, 0.1, 1, 0.9, 7);
        return new ProbedModelRecipe(
                TASK, ProbedModelRecipe.config(TASK, width, 1, 2), plan, AttentionShaping.NONE, "cpu", "the command");
    }

    @Test
    void a_second_training_is_refused_while_the_first_is_at_work() throws IOException {
        List<String> refused = new ArrayList<>();
        assertThat(recipe(8, 0.003).train(folder, progress -> {
                    for (int width : new int[] {8, 16}) { // the same training, and another
                        assertThatThrownBy(() -> recipe(width, 0.003).train(folder, other -> {}))
                                .isInstanceOf(IOException.class)
                                .satisfies(e -> refused.add(String.valueOf(e.getMessage())));
                    }
                }))
                .isTrue();
        assertThat(refused)
                .isNotEmpty()
                .containsOnly(
                        "a training is at work in %s: wait until it ends, or give another folder".formatted(folder));
        assertThat(ModelCard.read(folder).probed().config().width()).isEqualTo(8);
        assertThat(recipe(8, 0.003).train(folder, progress -> {})).isTrue(); // the lock is gone with the first
    }

    @Test
    void a_training_that_fails_leaves_no_lock() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> recipe(8, 0.003).train(folder, progress -> {
                        throw new IllegalStateException("a fault");
                    }))
                    .hasMessage("a fault");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/..", "/./"})
    void the_root_is_no_place_for_a_training(String root) {
        assertThatThrownBy(() -> recipe(8, 0.003).train(Path.of(root), progress -> {}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "folder %s: it is the root of all folders, which is no place for a model; give another",
                        Path.of(root));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "addition"})
    void the_root_is_no_place_for_a_decoder(String model) {
        DecoderFolder folders = new DecoderFolder(
                new TaskRegistry(), new HubModels(new HubSettings(Map.of(), folder)), HubModels.Listener.NONE);
        Optional<Path> out = model.equals("/") ? Optional.empty() : Optional.of(Path.of("/"));
        assertThatThrownBy(() -> folders.prepare(model, Optional.empty(), out))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("folder /: it is the root of all folders");
    }

    @Test
    void a_model_too_large_to_train_is_refused_before_it_takes_memory() {
        assertThatThrownBy(() -> recipe(1_000_000, 0.003))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("width 1000000: it must be at most 32,768");
        assertThatThrownBy(() -> recipe(32_768, 0.003).lasting(1, folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageMatching(
                        "number of parameters 12,\\d\\d\\d,\\d\\d\\d,\\d\\d\\d: with this much memory \\(-Xmx\\) up to [\\d,]+ can be trained: choose a smaller width or fewer layers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "{}", "[1]", "{\"plan\":{},\"seconds\":-1}", "{\"plan\":{},\"seconds\":\"x\"}"})
    void what_a_training_wrote_down_is_read_strictly(String text) throws IOException {
        recipe(8, 0.003).train(folder, progress -> {});
        Path file = Files.writeString(folder.resolve("probed.training.json"), text);
        assertThatThrownBy(() -> recipe(8, 0.003).train(folder, progress -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith("; delete it to begin again");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 100, 5_000})
    void a_damaged_checkpoint_is_one_line(int length) throws IOException {
        recipe(8, 0.003).train(folder, progress -> {});
        Path file = folder.resolve("probed.checkpoint.safetensors");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), length));
        assertThatThrownBy(() -> recipe(8, 0.003).train(folder, progress -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString());
    }
}
