package org.inversionview.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.training.Progress;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever's machine it is, with whatever digits of its own: numbers are read and written in one way. */
class DefaultLocaleTest {

    private static final ThreeDigitAddition TASK = new ThreeDigitAddition();

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    private static void use(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertThat(String.format(Locale.getDefault(), "%d", 7)).isNotEqualTo("7"); // its digits are others indeed
    }

    private static EpsilonPreimage inspected() throws IOException {
        LoadedModel.Request request = new LoadedModel.Request("addition", Optional.empty(), true, "cpu");
        try (LoadedModel model = LoadedModel.load(request, new TaskRegistry())) {
            Query query = new Query(TASK.parse("615+861=1476"), ActivationSite.parse("a0.1"), 9);
            SamplingSettings settings = new SamplingSettings(
                    64, 0.1, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, 1, 5);
            return model.inversionView().inspect(query, settings);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "hi-IN-u-nu-deva"})
    void a_shipped_model_is_loaded_and_asked(String locale) throws IOException {
        EpsilonPreimage expected = inspected();
        use(locale);
        EpsilonPreimage found = inspected();
        assertThat(found.samples()).isNotEmpty().isEqualTo(expected.samples());
        assertThat(found.site()).isEqualTo(expected.site());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "hi-IN-u-nu-deva"})
    void a_model_is_trained_and_its_card_read(String locale, @TempDir Path folder) throws IOException {
        use(locale);
        TrainingPlan plan = new TrainingPlan(2, 16, 1, 0, 0.003, 0, 0.1, 1, 0.9, 7);
        List<String> heard = new ArrayList<>();
        new ProbedModelRecipe(
                        TASK,
                        ProbedModelRecipe.config(TASK, 8, 1, 2),
                        plan,
                        AttentionShaping.NONE,
                        "cpu",
                        "the command")
                .train(folder, progress -> heard.add(progress.toString()));
        assertThat(heard).allMatch(line -> line.chars().allMatch(c -> c < 0x80));
        assertThat(ModelCard.read(folder).probed().config().width()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "hi-IN-u-nu-deva"})
    void what_a_person_reads_is_english(String locale) {
        use(locale);
        assertThat(new Progress(1_500, 22_000, 1.25, 7.5, Duration.ofSeconds(3_661), Optional.empty()))
                .hasToString("step 1,500 of 22,000  loss 1.2500  7.5 steps/s  1:01:01 left");
        assertThat(Progress.preparing(0, 22_000, "computing", new WorkProgress(0.25, 512, 2_048, 20)))
                .hasToString("step 0 of 22,000  computing, 25 %  0:01:00 left");
        assertThatThrownBy(() -> TASK.parse("615+86"))
                .isInstanceOf(InvalidRequestException.class)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).chars().allMatch(c -> c < 0x80))
                                .as(e.getMessage())
                                .isTrue());
    }
}
