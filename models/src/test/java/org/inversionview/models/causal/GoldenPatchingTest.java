package org.inversionview.models.causal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.inversionview.models.SharedFolder;
import org.inversionview.models.causal.CumulativeEffects.Order;
import org.inversionview.models.causal.CumulativeEffects.Step;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cumulative patching of the authors' addition model gives the effects that they printed: the eight heads at =, answer A1,
 * F1 and S1 changed.
 *
 * <p>What the authors printed can only be had with their contrast inputs: for each input, F1 and S1 are drawn from 0 to 9,
 * a leading zero included, until A1 differs. (With 1 to 9, the totals are 31.2 instead of 25.3.)
 */
class GoldenPatchingTest {

    private static final double[] FORWARD = {8.52, 18.90, 24.56, 24.60, 25.12, 25.12, 25.14, 25.31};
    private static final double[] BACKWARD = {0.49, 0.46, 4.74, 5.45, 5.47, 8.92, 18.86, 25.26};
    private static final int INPUTS = 4000;

    @Test
    void cumulative_effects_are_those_that_the_authors_printed(@TempDir Path folder) throws IOException {
        SharedFolder.copyModel("addition", folder);
        ThreeDigitAddition task = new ThreeDigitAddition();
        List<ContrastPair> pairs = new ContrastPairs(
                        task,
                        "A1",
                        (input, random) -> Optional.of(redrawn(task, input, random)),
                        all -> true,
                        all -> true)
                .draw(INPUTS, 0);
        try (ProbedModel model = ProbedModelLoader.folder(folder, task, true, Device.cpu())) {
            CumulativeEffects effects =
                    new PatchingExperiment(model, pairs, "A1").cumulative(Patch.parse(model, "heads@="), Order.BOTH);
            compare("forward", effects.forward(), FORWARD);
            compare("backward", effects.backward(), BACKWARD);
        }
    }

    private static int[] redrawn(ThreeDigitAddition task, int[] input, RandomGenerator random) {
        String text = task.vocabulary().decode(input); // B615+861=1476E
        String first = random.nextInt(10) + text.substring(2, 4);
        String second = random.nextInt(10) + text.substring(6, 8);
        int sum = Integer.parseInt(first) + Integer.parseInt(second);
        return task.vocabulary().encode("B%s+%s=%sE".formatted(first, second, sum));
    }

    private static void compare(String order, List<Step> steps, double[] printed) {
        assertThat(steps).hasSameSizeAs(printed);
        for (int i = 0; i < printed.length; i++) {
            double found = steps.get(i).total().mean();
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %.2f ± %.2f, printed %.2f%n",
                    order,
                    steps.get(i).patch(),
                    found,
                    steps.get(i).total().standardError(),
                    printed[i]);
        }
        for (int i = 0; i < printed.length; i++) {
            double allowed = Math.max(0.3, 0.03 * printed[i]);
            assertThat(Math.abs(steps.get(i).total().mean() - printed[i]))
                    .as("%s, step %s", order, i + 1)
                    .isLessThanOrEqualTo(allowed);
        }
    }
}
