package org.inversionview.magics.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.inversionview.magics.session.Session;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class TrainingOptionsTest {

    private final CommandSpec spec = CommandSpec.create();
    private final TrainingOptions options = new TrainingOptions();

    TrainingOptionsTest() {
        spec.addMixin("training", CommandSpec.forAnnotatedObject(options, new SessionFactory(new Session())));
    }

    private TrainingOptions given(String... arguments) {
        new CommandLine(spec).setSeparator("=").parseArgs(arguments);
        return options;
    }

    @Test
    void what_is_not_given_is_the_recipe_s_own() {
        assertThat(given().over(ProbedModelRecipe.defaultPlan())).isEqualTo(ProbedModelRecipe.defaultPlan());
        assertThat(given().over(DecoderRecipe.defaultPlan())).isEqualTo(DecoderRecipe.defaultPlan());
    }

    @Test
    void what_is_given_takes_its_place() {
        TrainingPlan usual = DecoderRecipe.defaultPlan();
        TrainingPlan plan = given(
                        "steps=5", "batch=6", "learning-rate=0.01", "matrix-rate=0.03", "weight-decay=0.2", "seed=7")
                .over(usual);
        assertThat(plan)
                .isEqualTo(new TrainingPlan(
                        5, 6, usual.warmUp(), 0.03, 0.01, usual.floor(), 0.2, usual.clip(), usual.averaging(), 7));
    }

    @Test
    void help_says_the_recipes_own_numbers() {
        says("steps", TrainingPlan::steps);
        says("batch", TrainingPlan::batch);
        says("learning-rate", TrainingPlan::otherRate);
        says("matrix-rate", TrainingPlan::matrixRate);
        says("weight-decay", TrainingPlan::weightDecay);
        assertThat(help("width"))
                .contains("%s for probed".formatted(ProbedModelRecipe.WIDTH))
                .contains("%s for decoder".formatted(DecoderRecipe.WIDTH));
    }

    private void says(String option, Function<TrainingPlan, Number> number) {
        assertThat(help(option))
                .contains("%s for probed".formatted(number.apply(ProbedModelRecipe.defaultPlan())))
                .contains("%s for decoder".formatted(number.apply(DecoderRecipe.defaultPlan())));
    }

    private String help(String option) {
        return String.join(" ", spec.findOption(option).description());
    }

    @Test
    void steps_and_minutes_are_not_given_both() {
        assertThatThrownBy(() -> given("minutes=2", "steps=5").minutes())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("minutes 2.0: 5 steps are given too, and one of the two says when it ends");
        assertThat(given("minutes=2").minutes()).hasValue(2);
    }
}
