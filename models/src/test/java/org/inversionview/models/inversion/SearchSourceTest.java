package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.TextTask;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchSourceTest {

    private static final Provenance PROVENANCE = new Provenance("tiny", "addition", true, "f00", "", "cpu", Map.of());
    private static final ActivationSite SITE = ActivationSite.parse("x1.post");
    private static final int DRAWS = 300;
    private static final int RUNS = 2000;

    private final ProbedModel model = TinyModels.probed(1);
    private final Query query = new Query(model.task().parse("615+861=1476"), SITE, 8);
    private final Path folder;
    private final TaskInputs inputs;

    SearchSourceTest(@TempDir Path folder) {
        this.folder = folder;
        this.inputs = new TaskInputs(model, PROVENANCE, folder);
    }

    @AfterEach
    void release() {
        model.close();
    }

    private static SamplingSettings settings(double epsilon, long seed) {
        return new SamplingSettings(
                1, epsilon, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, seed, 20);
    }

    private EpsilonPreimage searched(double epsilon, int runs, long seed) {
        return InversionView.ofDraws(inputs, DRAWS, 0).searching(runs).inspect(query, settings(epsilon, seed));
    }

    private static EpsilonPreimage.Group search(EpsilonPreimage found) {
        return found.groups().get(1);
    }

    /** Returns an ε at which about so many of 20,000 draws lie inside. */
    private double narrow(int rank) {
        return InversionView.ofDraws(inputs, 20_000, 9)
                .inspect(query, settings(1, 0))
                .samples()
                .get(rank)
                .distance();
    }

    @Test
    void finds_several_times_the_members_that_as_many_draws_find() {
        double epsilon = narrow(20);
        EpsilonPreimage found = searched(epsilon, RUNS, 0);
        int drawn = InversionView.ofDraws(inputs, RUNS, 1)
                .inspect(query, settings(epsilon, 0))
                .distinctInside();
        assertThat(search(found).inside()).isGreaterThan(5 * Math.max(drawn, 1));
    }

    @Test
    void what_it_found_is_distinct_well_formed_measured_anew_and_never_the_query() {
        double epsilon = narrow(20);
        EpsilonPreimage found = searched(epsilon, RUNS, 0);
        assertThat(found.sources()).containsExactly(Source.TASK, Source.SEARCH);
        assertThat(search(found).proposals())
                .isEqualTo(RUNS)
                .isEqualTo(search(found).distinct());
        assertThat(found.distinct())
                .isEqualTo(search(found).distinct() + found.groups().get(0).distinct());
        assertThat(found.samples())
                .allMatch(Sample::wellFormed)
                .noneMatch(sample -> sample.text().equals(found.query()))
                .extracting(Sample::text)
                .doesNotHaveDuplicates();
        List<int[]> texts = found.inside().stream()
                .map(sample -> model.task().vocabulary().encode(sample.text()))
                .toList();
        List<Sample> own = MeasuredInputs.measure(model, PROVENANCE, query, texts, settings(epsilon, 0))
                .inputs();
        for (int i = 0; i < own.size(); i++) {
            assertThat(found.inside().get(i).distance()).isCloseTo(own.get(i).distance(), within(2e-6));
        }
    }

    @Test
    void is_the_same_for_the_same_seed_and_another_for_another() {
        List<Sample> first = searched(0.1, RUNS, 0).samples();
        assertThat(searched(0.1, RUNS, 0).samples()).isEqualTo(first);
        assertThat(searched(0.1, RUNS, 1).samples()).isNotEqualTo(first);
    }

    @Test
    void ends_when_small_changes_lead_to_nothing_new() {
        TextTask task = new TextTask(
                "reverse",
                "abc",
                '>',
                3,
                random -> random.ints(3, 0, 3)
                        .mapToObj(i -> "abc".substring(i, i + 1))
                        .reduce("", String::concat),
                prompt -> new StringBuilder(prompt).reverse().toString());
        TransformerConfig config = new TransformerConfig(7, 9, 8, 2, 2, 16, 1e-5f, Activation.GELU_NEW);
        try (ProbedModel small = TinyModels.probed(task, config, 5)) {
            TaskInputs few = new TaskInputs(small, PROVENANCE, folder);
            Query about = new Query(task.parse("abc>"), SITE, 4);
            EpsilonPreimage found =
                    InversionView.ofDraws(few, 10, 0).searching(1000).inspect(about, settings(0.1, 0));
            assertThat(found.distinct()).isBetween(26, 40); // all words of three letters, and some shorter ones
            assertThat(found.samples()).extracting(Sample::text).doesNotHaveDuplicates();
        }
    }

    @Test
    void an_interrupt_keeps_what_was_found() {
        EpsilonPreimage found;
        try {
            found = InversionView.ofDraws(inputs, DRAWS, 0)
                    .searching(RUNS)
                    .inspect(query, settings(0.1, 0), model.runner().heardBy(progress -> {
                        if (progress.share() > 0.5) {
                            Thread.currentThread().interrupt();
                        }
                    }));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(found.groups().get(0).proposals()).isEqualTo(DRAWS);
        assertThat(search(found).proposals()).isPositive().isLessThan(RUNS);
    }

    @Test
    void refuses_a_budget_of_nothing() {
        InversionView drawn = InversionView.ofDraws(inputs, DRAWS, 0);
        for (int runs : new int[] {0, -1, 1_000_001}) {
            assertThatThrownBy(() -> drawn.searching(runs))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("number of runs %s: it must be from 1 to 1,000,000".formatted(runs));
        }
        assertThat(search(searched(0.1, 1, 0)).proposals()).isEqualTo(1);
    }
}
