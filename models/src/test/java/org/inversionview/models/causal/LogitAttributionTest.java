package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.probed.DirectLogits;
import org.inversionview.models.probed.ProbedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogitAttributionTest {

    private final ProbedModel model = TinyModels.probed(5); // gains and biases of its norms are not trivial

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void all_components_together_are_the_models_logits() {
        int[] input = TinyModels.TASK.parse("615+861=1476");
        float[][] parts = new DirectLogits(model).of(input, 9);
        float[] logProbabilities = model.logProbabilities(input)[9]; // logits up to a constant
        double mean = 0;
        for (float one : logProbabilities) {
            mean += one / logProbabilities.length;
        }
        for (int token = 0; token < logProbabilities.length; token++) {
            double sum = 0;
            for (float[] part : parts) {
                sum += part[token];
            }
            assertThat(sum).isCloseTo(logProbabilities[token] - mean, within(2e-5));
        }
    }

    @Test
    void the_average_is_of_what_each_input_gets() {
        List<int[]> inputs = List.of(TinyModels.TASK.parse("615+861"), TinyModels.TASK.parse("101+539"));
        LogitAttribution both = LogitAttribution.of(model, inputs.get(0), "A2", inputs, 4);
        LogitAttribution other = LogitAttribution.of(model, inputs.get(1), "A2", inputs, 4);
        assertThat(both.components())
                .extracting(LogitAttribution.Component::name)
                .containsExactly("x0.pre", "a0.0", "a0.1", "m0", "a1.0", "a1.1", "m1", "biases");
        for (int i = 0; i < both.components().size(); i++) {
            double mean = (both.components().get(i).rightAnswer()
                            + other.components().get(i).rightAnswer())
                    / 2;
            assertThat(both.components().get(i).average().mean()).isCloseTo(mean, within(1e-5));
        }
        assertThat(both.right()).isEqualTo("4");
    }

    @Test
    void lists_the_tokens_that_are_raised_and_lowered_most() {
        int[] input = TinyModels.TASK.parse("615+861");
        LogitAttribution few = LogitAttribution.of(model, input, "A2", List.of(input), 4);
        LogitAttribution all = LogitAttribution.of(model, input, "A2", List.of(input), 1000);
        float[][] logits = new DirectLogits(model).of(input, 9);
        for (int i = 0; i < logits.length; i++) {
            List<LogitAttribution.TokenLogit> raises = all.components().get(i).raises();
            assertThat(raises)
                    .hasSize(logits[i].length)
                    .isSortedAccordingTo((a, b) -> Double.compare(b.logit(), a.logit()));
            assertThat(few.components().get(i).raises()).isEqualTo(raises.subList(0, 4));
            List<LogitAttribution.TokenLogit> lowers = new ArrayList<>(raises);
            Collections.reverse(lowers);
            assertThat(few.components().get(i).lowers()).isEqualTo(lowers.subList(0, 4));
        }
    }

    @Test
    void leaves_no_native_array_behind() {
        List<int[]> inputs = List.of(TinyModels.TASK.parse("615+861"));
        LogitAttribution.of(model, inputs.get(0), "A2", inputs, 4);
        int before = model.nativeArrays();
        for (int i = 0; i < 50; i++) {
            LogitAttribution.of(model, inputs.get(0), "A2", inputs, 4);
            model.attention(1, 0, inputs.get(0));
        }
        assertThat(model.nativeArrays()).isEqualTo(before);
    }

    @Test
    void attention_rows_sum_to_one_and_never_look_ahead() {
        float[][] pattern = model.attention(1, 1, TinyModels.TASK.parse("615+861"));
        for (int from = 0; from < pattern.length; from++) {
            double sum = 0;
            for (int to = 0; to < pattern.length; to++) {
                sum += pattern[from][to];
                assertThat(pattern[from][to]).isGreaterThanOrEqualTo(0);
                if (to > from) {
                    assertThat(pattern[from][to]).isZero();
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void an_interrupt_keeps_the_inputs_that_were_done() {
        RandomGenerator random = new SplittableRandom(3);
        List<int[]> inputs = Stream.generate(() -> TinyModels.TASK.sample(random))
                .limit(1200)
                .toList();
        LogitAttribution part = LogitAttribution.of(
                model,
                inputs.get(0),
                "A2",
                inputs,
                4,
                model.runner().heardBy(progress -> Thread.currentThread().interrupt()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(part.inputs()).isEqualTo(512);
        assertThat(part.asked()).isEqualTo(1200);
        assertThat(part.components())
                .isEqualTo(LogitAttribution.of(model, inputs.get(0), "A2", inputs.subList(0, 512), 4)
                        .components());
    }
}
