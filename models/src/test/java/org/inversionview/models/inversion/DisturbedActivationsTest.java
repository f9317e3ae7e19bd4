package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.probed.ProbedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisturbedActivationsTest {

    private final ProbedModel model = TinyModels.probed(1);
    private final ProbedActivations plain = new ProbedActivations(model, model.sites(), false);
    private final ActivationExamples.Chosen chosen = plain.choose(0, 40, new SplittableRandom(1));

    @AfterEach
    void close() {
        model.close();
    }

    private float[] activations(ActivationExamples examples) {
        try (NDManager scratch = model.manager().newSubManager()) {
            return examples.activations(chosen, scratch).toFloatArray();
        }
    }

    @Test
    void every_row_is_turned_as_the_schedule_says() {
        float[] z = activations(plain);
        float[] turned = activations(new DisturbedActivations(plain, SamplingSchedule.COSINE));
        int width = z.length / 40;
        for (int row = 0; row < 40; row++) {
            float[] one = Arrays.copyOfRange(z, row * width, (row + 1) * width);
            double norm = new QueryActivation(one).norm();
            assertThat(Distance.COSINE.between(turned, row * width, one, norm)).isBetween(0.1 - 1e-5, 0.25 + 1e-5);
        }
    }

    @Test
    void the_same_examples_are_disturbed_alike_and_a_plain_schedule_leaves_them() {
        DisturbedActivations noisy = new DisturbedActivations(plain, SamplingSchedule.parse("1,1+0.1"));
        assertThat(activations(noisy)).containsExactly(activations(noisy)).isNotEqualTo(activations(plain));
        assertThat(activations(new DisturbedActivations(plain, SamplingSchedule.PLAIN)))
                .containsExactly(activations(plain));
        assertThat(noisy.choose(0, 5, new SplittableRandom(2)).positions())
                .containsExactly(plain.choose(0, 5, new SplittableRandom(2)).positions());
    }
}
