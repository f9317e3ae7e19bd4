package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.ActivationExamples.Chosen;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.junit.jupiter.api.Test;

class ProbedActivationsTest {

    private static final int DRAWN = 3_000;

    /** How often {@code SITE@KIND} is drawn. */
    private static Map<String, Integer> drawn(ProbedModel model, ProbedActivations examples) {
        Map<String, Integer> counts = new HashMap<>();
        Chosen batch = examples.choose(0, DRAWN, new SplittableRandom(0));
        for (int row = 0; row < DRAWN; row++) {
            String kind = Positions.name(model.task(), batch.inputs().get(row), batch.positions()[row]);
            counts.merge(model.sites().get(batch.sites()[row]) + "@" + kind, 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void a_position_is_drawn_more_often_at_the_site_where_it_is_wanted_and_only_there() {
        try (ProbedModel model = TinyModels.probed(1)) {
            ProbedActivations examples = new ProbedActivations(model, model.sites(), false);
            int kinds = examples.kinds().size();
            int site = 4;
            int kind = examples.kinds().indexOf("A1");
            float[] shares = new float[model.sites().size() * kinds];
            Arrays.fill(shares, 1);
            shares[site * kinds + kind] = 2 * shares.length;
            examples.setShares(shares);
            Map<String, Integer> counts = drawn(model, examples);
            // two thirds of all are of that cell; of the rest each has its usual share
            int third = DRAWN / 3;
            String wanted = model.sites().get(site) + "@A1";
            assertThat(counts).hasEntrySatisfying(wanted, n -> assertThat(n).isCloseTo(2 * third, withinPercentage(5)));
            counts.remove(wanted);
            assertThat(counts).allSatisfy((cell, n) -> assertThat(n).isLessThan(third / 20));
        }
    }

    @Test
    void all_are_drawn_equally_often_at_first() {
        try (ProbedModel model = TinyModels.probed(1)) {
            ProbedActivations examples = new ProbedActivations(model, model.sites(), false);
            double usual =
                    (double) DRAWN / (model.sites().size() * examples.kinds().size());
            assertThat(drawn(model, examples))
                    .allSatisfy((cell, n) -> assertThat((double) n).isLessThan(usual + 5 * Math.sqrt(usual)));
        }
    }
}
